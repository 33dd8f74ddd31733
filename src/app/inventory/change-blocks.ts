import type { StationCode } from '../../domain/ids.ts'
import {
  blockSeats,
  type ChangeBlocksRefusal,
  type ChangedBlocks,
  freeBlocks,
  type SeatStretch,
  type SeatsOfRun,
} from '../../domain/inventory/change-blocks.ts'
import { overlaps, type Segment } from '../../domain/railway/segment.ts'
import type { SegmentRefusal, Train, TrainRun } from '../../domain/railway/train-run.ts'
import type { ActedBy } from '../../domain/records/audit.ts'
import { accept, type Reply, refuse } from '../../domain/result.ts'
import type { Deps } from '../deps.ts'
import { onOneNetwork } from '../one-network.ts'
import { findRun, type RunNotFound } from '../railway/find-ride.ts'
import { loadPicture } from './load-figures.ts'

/** A part of the way of a run: between two of its stops, each left out for the end of its way. */
interface WayQuery {
  readonly trainRunId: string
  readonly fromStationCode?: string | undefined
  readonly toStationCode?: string | undefined
}

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

/**
 * The legs between two stops, whether or not anybody may board or alight there; of a station where the train
 * calls twice, the longer way.
 */
function findWay(
  { stops }: Train,
  { fromStationCode, toStationCode }: WayQuery,
): Reply<Segment, SegmentRefusal> {
  const [from, to] = [fromStationCode as StationCode | undefined, toStationCode as StationCode | undefined]
  const fromLeg = from === undefined ? 0 : stops.findIndex(({ stationCode }) => stationCode === from)
  const toLeg =
    to === undefined ? stops.length - 1 : stops.findLastIndex(({ stationCode }) => stationCode === to)
  if (fromLeg < 0 && from !== undefined) return refuse({ code: 'station_not_on_run', stationCode: from })
  if (toLeg < 0 && to !== undefined) return refuse({ code: 'station_not_on_run', stationCode: to })
  return fromLeg < toLeg ? accept({ fromLeg, toLeg }) : refuse({ code: 'segment_backwards' })
}
