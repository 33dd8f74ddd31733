import { Type } from 'typebox'
import {
  Cents,
  CommitSeq,
  Currency,
  Id,
  Moment,
  OneOf,
  SeatNumber,
  StationCode,
  TravelClass,
} from './common.ts'

export const Preferences = Type.Object(
  {
    position: Type.Optional(OneOf(['window', 'aisle'])),
    table: Type.Optional(Type.Boolean()),
    coach: Type.Optional(Type.String({ maxLength: 32, description: 'A coach number.' })),
    quiet: Type.Optional(Type.Boolean()),
    berth: Type.Optional(OneOf(['upper', 'middle', 'lower'])),
    facing: Type.Optional(OneOf(['forward'])),
  },
  { description: 'Wishes, not conditions.' },
)

export const HoldRequest = Type.Object(
  {
    train_run_id: Id('The run.', '1042'),
    from_station_code: StationCode,
    to_station_code: StationCode,
    seat_numbers: Type.Optional(
      Type.Array(SeatNumber, {
        minItems: 1,
        description: '1 to 9 different seats of the run. Either these, or travel_class and seat_count.',
      }),
    ),
    travel_class: Type.Optional(Type.String({ minLength: 1, maxLength: 64, examples: ['SECOND'] })),
    seat_count: Type.Optional(
      Type.Integer({ minimum: 1, description: '1 to 9 seats, chosen by the system.' }),
    ),
    preferences: Type.Optional(Preferences),
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
    price_cents: Cents('Frozen by the hold; it is the price of the booking.'),
  },
  { $id: 'HeldSeat' },
)

export const Hold = Type.Object(
  {
    hold_token: Id('Names the hold; keep it until the booking.', 'h_0000000000a_t2_8Jb0Yk3mQ1yX5sWq7rZc2A'),
    status: OneOf(['ACTIVE', 'PINNED', 'CONSUMED', 'RELEASED', 'EXPIRED'], {
      description: 'PINNED: its payment is running. CONSUMED: it is a booking now.',
    }),
    train_run_id: Id('The run.', '1042'),
    from_station_code: StationCode,
    to_station_code: StationCode,
    seats: Type.Array(Type.Ref('HeldSeat')),
    total_cents: Cents('For all seats.'),
    currency: Currency,
    created_at: Moment('When it was placed.'),
    expires_at: Moment(
      'From then on the seats are free again; while it is pinned, the latest end of the payment.',
    ),
    expires_in_ms: Type.Integer({
      description: 'The same as an interval, for clients whose clocks are wrong; 0 when it is over.',
    }),
    commit_seq: CommitSeq,
    booking_id: Type.Optional(Id('The booking that it became.', '7K3M9QXA')),
  },
  { $id: 'Hold', description: 'Seats kept for a short time while the passenger decides.' },
)
