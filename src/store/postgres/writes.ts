import type { AuditEntry } from '../../domain/audit.ts'
import type { Booking } from '../../domain/booking.ts'
import type { Claim } from '../../domain/claim.ts'
import type { Hold } from '../../domain/hold.ts'
import type { TrainRunId } from '../../domain/ids.ts'
import type { Payment, Refund } from '../../domain/payment.ts'
import type { RunWrite } from '../backend.ts'
import { type NetChanges, netChanges } from './net-changes.ts'
import { bind, literal, type SqlValue } from './sql.ts'

type Columns<Row> = readonly (readonly [name: string, value: (row: Row) => SqlValue])[]

/**
 * The statements of one run's commit, as one message: what goes first, then what changes, then what is new, and the head last.
 * Only the end state of each row is written, so no row is touched twice.
 */
export function runWrites(write: RunWrite): string {
  const { trainRunId } = write
  const net = netChanges(write.changes)
  const claims = claimColumns(trainRunId, write.at)
  const statements = [
    deleteClaims(trainRunId, net),
    update('seat_claims', trainRunId, ['seat_id', 'from_leg'], claims, net.claims.changed, ['to_leg']),
    insert('seat_claims', claims, net.claims.added),
    update('seat_holds', trainRunId, ['id'], changingHold, net.holds.changed),
    insert('seat_holds', holdColumns, net.holds.added),
    update('payments', trainRunId, ['id'], changingPayment, net.payments.changed, [], endOfLease),
    insert('payments', paymentColumns, net.payments.added),
    update('bookings', trainRunId, ['id'], changingBooking, net.bookings.changed),
    insert('bookings', bookingColumns, net.bookings.added),
    update('booking_seats', trainRunId, ['booking_id', 'seat_id'], changingSeat, canceledSeats(net)),
    insert('booking_seats', seatColumns, net.bookings.added.flatMap(seatsOf)),
    insert('cancellation_quotes', quoteColumns, net.quotes),
    insert('cancellations', cancellationColumns, net.cancellations),
    update('refunds', trainRunId, ['id'], changingRefund, net.refunds.changed, [], endOfLease),
    insert('refunds', refundColumns, net.refunds.added),
    insert('audit_entries', entryColumns, write.entries),
    bind([
      'UPDATE run_heads SET commit_seq = ?, audit_seq = ?, audit_head = ? WHERE train_run_id = ?',
      [write.commitSeq, write.auditSeq, write.auditHash, trainRunId],
    ]),
  ]
  return statements.filter((statement) => statement !== '').join(';\n')
}

/** A change of the row ends its lease: the step was done, or put off; whoever had it is fenced off. */
const endOfLease = ', lease_until = NULL, fence = t.fence + 1'

function insert<Row>(table: string, columns: Columns<Row>, rows: readonly Row[]): string {
  if (rows.length === 0) return ''
  const names = columns.map(([name]) => name).join(', ')
  return `INSERT INTO ${table} (${names}) VALUES ${rows.map((row) => tuple(columns, row)).join(',\n')}`
}

/** Many rows of one run in one statement; columns without a type are texts to PostgreSQL, so each value is cast to its column's. */
function update<Row>(
  table: string,
  trainRunId: TrainRunId,
  keys: readonly string[],
  columns: Columns<Row>,
  rows: readonly Row[],
  leftAlone: readonly string[] = [],
  more = '',
): string {
  if (rows.length === 0) return ''
  const names = columns.map(([name]) => name)
  const set = names
    .filter((name) => name !== 'train_run_id' && !keys.includes(name) && !leftAlone.includes(name))
    .map((name) => `${name} = ${typed(name)}`)
  return `UPDATE ${table} t SET ${set.join(', ')}${more}
    FROM (VALUES ${rows.map((row) => tuple(columns, row)).join(',\n')}) v (${names.join(', ')})
    WHERE t.train_run_id = ${literal(trainRunId)} AND ${keys.map((name) => `t.${name} = v.${name}`).join(' AND ')}`
}

const textColumns = new Set(['state', 'status', 'decline_code', 'due_step'])

/** A column that is NULL in every row of VALUES has no type of its own. */
function typed(name: string): string {
  return textColumns.has(name) ? `v.${name}::text` : `v.${name}::bigint`
}

