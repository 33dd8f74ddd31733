import type { Network } from '../../domain/railway/network.ts'
import { departureAt, type TrainRun } from '../../domain/railway/train-run.ts'
import { accept, type Reply } from '../../domain/result.ts'
import type { Deps } from '../deps.ts'
import { onOneNetwork } from '../one-network.ts'
import { findRun, type RunNotFound, tariffMeters } from '../railway/find-ride.ts'
import { classOffers, type RunOffer, saleOf } from './class-offers.ts'
import { figuresOf } from './load-figures.ts'
import { RunBasis } from './run-basis.ts'

export interface ShownRun extends RunOffer {
  readonly commitSeq: number
  readonly basis: RunBasis
}

/** A run from its first stop to its last, with its offers for the whole way. */
export async function showRun(
  deps: Pick<Deps, 'store'>,
  trainRunId: string,
): Promise<Reply<ShownRun, RunNotFound>> {
  return onOneNetwork(deps, async (network) => {
    const found = findRun(network, trainRunId)
    return found.ok ? accept(await offersOf(deps, network, found.value)) : found
  })
}

async function offersOf({ store }: Pick<Deps, 'store'>, network: Network, run: TrainRun): Promise<ShownRun> {
  const figures = await figuresOf({ store }, run)
  const segment = { fromLeg: 0, toLeg: run.train.stops.length - 1 }
  const ride = { run, segment, meters: tariffMeters(network, run, segment) }
  const now = store.now()
  const sale = saleOf(figures, ride, now)
  const basis = new RunBasis(store, network, now)
  basis.add(figures)
  basis.note(sale.isOnSale ? 1 : 0)
  if (sale.isOnSale) basis.endsAt(departureAt(run, segment.fromLeg))
  const classes = classOffers(figures, ride, now)
  return { ...ride, classes, ...sale, commitSeq: figures.commitSeq, basis }
}
