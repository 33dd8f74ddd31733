import type { Static } from 'typebox'
import type { ProposedMoves } from '../../app/inventory/propose-moves.ts'
import type { Segment } from '../../domain/railway/segment.ts'
import { locatorOf } from '../../domain/records/locator.ts'
import type { MoveProposal } from '../schemas/moves.ts'

/** `locatorKey` makes the ids of bookings as passengers know them. */
export function moveProposalView(
  { run, commitSeq, moves, unplaced, parties, apart, held }: ProposedMoves,
  locatorKey: readonly number[],
): Static<typeof MoveProposal> {
  const codeAt = (stop: number) => String(run.train.stops[stop]?.stationCode)
  const wayOf = ({ fromLeg, toLeg }: Segment) => ({
    from_station_code: codeAt(fromLeg),
    to_station_code: codeAt(toLeg),
  })
  const seated = (one: ProposedMoves['unplaced'][number]) => ({
    booking_id: locatorOf(one.bookingId, locatorKey),
    from_seat_number: one.from.number,
    ...wayOf(one),
  })
  return {
    ...{ train_run_id: String(run.id), commit_seq: commitSeq },
    moves: moves.map((move) => ({ ...seated(move), to_seat_number: move.to.number })),
    unplaced: unplaced.map(seated),
    ...{ parties, parties_apart: apart },
    held: held.map((one) => ({ seat_number: one.seat.number, ...wayOf(one) })),
  }
}
