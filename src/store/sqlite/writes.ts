import type { AuditEntry } from '../../domain/audit.ts'
import type { Booking } from '../../domain/booking.ts'
import type { Change } from '../../domain/changes.ts'
import type { Claim } from '../../domain/claim.ts'
import type { Hold } from '../../domain/hold.ts'
import type { TrainRunId } from '../../domain/ids.ts'
import type { Instant } from '../../domain/instant.ts'
import type { Payment } from '../../domain/payment.ts'
import type { RunWrite } from '../backend.ts'
import { type StatementName, statementNames } from './statements.ts'

export type SqlValue = string | number | null

/**
 * The writes of one transaction in one flat list: the position of a statement, its parameters, the position of the next one. Flat,
 * because copying a list of plain values to the writer's thread costs a fraction of copying rows as objects.
 */
export type Writes = SqlValue[]

const position = Object.fromEntries(statementNames.map((name, index) => [name, index])) as Record<
  StatementName,
  number
>

/** The writes of a batch, in the order in which it was decided: what a later decision claims, an earlier one has freed. */
export function batchWrites(runs: readonly RunWrite[]): Writes {
  const writes: Writes = []
  for (const run of runs) {
    for (const change of run.changes) writeChange(writes, run.trainRunId, run.at, change)
    for (const entry of run.entries) writeEntry(writes, entry)
    writes.push(position.putHead, run.trainRunId, run.commitSeq, run.auditSeq, run.auditHash)
  }
  const last = runs.at(-1)
  if (last) writes.push(position.setClock, last.at)
  return writes
}

function writeChange(writes: Writes, trainRunId: TrainRunId, at: Instant, change: Change): void {
  switch (change.kind) {
    case 'claim_removed':
      writes.push(position.deleteClaim, trainRunId, change.seatId, change.fromLeg)
      return
    case 'claim_added':
      insertClaim(writes, trainRunId, at, change.claim)
      return
    case 'claim_changed':
      updateClaim(writes, trainRunId, at, change.claim)
      return
    case 'hold_added':
      insertHold(writes, change.hold)
      return
    case 'hold_changed':
      updateHold(writes, change.hold)
      return
    case 'payment_added':
      insertPayment(writes, change.payment)
      return
    case 'payment_changed':
      updatePayment(writes, change.payment)
      return
    case 'booking_added':
      insertBooking(writes, change.booking)
      return
    case 'booking_changed':
      updateBooking(writes, change.booking)
      return
    default:
      writeRare(writes, change)
  }
}

function insertClaim(writes: Writes, trainRunId: TrainRunId, at: Instant, claim: Claim): void {
  writes.push(
    position.insertClaim,
    trainRunId,
    claim.seatId,
    claim.fromLeg,
    claim.toLeg,
    claim.state,
    claim.holdId,
    claim.bookingId,
    claim.expiresAt,
    at,
  )
}

/** A claim is changed in place: its interval stays, so there is nothing for the overlap triggers to look at. */
function updateClaim(writes: Writes, trainRunId: TrainRunId, at: Instant, claim: Claim): void {
  writes.push(
    position.updateClaim,
    claim.state,
    claim.holdId,
    claim.bookingId,
    claim.expiresAt,
    at,
    trainRunId,
    claim.seatId,
    claim.fromLeg,
  )
}

function insertHold(writes: Writes, hold: Hold): void {
  writes.push(
    position.insertHold,
    hold.id,
    hold.token,
    hold.userId,
    hold.trainRunId,
    JSON.stringify(hold.seats.map((seat) => seat.seatId)),
    hold.createdAt,
    hold.expiresAt,
    hold.status,
    hold.segment.fromLeg,
    hold.segment.toLeg,
    hold.fromStationCode,
    hold.toStationCode,
    JSON.stringify(hold.seats.map((seat) => seat.priceCents)),
    hold.totalCents,
    hold.currency,
    hold.pinnedUntil,
    hold.paymentId,
    hold.bookingId,
    hold.idempotencyKey,
    hold.fingerprint,
    hold.commitSeq,
  )
}

function updateHold(writes: Writes, hold: Hold): void {
  writes.push(position.updateHold, hold.status, hold.pinnedUntil, hold.paymentId, hold.bookingId, hold.id)
}

