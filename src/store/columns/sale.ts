import type { Booking, BookingSeat } from '../../domain/records/booking.ts'
import type { Hold } from '../../domain/records/hold.ts'
import type { PersonalKey } from '../../domain/records/sealed.ts'
import type { Row } from '../rows.ts'
import { each, integer, json, leg, ofOwner, text } from './column.ts'
import { table } from './table.ts'

export const holdTable = table<Hold>('seat_holds', {
  key: 'train_run_id id',
  changing: 'status expires_at pinned_until payment_id booking_id extension_ms extension_key extension_seq',
  columns: {
    id: integer('id'),
    hold_token: text('token'),
    user_id: integer('userId'),
    train_run_id: integer('trainRunId'),
    seat_ids: each('seats', 'seatId'),
    created_at: integer('createdAt'),
    expires_at: integer('expiresAt'),
    status: text('status'),
    from_leg: leg('fromLeg'),
    to_leg: leg('toLeg'),
    from_station_code: text('fromStationCode'),
    to_station_code: text('toStationCode'),
    price_cents: each('seats', 'priceCents'),
    total_cents: integer('totalCents'),
    currency: text('currency'),
    pinned_until: integer('pinnedUntil'),
    payment_id: integer('paymentId'),
    booking_id: integer('bookingId'),
    idempotency_key: text('idempotencyKey'),
    fingerprint: text('fingerprint'),
    commit_seq: integer('commitSeq'),
    edition: integer('edition'),
    address_block: integer('addressBlock'),
    standing: text('standing'),
    extension_ms: integer('extensionMs'),
    extension_key: text('extensionKey'),
    extension_seq: integer('extensionSeq'),
  },
})

export const bookingTable = table<Omit<Booking, 'seats'>>('bookings', {
  key: 'train_run_id id',
  changing: 'status cancellation_time refunded_cents contact personal_data notes',
  columns: {
    id: integer('id'),
    booking_id: text('locator'),
    user_id: integer('userId'),
    train_run_id: integer('trainRunId'),
    from_station_code: text('fromStationCode'),
    to_station_code: text('toStationCode'),
    journey_date: text('journeyDate'),
    total_cents: integer('totalCents'),
    num_passengers: integer('numPassengers'),
    status: text('status'),
    booking_time: integer('bookingTime'),
    cancellation_time: integer('cancellationTime'),
    link_token: text('linkToken'),
    from_leg: leg('fromLeg'),
    to_leg: leg('toLeg'),
    currency: text('currency'),
    refunded_cents: integer('refundedCents'),
    hold_id: integer('holdId'),
    payment_id: integer('paymentId'),
    contact: json('contact'),
    commit_seq: integer('commitSeq'),
    edition: integer('edition'),
    personal_data: text('personalData'),
    notes: json('notes'),
    language: text('language'),
  },
})

export const bookingSeatTable = table<BookingSeat, Pick<Booking, 'id' | 'trainRunId'>>('booking_seats', {
  key: 'train_run_id booking_id seat_id',
  changing: 'passenger_name passenger_age passenger_gender cancellation_id moved_to move_count',
  references: 'booking_id:bookings',
  columns: {
    booking_id: ofOwner('id'),
    seat_id: integer('seatId'),
    train_run_id: ofOwner('trainRunId'),
    passenger_name: text('passengerName'),
    passenger_age: integer('passengerAge'),
    passenger_gender: text('passengerGender'),
    price_cents: integer('priceCents'),
    cancellation_id: integer('cancellationId'),
    moved_to: integer('movedTo'),
    move_count: integer('moveCount'),
  },
})

export const personalKeyTable = table<PersonalKey>('personal_keys', {
  key: 'train_run_id payment_id',
  changing: 'wrapped_key search',
  columns: {
    train_run_id: integer('trainRunId'),
    payment_id: integer('paymentId'),
    wrapped_key: text('wrapped'),
    search: text('search'),
  },
})

/** A booking with its seats, from the rows of both tables. */
export function bookingOf(row: Row, seats: readonly Row[]): Booking {
  return { ...bookingTable.read(row), seats: seats.map(bookingSeatTable.read) }
}
