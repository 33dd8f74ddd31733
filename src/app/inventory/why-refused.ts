import type { TrainRunId } from '../../domain/ids.ts'
import type { Instant } from '../../domain/instant.ts'
import {
  type PastEntry,
  type PastWish,
  whyRefused as rule,
  type WhyRefused,
} from '../../domain/inventory/why-refused.ts'
import { accept, type Reply } from '../../domain/result.ts'
import type { Deps } from '../deps.ts'
import { findRide, type Ride, type RideQuery, type RideRefusal } from '../railway/find-ride.ts'

type Wish = Omit<PastWish, 'segment'>

export interface ExplainedRefusal {
  readonly ride: Ride
  readonly wish: Wish
  readonly why: WhyRefused
}

/** Entries of the audit chain that are read at a time. */
const entriesPerRead = 1_000

/** What stood in the way of a wish at a moment; see the rule. */
export async function whyRefused(
  { store }: Pick<Deps, 'store'>,
  query: RideQuery,
  wish: Wish,
): Promise<Reply<ExplainedRefusal, RideRefusal>> {
  const ride = findRide(store.network(), query)
  if (!ride.ok) return ride
  const { run, segment } = ride.value
  const entries = await entriesUntil(store, run.id, wish.at)
  return accept({ ride: ride.value, wish, why: rule(run, entries, { ...wish, segment }) })
}

/** The entries of a run up to a moment, and those of the moment itself. */
async function entriesUntil(
  store: Deps['store'],
  trainRunId: TrainRunId,
  at: Instant,
): Promise<readonly PastEntry[]> {
  const known: PastEntry[] = []
  for (let afterSeq = 0; ; ) {
    const page = await store.runHistory(trainRunId, { afterSeq, limit: entriesPerRead })
    const later = page.findIndex((entry) => entry.at > at)
    known.push(...(later < 0 ? page : page.slice(0, later)))
    const last = page.at(-1)
    if (later >= 0 || !last || page.length < entriesPerRead) return known
    afterSeq = last.seq
  }
}
