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
  const offers: RunOffer[] = []
  for (const ride of ahead) offers.push(await offerOf(deps, ride, now))
  return accept({ asOf: now, offers })
}

/** What a run offers now. */
export async function offerOf(
  deps: Pick<Deps, 'store'>,
  ride: RunOnSegment,
  now: Instant,
): Promise<RunOffer> {
  const picture = deps.store.pictureNow(ride.run.id) ?? (await deps.store.picture(ride.run.id))
  const classes = picture ? classOffers(picture, ride, now) : []
  return { ...ride, classes, isOnSale: isOnSale(ride, now) }
}