function insertPayment(writes: Writes, payment: Payment): void {
  writes.push(
    position.insertPayment,
    payment.id,
    payment.trainRunId,
    payment.holdId,
    payment.userId,
    payment.bookingId,
    payment.method,
    payment.amountCents,
    payment.currency,
    payment.status,
    payment.declineCode,
    payment.deadlineAt,
    JSON.stringify(payment.passengers),
    JSON.stringify(payment.contact),
    payment.dueStep,
    payment.dueAt,
    payment.tryCount,
    payment.idempotencyKey,
    payment.fingerprint,
    payment.createdAt,
  )
}

function updatePayment(writes: Writes, payment: Payment): void {
  writes.push(
    position.updatePayment,
    payment.bookingId,
    payment.status,
    payment.declineCode,
    payment.dueStep,
    payment.dueAt,
    payment.tryCount,
    payment.id,
  )
}

function insertBooking(writes: Writes, booking: Booking): void {
  writes.push(
    position.insertBooking,
    booking.id,
    booking.locator,
    booking.userId,
    booking.trainRunId,
    booking.fromStationCode,
    booking.toStationCode,
    booking.journeyDate,
    booking.totalCents,
    booking.numPassengers,
    booking.status,
    booking.bookingTime,
    booking.cancellationTime,
    booking.linkToken,
    booking.segment.fromLeg,
    booking.segment.toLeg,
    booking.currency,
    booking.refundedCents,
    booking.holdId,
    booking.paymentId,
    JSON.stringify(booking.contact),
    booking.commitSeq,
  )
  for (const seat of booking.seats) {
    writes.push(
      position.insertBookingSeat,
      booking.id,
      seat.seatId,
      booking.trainRunId,
      seat.passengerName,
      seat.passengerAge,
      seat.passengerGender,
      seat.priceCents,
      seat.cancellationId,
    )
  }
}

function updateBooking(writes: Writes, booking: Booking): void {
  writes.push(
    position.updateBooking,
    booking.status,
    booking.cancellationTime,
    booking.refundedCents,
    booking.id,
  )
  for (const seat of booking.seats) {
    if (seat.cancellationId !== null)
      writes.push(position.updateBookingSeat, seat.cancellationId, booking.id, seat.seatId)
  }
}

function writeRare(writes: Writes, change: Change): void {
  if (change.kind === 'quote_added') {
    const { quote } = change
    writes.push(
      position.insertQuote,
      quote.id,
      quote.token,
      quote.userId,
      quote.trainRunId,
      quote.bookingId,
      JSON.stringify(quote.seatIds),
      quote.refundCents,
      quote.feeCents,
      quote.currency,
      quote.validUntil,
    )
  }
  if (change.kind === 'cancellation_added') {
    const { cancellation } = change
    writes.push(
      position.insertCancellation,
      cancellation.id,
      cancellation.quoteId,
      cancellation.userId,
      cancellation.trainRunId,
      cancellation.bookingId,
      cancellation.refundCents,
      cancellation.feeCents,
      cancellation.cancelledAt,
      cancellation.idempotencyKey,
      cancellation.fingerprint,
      cancellation.paymentStatus,
      cancellation.commitSeq,
    )
  }
  if (change.kind === 'refund_added') {
    const { refund } = change
    writes.push(
      position.insertRefund,
      refund.id,
      refund.paymentId,
      refund.cancellationId,
      refund.trainRunId,
      refund.amountCents,
      refund.status,
      refund.dueAt,
      refund.tryCount,
      refund.refusedAt,
    )
  }
  if (change.kind === 'refund_changed')
    writes.push(
      position.updateRefund,
      change.refund.status,
      change.refund.dueAt,
      change.refund.tryCount,
      change.refund.refusedAt,
      change.refund.id,
    )
}

function writeEntry(writes: Writes, entry: AuditEntry): void {
  writes.push(
    position.insertEntry,
    entry.trainRunId,
    entry.seq,
    entry.at,
    entry.action,
    entry.userId,
    entry.holdId,
    entry.paymentId,
    entry.bookingId,
    JSON.stringify(entry.facts),
    entry.hash,
  )
}
