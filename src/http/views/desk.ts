import type { Static } from 'typebox'
import type { BookingForRailway, ShownBooking } from '../../app/after-sale/find-booking.ts'
import { personalDataFor } from '../../domain/people/masking.ts'
import type { Right } from '../../domain/people/rights.ts'
import { seatOf } from '../../domain/railway/consist.ts'
import type { TrainRun } from '../../domain/railway/train-run.ts'
import type { AuditEntry } from '../../domain/records/audit.ts'
import { passengerSeats, seatNow } from '../../domain/records/booking.ts'
import type { Booking } from '../schemas/bookings.ts'
import type { DeskBooking, DeskHistory, FoundBookings } from '../schemas/desk.ts'
import { historyEntryView } from './history.ts'
import { utcTime } from './local-time.ts'

type Rights = ReadonlySet<Right>

export function foundBookingView(
  { record, run }: ShownBooking,
  rights: Rights,
): Static<typeof FoundBookings>['bookings'][number] {
  const { booking } = record
  const left = booking.seats.filter(({ cancellationId }) => cancellationId === null)
  return {
    booking_id: booking.locator,
    status: booking.status,
    train_run_id: String(booking.trainRunId),
    train_number: run.train.number,
    journey_date: booking.journeyDate,
    from_station_code: booking.fromStationCode,
    to_station_code: booking.toStationCode,
    seat_numbers: left.map((seat) => seatOf(run.consist, seatNow(seat)).number),
    passenger_names: passengerSeats(booking).map(({ passengerName }) =>
      personalDataFor(rights).name(passengerName),
    ),
    total_cents: booking.totalCents,
    currency: booking.currency,
    booking_time: utcTime(booking.bookingTime),
  }
}

/** `view` is the booking as its owner sees it, now or as one of its cancellations left it. */
export function deskBookingView(
  view: Static<typeof Booking>,
  { record, contact, notes }: Pick<BookingForRailway, 'record' | 'contact' | 'notes'>,
  rights: Rights,
): Static<typeof DeskBooking> {
  const { link_token: _, seats, ...booking } = view
  const show = personalDataFor(rights)
  return {
    ...booking,
    seats: seats.map((seat) => ({ ...seat, passenger_name: show.name(seat.passenger_name) })),
    contact: { email: show.email(contact.email), phone: show.phone(contact.phone) },
    fees_cents: record.cancellations.reduce((sum, { feeCents }) => sum + feeCents, 0),
    notes: notes.map(({ at, staffId, keyId, text }) => ({
      ...{ at: utcTime(at), ...actorView({ staffId, keyId }) },
      text: rights.has('personal_data.read') ? text : null,
    })),
    is_erased: record.booking.personalData === 'ERASED',
  }
}

/** One audit entry with who of the railway acted, and why. */
export function deskEntryView(
  entry: AuditEntry,
  run: TrainRun,
): Static<typeof DeskHistory>['entries'][number] {
  return { ...historyEntryView(entry, run), ...actorView(entry), reason: entry.reason }
}

function actorView({ staffId, keyId }: Pick<AuditEntry, 'staffId' | 'keyId'>) {
  return {
    staff_id: staffId === null ? null : String(staffId),
    key_id: keyId === null ? null : String(keyId),
  }
}
