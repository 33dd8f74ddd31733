import { Type } from 'typebox'
import { languages } from '../../domain/language.ts'
import { emailProblem, longestEmail, longestPhone, phoneProblem } from '../../domain/records/contact.ts'
import { longestPassengerName } from '../../domain/records/payment.ts'
import {
  Cents,
  CommitSeq,
  Currency,
  checkedText,
  DateText,
  GivenId,
  GivenList,
  Headsigns,
  HeadsignText,
  Id,
  Line,
  longestList,
  Moment,
  NextPage,
  OneOf,
  OrNull,
  PageQuery,
  RefTo,
  SeatKind,
  SeatNumber,
  StationCode,
  StationNames,
  TravelClass,
} from './common.ts'

export const Gender = OneOf(['F', 'M', 'X'])

export const passengerMembers = {
  passenger_name: Line(longestPassengerName, {
    description: 'One line, stored exactly as sent.',
    examples: ['Ada Lindqvist'],
  }),
  passenger_age: Type.Integer({ minimum: 0, maximum: 125, examples: [36] }),
  passenger_gender: Gender,
}

export const BookingRequest = Type.Object({
  hold_token: GivenId('The hold to book.', 'h_0000000000a_t2_8Jb0Yk3mQ1yX5sWq7rZc2A'),
  passengers: Type.Array(Type.Object({ seat_number: SeatNumber, ...passengerMembers }), {
    maxItems: longestList,
    description:
      'One for each seat of the hold but bicycle hooks, which have no passenger: one that is named for a ' +
      'hook all the same is not stored. Empty if only hooks are held.',
  }),
  contact: Type.Optional(
    Type.Object({
      email: Type.Optional(
        checkedText(
          OrNull(Type.String({ maxLength: longestEmail, examples: ['ada@example.org'] })),
          emailProblem,
        ),
      ),
      phone: Type.Optional(
        checkedText(
          OrNull(Type.String({ maxLength: longestPhone, examples: ['+41 44 123 45 67'] })),
          phoneProblem,
        ),
      ),
    }),
  ),
  language: Type.Optional(
    OneOf(languages, {
      description: 'Of the mails about the booking; the first language of the railway if it is left out.',
    }),
  ),
  payment: Type.Object({
    method: OneOf(['mock'], { description: 'The payment service.' }),
    token: Line(200, {
      description: 'The token that the payment service gave to the client.',
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
    kind: SeatKind,
    companion_of: OrNull(
      Type.String({
        description: 'The wheelchair space of this booking beside which the seat is kept for a companion.',
        examples: ['9-11'],
      }),
    ),
    is_elsewhere: Type.Boolean({
      description:
        'True if other coaches have the seat in another place than it was sold, for example at the aisle ' +
        'instead of the window.',
    }),
    moved_from_seat_number: OrNull(
      Type.String({
        description: 'The seat that was sold, if the railway has moved the passenger to another one.',
        examples: ['4-31'],
      }),
    ),
    // As they were given; null for a bicycle hook, and once they are erased.
    passenger_name: OrNull(passengerMembers.passenger_name),
    passenger_age: OrNull(passengerMembers.passenger_age),
    passenger_gender: OrNull(Gender),
    price_cents: Cents('As sold.'),
    status: OneOf(['CONFIRMED', 'CANCELLED']),
  },
  { $id: 'BookedSeat' },
)

const SoldName = Type.String({
  description: 'Name of the station when the run was first sold; a later timetable may rename the station.',
  examples: ['Berglund'],
})

export const Booking = Type.Object(
  {
    booking_id: Id('The record locator: a name, not a secret.', '7K3M9QXA'),
    status: OneOf(['CONFIRMED', 'CANCELLED'], { description: 'CONFIRMED while it has any seat left.' }),
    user_id: Id('Who bought it.', '31'),
    train_run_id: Id('The run.', '1042'),
    train_number: Type.String({ examples: ['IC 204'] }),
    train_name: Type.String({ examples: ['Lakeland'] }),
    headsign: HeadsignText,
    headsigns: Headsigns,
    from_station_code: StationCode,
    from_station_name: SoldName,
    from_station_names: StationNames,
    to_station_code: StationCode,
    to_station_name: SoldName,
    to_station_names: StationNames,
    departure_time: Moment('Local time of the boarding station.'),
    arrival_time: Moment('Local time of the alighting station.'),
    sold_departure_time: OrNull(Moment('As it was sold, if the train runs at another time now.')),
    sold_arrival_time: OrNull(Moment('As it was sold, if the train runs at another time now.')),
    run_change: OrNull(
      OneOf(['MOVED', 'RECOACHED', 'WAITING', 'WITHDRAWN'], {
        description:
          'Null while the train runs as it was sold. MOVED: at other times. RECOACHED: at the same ' +
          'times, with other coaches; the booking keeps its seats by number. WAITING: it will run ' +
          'differently, and the railway has not decided what becomes of the booking. WITHDRAWN: the ' +
          'timetable no longer has it.',
      }),
    ),
    coaches_changed: Type.Boolean({
      description: 'True if the train has other coaches than those that were sold, also at other times.',
    }),
    journey_date: DateText('Local date of departure at the boarding station.'),
    total_cents: Cents('As sold.'),
    currency: Currency,
    num_passengers: Type.Integer({ description: 'People, as sold; bicycle hooks are not counted.' }),
    booking_time: Moment('When it was confirmed.'),
    cancellation_time: OrNull(Moment('When its last seat was canceled; null before that.')),
    refunded_cents: Cents('The total refunded by cancellations.'),
    seats: Type.Array(RefTo(BookedSeat)),
    payment: Type.Object({
      method: Type.String({ examples: ['mock'] }),
      status: OneOf(['REQUESTED', 'AUTHORIZED', 'CAPTURED', 'VOIDED', 'DECLINED', 'TIMED_OUT']),
    }),
    link_token: Id('An unguessable link to the booking that needs no session.', 'l_00000000001_t2_...'),
    commit_seq: CommitSeq,
  },
  { $id: 'Booking', description: 'The sale: passengers, segment, seats, price.' },
)

export const Bookings = Type.Object({
  bookings: Type.Array(RefTo(Booking)),
  next: NextPage,
})
/** The default page sizes for bookings and history entries. An honest history fits on one page. */
export const defaultLimits = { bookings: 20, history: 100 }
export const BookingsQuery = PageQuery(defaultLimits.bookings)
export const HistoryQuery = PageQuery(defaultLimits.history)
export const LinkParams = Type.Object({ link_token: Id('As in the booking.', 'l_00000000001_t2_...') })

export const QuoteRequest = Type.Object(
  {
    seat_numbers: Type.Optional(GivenList(SeatNumber, 'Default: all that are left.')),
  },
  { description: 'Empty for the whole booking.' },
)

export const Quote = Type.Object(
  {
    quote_id: Id('Names the quote.', 'q_00000000001_t2_...'),
    booking_id: Id('The booking.', '7K3M9QXA'),
    seat_numbers: Type.Array(SeatNumber),
    refund_cents: Cents('The refund.'),
    fee_cents: Cents('The amount kept; refund and fee together are the price of those seats.'),
    currency: Currency,
    valid_until: Moment('After this, a new quote is needed.'),
    commit_seq: CommitSeq,
  },
  { $id: 'Quote', description: 'The refund for canceling seats.' },
)

export const CancellationRequest = Type.Object({ quote_id: GivenId('The quote.', 'q_00000000001_t2_...') })

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
    next: NextPage,
    commit_seq: CommitSeq,
  },
  { $id: 'History', description: 'A page of the audit entries of one booking, starting with its hold.' },
)
