import type { Instant } from '../domain/instant.ts'
import type { Picture } from '../domain/picture.ts'
import { accept, type Reply } from '../domain/result.ts'
import { classOffers, isOnSale, type RunOffer } from './class-offers.ts'
import type { Deps } from './deps.ts'
import { findRun, type RunNotFound } from './find-ride.ts'
import { loadPicture } from './load-picture.ts'

export interface ShownRun extends RunOffer {
  readonly commitSeq: number
  readonly picture: Picture
  readonly asOf: Instant
}

/** A run from its first stop to its last, with what it offers for the whole way. */
export async function showRun(
  deps: Pick<Deps, 'store'>,
  trainRunId: string,
): Promise<Reply<ShownRun, RunNotFound>> {
  const found = findRun(deps.store.network(), trainRunId)
  if (!found.ok) return found
  const run = found.value
  const picture = await loadPicture(deps, run.id)
  const ride = { run, segment: { fromLeg: 0, toLeg: run.train.stops.length - 1 } }
  const asOf = deps.store.now()
  const classes = classOffers(picture, ride, asOf)
  return accept({
    ...ride,
    classes,
    isOnSale: isOnSale(ride, asOf),
    commitSeq: picture.commitSeq,
    picture,
    asOf,
  })
}
