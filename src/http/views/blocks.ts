import type { Static } from 'typebox'
import type { RunBlocks } from '../../app/inventory/change-blocks.ts'
import type { ChangedBlocks, InTheWay, SeatStretch } from '../../domain/inventory/change-blocks.ts'
import type { TrainRun } from '../../domain/railway/train-run.ts'
import { locatorOf } from '../../domain/records/locator.ts'
import type { Blocks, ChangedBlocks as ChangedSchema } from '../schemas/blocks.ts'

export function blocksView({ run, commitSeq, blocks }: RunBlocks): Static<typeof Blocks> {
  return {
    train_run_id: String(run.id),
    commit_seq: commitSeq,
    blocks: blocks.map((stretch) => stretchView(run, stretch)),
  }
}

/** `locatorKey` makes the ids of bookings as passengers know them. */
export function changedBlocksView(
  { run, commitSeq, changed, inTheWay }: ChangedBlocks,
  locatorKey: readonly number[],
): Static<typeof ChangedSchema> {
  return {
    train_run_id: String(run.id),
    commit_seq: commitSeq,
    changed: changed.map((stretch) => stretchView(run, stretch)),
    in_the_way: inTheWay.map((one) => inTheWayView(run, one, locatorKey)),
  }
}

function inTheWayView(run: TrainRun, one: InTheWay, locatorKey: readonly number[]) {
  const bookingId = one.bookingId === null ? null : locatorOf(one.bookingId, locatorKey)
  return { ...stretchView(run, one), status: one.state, booking_id: bookingId }
}

function stretchView({ train }: TrainRun, { seat, fromLeg, toLeg }: SeatStretch) {
  const codeAt = (stop: number) => String(train.stops[stop]?.stationCode)
  return {
    seat_number: seat.number,
    from_station_code: codeAt(fromLeg),
    to_station_code: codeAt(toLeg),
  }
}
