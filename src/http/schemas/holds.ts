import { Type } from 'typebox'
import { maxSeatsPerHold } from '../../domain/records/hold.ts'
import {
  Cents,
  CommitSeq,
  Currency,
  GivenId,
  GivenList,
  Id,
  Line,
  Moment,
  OneOf,
  OrNull,
  RefTo,
  SeatKind,
  SeatNumber,
  StationCode,
  TravelClass,
} from './common.ts'

export const Preferences = Type.Object(
  {
    position: Type.Optional(OneOf(['window', 'aisle'])),
    table: Type.Optional(Type.Boolean()),
    coach: Type.Optional(Line(32, { description: 'A coach number.' })),
    quiet: Type.Optional(Type.Boolean()),
    berth: Type.Optional(OneOf(['upper', 'middle', 'lower'])),
    facing: Type.Optional(OneOf(['forward'])),
    step_free: Type.Optional(
      Type.Boolean({ description: 'Seats reached without a step. They are given last to all others.' }),
    ),
    family: Type.Optional(
      Type.Boolean({ description: 'Seats of the family area. They are given last to all others.' }),
    ),
    companion: Type.Optional(
      Type.Boolean({
        description:
          "Wheelchair spaces together with the companion's seat beside each, beyond `seat_count`, where it " +
          'is free. Without this wish, the seat is declined and stays on sale.',
      }),
    ),
  },
  { description: 'Wishes, not conditions.' },
)

export const HoldRequest = Type.Object(
  {
    train_run_id: GivenId('The run.', '1042'),
    from_station_code: StationCode,
    to_station_code: StationCode,
    seat_numbers: Type.Optional(
      GivenList(
        SeatNumber,
        `1 to ${maxSeatsPerHold} different seats of the run. ` +
          'Send either these, or travel_class and seat_count.',
      ),
    ),
    travel_class: Type.Optional(Line(64, { examples: ['SECOND'] })),
    seat_count: Type.Optional(
      Type.Integer({ minimum: 1, description: `1 to ${maxSeatsPerHold} seats, chosen by the system.` }),
    ),
    preferences: Type.Optional(Preferences),
    proof: Type.Optional(
      Line(2_000, {
        description:
          'The solution of the `challenge` of a 429 `class_under_pressure` answer to the same request, in ' +
          'base64. It does not belong to what identifies the request: send it with the same key.',
      }),
    ),
  },
  { description: 'Named seats, or a number of seats of one class.' },
)

export const HeldSeat = Type.Object(
  {
    seat_id: Id('The seat.', '88'),
    seat_number: SeatNumber,
    seat_label: Type.String({ examples: ['32'] }),
    coach_number: Type.String({ examples: ['4'] }),
    travel_class: TravelClass,
    kind: SeatKind,
    price_cents: Cents('Frozen by the hold, and the price of the booking.'),
  },
  { $id: 'HeldSeat' },
)

export const Hold = Type.Object(
  {
    hold_token: Id(
      'The token of the hold; keep it until you book.',
      'h_0000000000a_t2_8Jb0Yk3mQ1yX5sWq7rZc2A',
    ),
    status: OneOf(['ACTIVE', 'PINNED', 'CONSUMED', 'RELEASED', 'EXPIRED'], {
      description: 'PINNED: its payment is in progress. CONSUMED: it is now a booking.',
    }),
    train_run_id: Id('The run.', '1042'),
    from_station_code: StationCode,
    to_station_code: StationCode,
    seats: Type.Array(RefTo(HeldSeat)),
    total_cents: Cents('For all seats.'),
    currency: Currency,
    created_at: Moment('When it was placed.'),
    expires_at: Moment(
      'When the seats become free again; while it is pinned, the latest end of the payment.',
    ),
    expires_in_ms: Type.Integer({
      description: 'The time left, for clients whose clocks are wrong; 0 when it is over.',
    }),
    extension_ms: OrNull(
      Type.Integer({
        description:
          'How much longer the seats can be held, once, if it is asked for before the hold ends; null if ' +
          'they cannot, or no longer.',
      }),
    ),
    commit_seq: CommitSeq,
    booking_id: Type.Optional(Id('The booking that it became.', '7K3M9QXA')),
  },
  { $id: 'Hold', description: 'Seats kept for a short time while the passenger decides.' },
)
