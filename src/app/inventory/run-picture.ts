import type { Instant } from '../../domain/instant.ts'
import type { Picture } from '../../domain/inventory/picture.ts'
import type { Network } from '../../domain/railway/network.ts'
import { type Claim, isLive } from '../../domain/records/claim.ts'
import { accept, type Reply } from '../../domain/result.ts'
import type { Deps } from '../deps.ts'
import { onOneNetwork } from '../one-network.ts'
import { findRun, type RunNotFound } from '../railway/find-ride.ts'
import { loadPicture } from './load-figures.ts'

/** The live claims of some seats of a run, as of one commit and moment. */
export interface RunClaims {
  readonly network: Network
  readonly picture: Picture
  readonly now: Instant
  /** Whether all seats are here; otherwise those that may have changed. A seat left out has no claim. */
  readonly isWhole: boolean
  readonly seats: readonly SeatClaims[]
}

interface SeatClaims {
  readonly seatNumber: string
  /** In order of legs. */
  readonly claims: readonly Claim[]
}

/**
 * The claims of a run: of all seats, or only of those that changed after a commit, if that is still known.
 */
export function runClaims(
  deps: Pick<Deps, 'store'>,
  trainRunId: string,
  afterSeq?: number,
): Promise<Reply<RunClaims, RunNotFound>> {
  return onOneNetwork(deps, async (network) => {
    const run = findRun(network, trainRunId)
    if (!run.ok) return run
    const picture = await loadPicture(deps, run.value.id)
    const commits = afterSeq === undefined ? undefined : commitsAfter(deps, picture, afterSeq)
    const changed = commits && new Set(commits.flatMap(({ seatIds }) => seatIds))
    const now = deps.store.now()
    const seats = picture.run.consist.seats
      .filter(({ id }) => changed?.has(id) ?? picture.claimsOn(id).length > 0)
      .map(({ id, number }) => ({
        seatNumber: number,
        claims: picture.claimsOn(id).filter((claim) => isLive(claim, now)),
      }))
    return accept({ network, picture, now, isWhole: changed === undefined, seats })
  })
}

function commitsAfter({ store }: Pick<Deps, 'store'>, picture: Picture, afterSeq: number) {
  if (afterSeq === picture.commitSeq) return []
  return store.commitsSince(picture.run.id, afterSeq)
}
