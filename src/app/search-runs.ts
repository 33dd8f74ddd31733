import type { StationCode } from '../domain/ids.ts'
import type { Instant } from '../domain/instant.ts'
import type { RunOnSegment } from '../domain/network.ts'
import { accept, type Reply, refuse } from '../domain/result.ts'
import { departureAt } from '../domain/train-run.ts'
import { classOffers, isOnSale, type RunOffer } from './class-offers.ts'
import type { Deps } from './deps.ts'
import { findStationCode, type UnknownStation } from './find-ride.ts'

export interface PairQuery {
  readonly fromStationCode: string
  readonly toStationCode: string
}

export type PairRefusal = UnknownStation | { readonly code: 'segment_backwards' }

/** Two different stations of the timetable. */
export function findPair(
  deps: Pick<Deps, 'store'>,
  query: PairQuery,
): Reply<{ readonly from: StationCode; readonly to: StationCode }, PairRefusal> {
  const network = deps.store.network()
  const from = findStationCode(network, query.fromStationCode)
  if (!from.ok) return from
  const to = findStationCode(network, query.toStationCode)
  if (!to.ok) return to
  if (from.value === to.value) return refuse({ code: 'segment_backwards' })
  return accept({ from: from.value, to: to.value })
}

export interface RunSearch {
  readonly asOf: Instant
  readonly offers: readonly RunOffer[]
}

/** Runs between two stations on a local date of departure, in order of departure, without those that have left already. */
export async function searchRuns(
  deps: Pick<Deps, 'store'>,
  query: PairQuery & { readonly journeyDate: string },
): Promise<Reply<RunSearch, PairRefusal>> {
  const pair = findPair(deps, query)
  if (!pair.ok) return pair
  const now = deps.store.now()
  const rides = deps.store.network().findRuns(pair.value.from, pair.value.to, query.journeyDate)
  const ahead = rides.filter(({ run, segment }) => now < departureAt(run, segment.fromLeg))
  const offers = await loadOffers(deps, ahead, now)
  return accept({ asOf: now, offers })
}

/** What runs offer now. Pictures that are not in memory are all asked for at once, so that a store can load them together. */
export async function loadOffers(
  deps: Pick<Deps, 'store'>,
  rides: readonly RunOnSegment[],
  now: Instant,
): Promise<readonly RunOffer[]> {
  const { store } = deps
  const inMemory = rides.map(({ run }) => store.pictureNow(run.id))
  const pictures = inMemory.every((picture) => picture !== undefined)
    ? inMemory
    : await Promise.all(rides.map(({ run }, index) => inMemory[index] ?? store.picture(run.id)))
  return rides.map((ride, index) => {
    const picture = pictures[index]
    if (!picture) throw new Error(`run ${ride.run.id} is in the timetable and not in the store`)
    return { ...ride, classes: classOffers(picture, ride, now), isOnSale: isOnSale(ride, now) }
  })
}
