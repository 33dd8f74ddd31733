import { setImmediate as turn } from 'node:timers/promises'
import type { Instant } from '../../domain/instant.ts'
import type { MoneyEvent } from '../../domain/money/money-event.ts'
import type { EventMark } from '../../domain/records/ledger.ts'
import type { Deps } from '../deps.ts'

/** As many as a node makes lines or sums of within some milliseconds, so that nobody waits longer for it. */
export const eventsInPage = 500

/** What happened with money between two moments, page by page; everything else has its turn in between. */
export async function* moneyEvents(
  { store }: Pick<Deps, 'store'>,
  { from, to }: { readonly from: Instant; readonly to: Instant },
): AsyncGenerator<readonly MoneyEvent[]> {
  let after: EventMark | null = null
  for (;;) {
    const page: readonly MoneyEvent[] = await store.books.moneyEvents({
      from,
      to,
      after,
      limit: eventsInPage,
    })
    if (page.length > 0) yield page
    if (page.length < eventsInPage) return
    after = markOf(page)
    await turn()
  }
}

/** Where a page ends; null if it is empty. */
export function markOf(page: readonly MoneyEvent[]): EventMark | null {
  const last = page.at(-1)
  return last ? { at: last.at, trainRunId: last.trainRunId, seq: last.seq } : null
}
