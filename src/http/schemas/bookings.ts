import { Type } from 'typebox'
import {
  Cents,
  CommitSeq,
  Currency,
  DateText,
  Id,
  Moment,
  notBlankPattern,
  OneOf,
  OrNull,
  SeatNumber,
  StationCode,
  TravelClass,
} from './common.ts'

const Gender = OneOf(['F', 'M', 'X'])

const passengerMembers = {
  passenger_name: Type.String({
    minLength: 1,
    maxLength: 100,
    pattern: notBlankPattern,
    examples: ['Ada Lindqvist'],
  }),
  passenger_age: Type.Integer({ minimum: 0, maximum: 125, examples: [36] }),
  passenger_gender: Gender,
}

export const BookingRequest = Type.Object({
  hold_token: Id('The hold to book.', 'h_0000000000a_t2_8Jb0Yk3mQ1yX5sWq7rZc2A'),
  passengers: Type.Array(Type.Object({ seat_number: SeatNumber, ...passengerMembers }), {
    minItems: 1,
    maxItems: 1000,
    description: 'One for each seat of the hold.',
  }),
  contact: Type.Optional(
    Type.Object({
      email: Type.Optional(OrNull(Type.String({ maxLength: 320, examples: ['ada@example.org'] }))),
      phone: Type.Optional(OrNull(Type.String({ maxLength: 50, examples: ['+41 44 123 45 67'] }))),
    }),
  ),
  payment: Type.Object({
    method: OneOf(['mock'], { description: 'The payment service.' }),
    token: Type.String({
      minLength: 1,
      maxLength: 200,
      description: 'What the payment service gave to the client.',
      examples: ['tok_ok'],
    }),
  }),
})

export const BookedSeat = Type.Object(
  {
    seat_id: Id('The seat.', '88'),
    seat_number: SeatNumber,
    seat_label: Type.String({ examples: ['32'] }),
    coach_number: Type.String({ examples: ['4'] }),
    travel_class: TravelClass,
    ...passengerMembers,
    price_cents: Cents('As sold.'),
    status: OneOf(['CONFIRMED', 'CANCELLED']),
  },
  { $id: 'BookedSeat' },
)

export const Booking = Type.Object(
  {
    booking_id: Id('The record locator: a name, not a secret.', '7K3M9QXA'),
    status: OneOf(['CONFIRMED', 'CANCELLED'], { description: 'CONFIRMED while any seat is left in it.' }),
    user_id: Id('Who bought it.', '31'),
    train_run_id: Id('The run.', '1042'),
    train_number: Type.String({ examples: ['IC 204'] }),
    train_name: Type.String({ examples: ['Lakeland'] }),
    from_station_code: StationCode,
    to_station_code: StationCode,
    departure_time: Moment('Local time of the boarding station.'),
    arrival_time: Moment('Local time of the alighting station.'),
    journey_date: DateText('Local date of departure at the boarding station.'),
    total_cents: Cents('As sold.'),
    currency: Currency,
    num_passengers: Type.Integer({ description: 'As sold.' }),
    booking_time: Moment('When it was confirmed.'),
    cancellation_time: OrNull(Moment('When its last seat was given up; null before.')),
    refunded_cents: Cents('What cancellations have given back.'),
    seats: Type.Array(Type.Ref('BookedSeat')),
    payment: Type.Object({
      method: Type.String({ examples: ['mock'] }),
      status: OneOf(['REQUESTED', 'AUTHORIZED', 'CAPTURED', 'VOIDED', 'DECLINED', 'TIMED_OUT']),
    }),
    link_token: Id('An unguessable link to the booking, for who has no session.', 'l_00000000001_t2_...'),
    commit_seq: CommitSeq,
  },
  { $id: 'Booking', description: 'The sale: passengers, segment, seats, price.' },
)

export const Bookings = Type.Object({
  bookings: Type.Array(Type.Ref('Booking')),
  next: OrNull(Type.String({ description: 'Give it as `after` for the next page; null at the end.' })),
})
export const BookingsQuery = Type.Object({
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 100, default: 20 })),
  after: Type.Optional(Type.String({ maxLength: 64, description: '`next` of the page before.' })),
})
export const LinkParams = Type.Object({ link_token: Id('As in the booking.', 'l_00000000001_t2_...') })

export const QuoteRequest = Type.Object(
  {
    seat_numbers: Type.Optional(
      Type.Array(SeatNumber, { minItems: 1, maxItems: 1000, description: 'Default: all that are left.' }),
    ),
  },
  { description: 'Empty for the whole booking.' },
)

export const Quote = Type.Object(
  {
    quote_id: Id('Names the quote.', 'q_00000000001_t2_...'),
    booking_id: Id('The booking.', '7K3M9QXA'),
    seat_numbers: Type.Array(SeatNumber),
    refund_cents: Cents('What is given back.'),
    fee_cents: Cents('What is kept; refund and fee together are the price of those seats.'),
    currency: Currency,
    valid_until: Moment('From then on a new quote is needed.'),
    commit_seq: CommitSeq,
  },
  { $id: 'Quote', description: 'What giving up seats would give back.' },
)

export const CancellationRequest = Type.Object({ quote_id: Id('The quote.', 'q_00000000001_t2_...') })

export const History = Type.Object(
  {
    entries: Type.Array(
      Type.Object({
        at: Moment('When it was committed.'),
        action: Type.String({ examples: ['booking_confirmed'] }),
        facts: Type.Unsafe<Readonly<Record<string, unknown>>>({
          type: 'object',
          additionalProperties: true,
          description: 'Ids, codes and amounts.',
        }),
      }),
    ),
    commit_seq: CommitSeq,
  },
  { $id: 'History', description: 'The audit entries of one booking, from its hold on.' },
)
