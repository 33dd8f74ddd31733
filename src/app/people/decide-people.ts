import type { Instant } from '../../domain/instant.ts'
import type { PeopleDecision, PeopleView } from '../../domain/people/decision.ts'
import { actsRunId } from '../../domain/records/acts-run.ts'
import type { PeopleScope } from '../../domain/records/people.ts'
import type { Reply } from '../../domain/result.ts'
import type { Store } from '../../store/store.ts'

/** Decides on run 0, where everything about people is. */
export function decidePeople<T, R extends { readonly code: string }>(
  store: Pick<Store, 'decide'>,
  people: PeopleScope,
  rule: (view: PeopleView, now: Instant) => PeopleDecision<T, R>,
): Promise<Reply<T, R>> {
  return store.decide({ trainRunId: actsRunId, people }, rule)
}
