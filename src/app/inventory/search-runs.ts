import type { StationCode } from '../../domain/ids.ts'
import type { Network } from '../../domain/railway/network.ts'
import { accept, type Reply, refuse } from '../../domain/result.ts'
import type { Deps } from '../deps.ts'
import { onOneNetwork } from '../one-network.ts'
import { findStationCode, type UnknownStation } from '../railway/find-ride.ts'
import { classOffers, type RunOffer, saleOf } from './class-offers.ts'
import { loadFigures } from './load-figures.ts'
import { RunBasis } from './run-basis.ts'

export interface PairQuery {
  readonly fromStationCode: string
  readonly toStationCode: string
}

export type PairRefusal = UnknownStation | { readonly code: 'segment_backwards' }

/** Two different stations of one timetable. */
export interface StationPair {
  readonly from: StationCode
  readonly to: StationCode
}

/** The stations of the pair. */
export function findPair(network: Network, query: PairQuery): Reply<StationPair, PairRefusal> {
  const from = findStationCode(network, query.fromStationCode)
  if (!from.ok) return from
  const to = findStationCode(network, query.toStationCode)
  if (!to.ok) return to
  if (from.value === to.value) return refuse({ code: 'segment_backwards' })
  return accept({ from: from.value, to: to.value })
}

interface RunSearch {
  readonly basis: RunBasis
  readonly offers: readonly RunOffer[]
  /** Runs of that day that have already left. */
  readonly departedRuns: number
}

/**
 * Runs between two stations on a local date of departure, in order of departure, without those that have
 * already left.
 */
export async function searchRuns(
  deps: Pick<Deps, 'store'>,
  query: PairQuery & { readonly journeyDate: string },
): Promise<Reply<RunSearch, PairRefusal>> {
  const { store } = deps
  return onOneNetwork(deps, async (network) => {
    const pair = findPair(network, query)
    if (!pair.ok) return pair
    const now = store.now()
    const rides = network.findRuns(pair.value.from, pair.value.to, query.journeyDate)
    const ahead = rides.filter(({ departsAt }) => now < departsAt)
    const found = await loadFigures(deps, ahead)
    const basis = new RunBasis(store, network, now)
    const offers = found.map(({ ride, figures }) => {
      basis.add(figures)
      // When it leaves, the search no longer finds it.
      basis.endsAt(ride.departsAt)
      return { ...ride, classes: classOffers(figures, ride, now), ...saleOf(figures, ride, now) }
    })
    return accept({ basis, offers, departedRuns: rides.length - ahead.length })
  })
}
