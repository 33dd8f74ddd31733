import {
  blockSeats,
  type ChangeBlocksRefusal,
  type ChangedBlocks,
  freeBlocks,
  type SeatStretch,
  type SeatsOfRun,
} from '../../domain/inventory/change-blocks.ts'
import { overlaps } from '../../domain/railway/segment.ts'
import type { SegmentRefusal, TrainRun } from '../../domain/railway/train-run.ts'
import type { ActedBy } from '../../domain/records/audit.ts'
import { accept, type Reply } from '../../domain/result.ts'
import type { Deps } from '../deps.ts'
import { onOneNetwork } from '../one-network.ts'
import { findRun, findWay, type RunNotFound, type WayQuery } from '../railway/find-ride.ts'
import { loadPicture } from './load-figures.ts'

interface BlocksRequest extends WayQuery {
  readonly seats: SeatsOfRun
  readonly by: ActedBy
}

export type BlocksRefusal = RunNotFound | SegmentRefusal | ChangeBlocksRefusal

type BlocksDeps = Pick<Deps, 'store'>

const rules = { block: blockSeats, free: freeBlocks } as const

/** Takes seats out of sale where nobody has them, or gives blocked ones back; see the rules. */
export async function changeBlocks(
  { store }: BlocksDeps,
  verb: keyof typeof rules,
  { seats, by, ...way }: BlocksRequest,
): Promise<Reply<ChangedBlocks, BlocksRefusal>> {
  const run = findRun(store.network(), way.trainRunId)
  if (!run.ok) return run
  const segment = findWay(run.value.train, way)
  if (!segment.ok) return segment
  const command = { seats, by, segment: segment.value, seenRun: run.value }
  const rule = rules[verb]
  return store.decide({ trainRunId: run.value.id }, (inventory, now) => rule(inventory, command, now))
}

/** The blocks of a run as of one commit, in order of seats and legs. */
export interface RunBlocks {
  readonly run: TrainRun
  readonly commitSeq: number
  readonly blocks: readonly SeatStretch[]
}

/** What is blocked on a run, or on a part of its way. */
export function listBlocks(
  deps: BlocksDeps,
  way: WayQuery,
): Promise<Reply<RunBlocks, RunNotFound | SegmentRefusal>> {
  return onOneNetwork(deps, async (network) => {
    const run = findRun(network, way.trainRunId)
    if (!run.ok) return run
    const segment = findWay(run.value.train, way)
    if (!segment.ok) return segment
    const picture = await loadPicture(deps, run.value.id)
    const blocks = picture.run.consist.seats.flatMap((seat) =>
      picture
        .claimsOn(seat.id)
        .filter((claim) => claim.state === 'BLOCKED' && overlaps(claim, segment.value))
        .map(({ fromLeg, toLeg }) => ({ seat, fromLeg, toLeg })),
    )
    return accept({ run: picture.run, commitSeq: picture.commitSeq, blocks })
  })
}
