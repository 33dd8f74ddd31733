import { asUsers } from '../../domain/records/ownership.ts'
import { type Reply, refuse } from '../../domain/result.ts'
import { type ReleaseHoldRefusal, releaseHold as rule } from '../../domain/sale/release-hold.ts'
import type { Caller, Deps } from '../deps.ts'
import { parseHoldToken } from '../tokens.ts'

/** Gives back the caller's hold; giving it back again is fine. */
export async function releaseHold(
  deps: Pick<Deps, 'store'>,
  caller: Caller,
  holdToken: string,
): Promise<Reply<{ readonly wasLive: boolean }, ReleaseHoldRefusal>> {
  const named = parseHoldToken(holdToken)
  if (!named || !deps.store.network().run(named.trainRunId)) return refuse({ code: 'hold_not_found' })
  const command = { holdId: named.id, holdToken, ...asUsers(caller) }
  const scope = { trainRunId: named.trainRunId, holdId: named.id }
  return deps.store.decide(scope, (inventory, now) => rule(inventory, command, now))
}
