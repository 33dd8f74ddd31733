import { assert } from './assert.ts'
import type {
  AccessCodeId,
  BookingId,
  CancellationId,
  HoldId,
  PaymentId,
  QuoteId,
  RefundId,
  UserId,
} from './ids.ts'
import type { AccessCode } from './records/access.ts'
import type { Booking, Cancellation, Quote } from './records/booking.ts'
import type { Change } from './records/changes.ts'
import type { Hold } from './records/hold.ts'
import type { Payment, Refund } from './records/payment.ts'

/** The tables of a world are maps by id. */
function add<Id, Row extends { readonly id: Id }>(rows: Map<Id, Row>, row: Row): void {
  assert(!rows.has(row.id), `row ${row.id} already exists`)
  rows.set(row.id, row)
}

function replace<Id, Row extends { readonly id: Id }>(rows: Map<Id, Row>, row: Row): void {
  assert(rows.has(row.id), `row ${row.id} does not exist`)
  rows.set(row.id, row)
}

export function keyed<Row extends { readonly userId: UserId; readonly idempotencyKey: string }>(
  rows: ReadonlyMap<unknown, Row>,
  userId: UserId,
  key: string,
): Row | undefined {
  return [...rows.values()].find((row) => row.userId === userId && row.idempotencyKey === key)
}

interface Tables {
  readonly holds: Map<HoldId, Hold>
  readonly payments: Map<PaymentId, Payment>
  readonly bookings: Map<BookingId, Booking>
  readonly quotes: Map<QuoteId, Quote>
  readonly cancellations: Map<CancellationId, Cancellation>
  readonly refunds: Map<RefundId, Refund>
  readonly accessCodes: Map<AccessCodeId, AccessCode>
}

/** Adds or replaces the row of a change in its table, if it has one. */
export function putRow(tables: Tables, change: Change): void {
  if (change.kind === 'hold_added') add(tables.holds, change.hold)
  if (change.kind === 'hold_changed') replace(tables.holds, change.hold)
  if (change.kind === 'payment_added') add(tables.payments, change.payment)
  if (change.kind === 'payment_changed') replace(tables.payments, change.payment)
  if (change.kind === 'booking_added') add(tables.bookings, change.booking)
  if (change.kind === 'booking_changed') replace(tables.bookings, change.booking)
  if (change.kind === 'quote_added') add(tables.quotes, change.quote)
  if (change.kind === 'cancellation_added') add(tables.cancellations, change.cancellation)
  if (change.kind === 'refund_added') add(tables.refunds, change.refund)
  if (change.kind === 'refund_changed') replace(tables.refunds, change.refund)
  if (change.kind === 'code_added') add(tables.accessCodes, change.code)
  if (change.kind === 'code_changed') replace(tables.accessCodes, change.code)
}
