import { type SeatsOfRun, seatsOf } from '../../domain/inventory/change-blocks.ts'
import { type MoveProposal, proposeMoves as rule } from '../../domain/inventory/propose-moves.ts'
import type { SegmentRefusal, TrainRun } from '../../domain/railway/train-run.ts'
import { accept, type Reply } from '../../domain/result.ts'
import type { Deps } from '../deps.ts'
import { findRun, findWay, type RunNotFound, type WayQuery } from '../railway/find-ride.ts'
import type { BlocksRefusal } from './change-blocks.ts'
import { loadPicture } from './load-figures.ts'

export interface ProposedMoves extends MoveProposal {
  readonly run: TrainRun
  readonly commitSeq: number
}

/** Proposes other seats for all who have booked some of these; nothing changes. */
export async function proposeMoves(
  deps: Pick<Deps, 'store'>,
  { seats, ...way }: WayQuery & { readonly seats: SeatsOfRun },
): Promise<Reply<ProposedMoves, RunNotFound | SegmentRefusal | BlocksRefusal>> {
  const run = findRun(deps.store.network(), way.trainRunId)
  if (!run.ok) return run
  const segment = findWay(run.value.train, way)
  if (!segment.ok) return segment
  const picture = await loadPicture(deps, run.value.id)
  const left = seatsOf(picture.run, { seats, seenRun: run.value })
  if (!left.ok) return left
  const proposal = rule(picture, { seats: left.value, segment: segment.value }, deps.store.now())
  return accept({ run: picture.run, commitSeq: picture.commitSeq, ...proposal })
}