function tuple<Row>(columns: Columns<Row>, row: Row): string {
  return `(${columns.map(([, value]) => literal(value(row))).join(', ')})`
}

function deleteClaims(trainRunId: TrainRunId, net: NetChanges): string {
  const { removed } = net.claims
  if (removed.length === 0) return ''
  const keys = removed.map(({ seatId, fromLeg }) => `(${literal(seatId)}, ${literal(fromLeg)})`)
  return `DELETE FROM seat_claims WHERE train_run_id = ${literal(trainRunId)} AND (seat_id, from_leg) IN (${keys.join(', ')})`
}

function claimColumns(trainRunId: TrainRunId, at: number): Columns<Claim> {
  return [
    ['train_run_id', () => trainRunId],
    ['seat_id', (claim) => claim.seatId],
    ['from_leg', (claim) => claim.fromLeg],
    ['to_leg', (claim) => claim.toLeg],
    ['state', (claim) => claim.state],
    ['hold_id', (claim) => claim.holdId],
    ['booking_id', (claim) => claim.bookingId],
    ['expires_at', (claim) => claim.expiresAt],
    ['updated_at', () => at],
  ]
}

const changingHold: Columns<Hold> = [
  ['id', (hold) => hold.id],
  ['status', (hold) => hold.status],
  ['pinned_until', (hold) => hold.pinnedUntil],
  ['payment_id', (hold) => hold.paymentId],
  ['booking_id', (hold) => hold.bookingId],
]

const holdColumns: Columns<Hold> = [
  ...changingHold,
  ['hold_token', (hold) => hold.token],
  ['user_id', (hold) => hold.userId],
  ['train_run_id', (hold) => hold.trainRunId],
  ['seat_ids', (hold) => JSON.stringify(hold.seats.map((seat) => seat.seatId))],
  ['created_at', (hold) => hold.createdAt],
  ['expires_at', (hold) => hold.expiresAt],
  ['from_leg', (hold) => hold.segment.fromLeg],
  ['to_leg', (hold) => hold.segment.toLeg],
  ['from_station_code', (hold) => hold.fromStationCode],
  ['to_station_code', (hold) => hold.toStationCode],
  ['price_cents', (hold) => JSON.stringify(hold.seats.map((seat) => seat.priceCents))],
  ['total_cents', (hold) => hold.totalCents],
  ['currency', (hold) => hold.currency],
  ['idempotency_key', (hold) => hold.idempotencyKey],
  ['fingerprint', (hold) => hold.fingerprint],
  ['commit_seq', (hold) => hold.commitSeq],
]

const changingPayment: Columns<Payment> = [
  ['id', (payment) => payment.id],
  ['booking_id', (payment) => payment.bookingId],
  ['status', (payment) => payment.status],
  ['decline_code', (payment) => payment.declineCode],
  ['due_step', (payment) => payment.dueStep],
  ['due_at', (payment) => payment.dueAt],
  ['try_count', (payment) => payment.tryCount],
]

const paymentColumns: Columns<Payment> = [
  ...changingPayment,
  ['train_run_id', (payment) => payment.trainRunId],
  ['hold_id', (payment) => payment.holdId],
  ['user_id', (payment) => payment.userId],
  ['method', (payment) => payment.method],
  ['amount_cents', (payment) => payment.amountCents],
  ['currency', (payment) => payment.currency],
  ['deadline_at', (payment) => payment.deadlineAt],
  ['passengers', (payment) => JSON.stringify(payment.passengers)],
  ['contact', (payment) => JSON.stringify(payment.contact)],
  ['idempotency_key', (payment) => payment.idempotencyKey],
  ['fingerprint', (payment) => payment.fingerprint],
  ['created_at', (payment) => payment.createdAt],
]

const changingBooking: Columns<Booking> = [
  ['id', (booking) => booking.id],
  ['status', (booking) => booking.status],
  ['cancellation_time', (booking) => booking.cancellationTime],
  ['refunded_cents', (booking) => booking.refundedCents],
]

