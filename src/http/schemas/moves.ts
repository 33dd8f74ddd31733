import { Type } from 'typebox'
import type { ActReason } from '../../domain/records/audit.ts'
import { CommitSeq, GivenId, GivenList, Id, Line, OneOf, RefTo, SeatNumber, StationCode } from './common.ts'

const reasons = ['operational', 'defect', 'correction', 'passenger_request'] as const satisfies ActReason[]

/** Which of the three ways of naming seats is used is checked by the operation. */
export const ProposeMovesRequest = Type.Object({
  seat_numbers: Type.Optional(GivenList(SeatNumber, 'All who sit on these seats.')),
  coach_number: Type.Optional(Line(64, { description: 'All who sit in a coach.', examples: ['4'] })),
  travel_class: Type.Optional(Line(64, { description: 'All who sit in a class.', examples: ['SECOND'] })),
  from_station_code: Type.Optional(StationCode),
  to_station_code: Type.Optional(StationCode),
})

const AskedMove = Type.Object({
  booking_id: Type.Optional(GivenId('The record locator; left out for everybody on the seat.', '7K3M9QXA')),
  from_seat_number: SeatNumber,
  to_seat_number: SeatNumber,
})

export const MovesRequest = Type.Object({
  moves: GivenList(AskedMove, 'Who goes where.'),
  block_left_seats: Type.Optional(
    Type.Boolean({ description: 'Takes the seats that are left out of sale where they are left.' }),
  ),
  reason: OneOf(reasons, { description: 'For the audit trail.' }),
})

const seatedMembers = {
  booking_id: Id('The record locator.', '7K3M9QXA'),
  from_seat_number: SeatNumber,
  from_station_code: StationCode,
  to_station_code: StationCode,
}

const ProposedMove = Type.Object(
  { ...seatedMembers, to_seat_number: SeatNumber },
  { $id: 'ProposedMove', description: 'A passenger, and another seat for the whole ride.' },
)

const UnplacedPassenger = Type.Object(seatedMembers, {
  $id: 'UnplacedPassenger',
  description: 'A passenger for whose whole ride no seat of the class is free.',
})

const HeldSeat = Type.Object(
  { seat_number: SeatNumber, from_station_code: StationCode, to_station_code: StationCode },
  {
    $id: 'SeatStillHeld',
    description: 'A seat that is held and not booked yet, so nobody is moved from it.',
  },
)

const runMembers = { train_run_id: Id('The run.', '7'), commit_seq: CommitSeq }

export const MoveProposal = Type.Object(
  {
    ...runMembers,
    moves: Type.Array(RefTo(ProposedMove), { description: 'In order of bookings and seats.' }),
    unplaced: Type.Array(RefTo(UnplacedPassenger), { description: 'Those who would keep their seats.' }),
    parties: Type.Integer({ description: 'Bookings with somebody who has to leave a seat, by class.' }),
    parties_apart: Type.Integer({ description: 'Those of them that would sit farther apart than now.' }),
    held: Type.Array(RefTo(HeldSeat), {
      description: 'Held seats among those to be left; ask again when the holds have ended.',
    }),
  },
  { $id: 'MoveProposal', description: 'Other seats for passengers of a run. Nothing has changed.' },
)

export const MovedPassengers = Type.Object(
  {
    ...runMembers,
    bookings: Type.Integer({ description: 'Bookings that have other seats now.' }),
    passengers: Type.Integer({ description: 'Passengers who have another seat now.' }),
  },
  { $id: 'MovedPassengers', description: 'What a move has changed.' },
)

/** Schemas with their own name in the document. */
export const moveSchemas = [ProposedMove, UnplacedPassenger, HeldSeat, MoveProposal, MovedPassengers]
