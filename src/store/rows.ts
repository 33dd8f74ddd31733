import type { AuditAction, AuditEntry, AuditFacts } from '../domain/audit.ts'
import type { Booking, BookingSeat, Cancellation, Quote } from '../domain/booking.ts'
import type { Claim } from '../domain/claim.ts'
import type { Hold, HoldStatus } from '../domain/hold.ts'
import type { SeatId } from '../domain/ids.ts'
import type {
  Contact,
  Gender,
  Passenger,
  Payment,
  PaymentStatus,
  PaymentStep,
  Refund,
} from '../domain/payment.ts'

/** A row as a database gives it: the schemas are strict, so a column has the type that the migration says. */
export type Row = Readonly<Record<string, string | number | null>>

/** Reads columns by name, each as what the schema says it is. */
class Columns {
  readonly #row: Row

  constructor(row: Row) {
    this.#row = row
  }

  /** An integer, branded as whatever the entity asks for. */
  int<T extends number>(name: string): T {
    return this.#row[name] as T
  }

  intOrNull<T extends number>(name: string): T | null {
    return this.#row[name] as T | null
  }

  text<T extends string>(name: string): T {
    return this.#row[name] as T
  }

  textOrNull<T extends string>(name: string): T | null {
    return this.#row[name] as T | null
  }

  json<T>(name: string): T {
    return JSON.parse(this.text(name)) as T
  }

  segment() {
    return { fromLeg: this.int('from_leg'), toLeg: this.int('to_leg') }
  }
}

export function claimOf(row: Row): Claim {
  const columns = new Columns(row)
  return {
    seatId: columns.int('seat_id'),
    ...columns.segment(),
    state: columns.text<Claim['state']>('state'),
    holdId: columns.intOrNull('hold_id'),
    bookingId: columns.intOrNull('booking_id'),
    expiresAt: columns.intOrNull('expires_at'),
  }
}

export function holdOf(row: Row): Hold {
  const columns = new Columns(row)
  const prices = columns.json<readonly number[]>('price_cents')
  return {
    id: columns.int('id'),
    token: columns.text('hold_token'),
    userId: columns.int('user_id'),
    trainRunId: columns.int('train_run_id'),
    segment: columns.segment(),
    fromStationCode: columns.text('from_station_code'),
    toStationCode: columns.text('to_station_code'),
    seats: columns
      .json<readonly SeatId[]>('seat_ids')
      .map((seatId, index) => ({ seatId, priceCents: prices[index] ?? 0 })),
    totalCents: columns.int('total_cents'),
    currency: columns.text('currency'),
    createdAt: columns.int('created_at'),
    expiresAt: columns.int('expires_at'),
    pinnedUntil: columns.intOrNull('pinned_until'),
    status: columns.text<HoldStatus>('status'),
    paymentId: columns.intOrNull('payment_id'),
    bookingId: columns.intOrNull('booking_id'),
    idempotencyKey: columns.text('idempotency_key'),
    fingerprint: columns.text('fingerprint'),
    commitSeq: columns.int('commit_seq'),
  }
}

export function paymentOf(row: Row): Payment {
  const columns = new Columns(row)
  return {
    id: columns.int('id'),
    trainRunId: columns.int('train_run_id'),
    holdId: columns.int('hold_id'),
    userId: columns.int('user_id'),
    bookingId: columns.intOrNull('booking_id'),
    method: columns.text('method'),
    amountCents: columns.int('amount_cents'),
    currency: columns.text('currency'),
    status: columns.text<PaymentStatus>('status'),
    declineCode: columns.textOrNull('decline_code'),
    deadlineAt: columns.int('deadline_at'),
    passengers: columns.json<readonly Passenger[]>('passengers'),
    contact: columns.json<Contact>('contact'),
    dueStep: columns.textOrNull<PaymentStep>('due_step'),
    dueAt: columns.intOrNull('due_at'),
    tryCount: columns.int('try_count'),
    idempotencyKey: columns.text('idempotency_key'),
    fingerprint: columns.text('fingerprint'),
    createdAt: columns.int('created_at'),
  }
}