const bookingColumns: Columns<Booking> = [
  ...changingBooking,
  ['booking_id', (booking) => booking.locator],
  ['user_id', (booking) => booking.userId],
  ['train_run_id', (booking) => booking.trainRunId],
  ['from_station_code', (booking) => booking.fromStationCode],
  ['to_station_code', (booking) => booking.toStationCode],
  ['journey_date', (booking) => booking.journeyDate],
  ['total_cents', (booking) => booking.totalCents],
  ['num_passengers', (booking) => booking.numPassengers],
  ['booking_time', (booking) => booking.bookingTime],
  ['link_token', (booking) => booking.linkToken],
  ['from_leg', (booking) => booking.segment.fromLeg],
  ['to_leg', (booking) => booking.segment.toLeg],
  ['currency', (booking) => booking.currency],
  ['hold_id', (booking) => booking.holdId],
  ['payment_id', (booking) => booking.paymentId],
  ['contact', (booking) => JSON.stringify(booking.contact)],
  ['commit_seq', (booking) => booking.commitSeq],
]

type SeatRow = Booking['seats'][number] & { readonly booking: Booking }

const changingSeat: Columns<SeatRow> = [
  ['booking_id', ({ booking }) => booking.id],
  ['seat_id', (seat) => seat.seatId],
  ['cancellation_id', (seat) => seat.cancellationId],
]

const seatColumns: Columns<SeatRow> = [
  ...changingSeat,
  ['train_run_id', ({ booking }) => booking.trainRunId],
  ['passenger_name', (seat) => seat.passengerName],
  ['passenger_age', (seat) => seat.passengerAge],
  ['passenger_gender', (seat) => seat.passengerGender],
  ['price_cents', (seat) => seat.priceCents],
]

function seatsOf(booking: Booking): readonly SeatRow[] {
  return booking.seats.map((seat) => ({ ...seat, booking }))
}

function canceledSeats(net: NetChanges): readonly SeatRow[] {
  return net.bookings.changed.flatMap(seatsOf).filter((seat) => seat.cancellationId !== null)
}

const quoteColumns: Columns<NetChanges['quotes'][number]> = [
  ['id', (quote) => quote.id],
  ['quote_id', (quote) => quote.token],
  ['user_id', (quote) => quote.userId],
  ['train_run_id', (quote) => quote.trainRunId],
  ['booking_id', (quote) => quote.bookingId],
  ['seat_ids', (quote) => JSON.stringify(quote.seatIds)],
  ['refund_cents', (quote) => quote.refundCents],
  ['fee_cents', (quote) => quote.feeCents],
  ['currency', (quote) => quote.currency],
  ['valid_until', (quote) => quote.validUntil],
]

const cancellationColumns: Columns<NetChanges['cancellations'][number]> = [
  ['id', (cancellation) => cancellation.id],
  ['quote_id', (cancellation) => cancellation.quoteId],
  ['user_id', (cancellation) => cancellation.userId],
  ['train_run_id', (cancellation) => cancellation.trainRunId],
  ['booking_id', (cancellation) => cancellation.bookingId],
  ['refund_cents', (cancellation) => cancellation.refundCents],
  ['fee_cents', (cancellation) => cancellation.feeCents],
  ['cancelled_at', (cancellation) => cancellation.cancelledAt],
  ['idempotency_key', (cancellation) => cancellation.idempotencyKey],
  ['fingerprint', (cancellation) => cancellation.fingerprint],
  ['payment_status', (cancellation) => cancellation.paymentStatus],
  ['commit_seq', (cancellation) => cancellation.commitSeq],
]

const changingRefund: Columns<Refund> = [
  ['id', (refund) => refund.id],
  ['status', (refund) => refund.status],
  ['due_at', (refund) => refund.dueAt],
  ['try_count', (refund) => refund.tryCount],
  ['refused_at', (refund) => refund.refusedAt],
]

const refundColumns: Columns<Refund> = [
  ...changingRefund,
  ['payment_id', (refund) => refund.paymentId],
  ['cancellation_id', (refund) => refund.cancellationId],
  ['train_run_id', (refund) => refund.trainRunId],
  ['amount_cents', (refund) => refund.amountCents],
]

const entryColumns: Columns<AuditEntry> = [
  ['train_run_id', (entry) => entry.trainRunId],
  ['seq', (entry) => entry.seq],
  ['at', (entry) => entry.at],
  ['action', (entry) => entry.action],
  ['user_id', (entry) => entry.userId],
  ['hold_id', (entry) => entry.holdId],
  ['payment_id', (entry) => entry.paymentId],
  ['booking_id', (entry) => entry.bookingId],
  ['facts', (entry) => JSON.stringify(entry.facts)],
  ['hash', (entry) => entry.hash],
]
