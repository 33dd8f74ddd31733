import { Type } from 'typebox'
import type { ActReason } from '../../domain/records/audit.ts'
import { longestEmail, longestPhone } from '../../domain/records/contact.ts'
import { longestPassengerName } from '../../domain/records/payment.ts'
import { Booking, History } from './bookings.ts'
import {
  Cents,
  Currency,
  DateText,
  GivenId,
  GivenList,
  Id,
  Line,
  Moment,
  OneOf,
  OrNull,
  RefTo,
  SeatNumber,
  StationCode,
} from './common.ts'

/** Why the railway changes a booking of a passenger. */
const reasons = ['passenger_request', 'operational', 'defect', 'correction'] as const satisfies ActReason[]
const DeskReason = OneOf(reasons, { description: 'For the audit trail.' })

const longestNote = 1_000

/** Which of the ways is used is checked by the operation. */
export const BookingSearch = Type.Object(
  {
    booking_id: Type.Optional(Line(32, { description: 'The record locator.', examples: ['7K3M9QXA'] })),
    email: Type.Optional(
      Line(longestEmail, { description: 'Of the contact.', examples: ['ada@example.org'] }),
    ),
    phone: Type.Optional(Line(longestPhone, { description: 'Of the contact.', examples: ['+41 44 123'] })),
    passenger_name: Type.Optional(
      Line(longestPassengerName, {
        description: 'Words of names of passengers, all of which a booking has.',
        examples: ['Lindqvist'],
      }),
    ),
    train_run_id: Type.Optional(GivenId('The run.', '1042')),
    seat_number: Type.Optional(SeatNumber),
    train_number: Type.Optional(Line(64, { examples: ['IC 204'] })),
    service_date: Type.Optional(DateText('The day of the run, with `train_number`.')),
  },
  {
    description:
      'One of: `booking_id`; `email`, `phone` and `passenger_name`, or some of them; `train_run_id`, with ' +
      '`seat_number` or without; `train_number` with `service_date`.',
  },
)

const FoundBooking = Type.Object(
  {
    booking_id: Id('The record locator.', '7K3M9QXA'),
    status: OneOf(['CONFIRMED', 'CANCELLED']),
    train_run_id: Id('The run.', '1042'),
    train_number: Type.String({ examples: ['IC 204'] }),
    journey_date: DateText('Local date of departure at the boarding station.'),
    from_station_code: StationCode,
    to_station_code: StationCode,
    seat_numbers: Type.Array(SeatNumber, { description: 'Those that were not given up.' }),
    passenger_names: Type.Array(OrNull(Type.String()), {
      description: 'Masked without the right `personal_data.read`; null once they are erased.',
    }),
    total_cents: Cents('As sold.'),
    currency: Currency,
    booking_time: Moment('When it was confirmed.'),
  },
  { $id: 'FoundBooking', description: 'A booking as a search of the railway shows it.' },
)

export const FoundBookings = Type.Object(
  {
    bookings: Type.Array(RefTo(FoundBooking), { description: 'Newest first.' }),
    has_more: Type.Boolean({ description: 'True if there are more than these: search more closely.' }),
  },
  { $id: 'FoundBookings' },
)

const { link_token: _, ...shownMembers } = Booking.properties

export const DeskBooking = Type.Object(
  {
    ...shownMembers,
    contact: Type.Object(
      { email: OrNull(Type.String()), phone: OrNull(Type.String()) },
      { description: 'Masked without the right `personal_data.read`.' },
    ),
    fees_cents: Cents('The total kept by cancellations.'),
    notes: Type.Array(
      Type.Object({
        at: Moment('When it was written.'),
        staff_id: OrNull(Id('Who wrote it.', '7')),
        key_id: OrNull(Id('The API key that wrote it.', '3')),
        text: OrNull(
          Type.String({ description: 'Null without the right `personal_data.read`: it may name people.' }),
        ),
      }),
      { description: 'Of the railway, oldest first.' },
    ),
    is_erased: Type.Boolean({ description: 'True once its names and its contact are erased.' }),
  },
  { $id: 'DeskBooking', description: 'A booking as the railway sees it; names may be masked.' },
)

const HistoryEntry = Type.Object({
  ...History.properties.entries.items.properties,
  staff_id: OrNull(Id('Who acted, if it was somebody of the railway.', '7')),
  key_id: OrNull(Id('The API key that acted, if one did.', '3')),
  reason: OrNull(Type.String({ examples: ['passenger_request'] })),
})

export const DeskHistory = Type.Object(
  { ...History.properties, entries: Type.Array(HistoryEntry) },
  { $id: 'DeskHistory', description: 'A page of what happened to a booking, starting with its hold.' },
)

export const DeskQuoteRequest = Type.Object({
  seat_numbers: Type.Optional(GivenList(SeatNumber, 'Default: all that are left.')),
  terms: OneOf(['BY_RULE', 'IN_FULL'], {
    description:
      'BY_RULE: what the passenger would get back. IN_FULL: the whole price, which needs the right ' +
      '`money.forgive_fees` too.',
  }),
  reason: DeskReason,
})

export const DeskCancellationRequest = Type.Object({
  quote_id: GivenId('The quote, made by the same caller.', 'q_00000000001_t2_...'),
  reason: DeskReason,
})

export const NameCorrection = Type.Object({
  seat_number: SeatNumber,
  passenger_name: Line(longestPassengerName, { description: 'As it should be.', examples: ['Ada Byron'] }),
  reason: DeskReason,
})

export const NoteRequest = Type.Object({
  text: Line(longestNote, { description: 'One line.', examples: ['Will be late'] }),
  reason: DeskReason,
})

export const CompensationRequest = Type.Object({
  amount_cents: Type.Integer({
    minimum: 1,
    maximum: 1_000_000_000,
    description: 'In the smallest unit of the currency of the booking.',
    examples: [1000],
  }),
  reason: DeskReason,
})

export const Compensation = Type.Object(
  {
    booking_id: Id('The record locator.', '7K3M9QXA'),
    compensation_id: Id('The compensation.', '12'),
    amount_cents: Cents('What was given.'),
    given_cents: Cents('What the booking has got as compensation in total.'),
    currency: Currency,
  },
  { $id: 'Compensation', description: 'Money beyond the price of a booking.' },
)

/** Schemas with their own name in the document. */
export const deskSchemas = [FoundBooking, FoundBookings, DeskBooking, DeskHistory, Compensation]