export function bookingSeatOf(row: Row): BookingSeat {
  const columns = new Columns(row)
  return {
    seatId: columns.int('seat_id'),
    passengerName: columns.text('passenger_name'),
    passengerAge: columns.int('passenger_age'),
    passengerGender: columns.text<Gender>('passenger_gender'),
    priceCents: columns.int('price_cents'),
    cancellationId: columns.intOrNull('cancellation_id'),
  }
}

export function bookingOf(row: Row, seats: readonly BookingSeat[]): Booking {
  const columns = new Columns(row)
  return {
    id: columns.int('id'),
    locator: columns.text('booking_id'),
    linkToken: columns.text('link_token'),
    userId: columns.int('user_id'),
    trainRunId: columns.int('train_run_id'),
    segment: columns.segment(),
    fromStationCode: columns.text('from_station_code'),
    toStationCode: columns.text('to_station_code'),
    journeyDate: columns.text('journey_date'),
    totalCents: columns.int('total_cents'),
    currency: columns.text('currency'),
    numPassengers: columns.int('num_passengers'),
    status: columns.text<Booking['status']>('status'),
    bookingTime: columns.int('booking_time'),
    cancellationTime: columns.intOrNull('cancellation_time'),
    refundedCents: columns.int('refunded_cents'),
    holdId: columns.int('hold_id'),
    paymentId: columns.int('payment_id'),
    contact: columns.json<Contact>('contact'),
    commitSeq: columns.int('commit_seq'),
    seats,
  }
}

export function quoteOf(row: Row): Quote {
  const columns = new Columns(row)
  return {
    id: columns.int('id'),
    token: columns.text('quote_id'),
    userId: columns.int('user_id'),
    trainRunId: columns.int('train_run_id'),
    bookingId: columns.int('booking_id'),
    seatIds: columns.json<readonly SeatId[]>('seat_ids'),
    refundCents: columns.int('refund_cents'),
    feeCents: columns.int('fee_cents'),
    currency: columns.text('currency'),
    validUntil: columns.int('valid_until'),
  }
}

export function cancellationOf(row: Row): Cancellation {
  const columns = new Columns(row)
  return {
    id: columns.int('id'),
    quoteId: columns.int('quote_id'),
    userId: columns.int('user_id'),
    trainRunId: columns.int('train_run_id'),
    bookingId: columns.int('booking_id'),
    refundCents: columns.int('refund_cents'),
    feeCents: columns.int('fee_cents'),
    cancelledAt: columns.int('cancelled_at'),
    idempotencyKey: columns.text('idempotency_key'),
    fingerprint: columns.text('fingerprint'),
    paymentStatus: columns.text<PaymentStatus>('payment_status'),
    commitSeq: columns.int('commit_seq'),
  }
}

export function refundOf(row: Row): Refund {
  const columns = new Columns(row)
  return {
    id: columns.int('id'),
    paymentId: columns.int('payment_id'),
    cancellationId: columns.intOrNull('cancellation_id'),
    trainRunId: columns.int('train_run_id'),
    amountCents: columns.int('amount_cents'),
    status: columns.text<Refund['status']>('status'),
    dueAt: columns.intOrNull('due_at'),
    tryCount: columns.int('try_count'),
    refusedAt: columns.intOrNull('refused_at'),
  }
}

export function entryOf(row: Row): AuditEntry {
  const columns = new Columns(row)
  return {
    trainRunId: columns.int('train_run_id'),
    seq: columns.int('seq'),
    at: columns.int('at'),
    action: columns.text<AuditAction>('action'),
    userId: columns.intOrNull('user_id'),
    holdId: columns.intOrNull('hold_id'),
    paymentId: columns.intOrNull('payment_id'),
    bookingId: columns.intOrNull('booking_id'),
    facts: columns.json<AuditFacts>('facts'),
    hash: columns.text('hash'),
  }
}
