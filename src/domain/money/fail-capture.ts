import type { CancellationId, PaymentId, QuoteId, SeatId } from '../ids.ts'
import type { Instant } from '../instant.ts'
import type { Decision, Inventory } from '../inventory/inventory.ts'
import { type Booking, type Cancellation, movedFact, type Quote, seatNow } from '../records/booking.ts'
import type { Change } from '../records/changes.ts'
import { type Payment, type Refund, refundsOfPrice } from '../records/payment.ts'
import { accept } from '../result.ts'
import { loadAttempt, noteOf } from '../sale/attempt.ts'
import { type Settled, unchanged } from './settle-payment.ts'

export interface FailCapture {
  readonly paymentId: PaymentId
  readonly quoteId: QuoteId
  readonly quoteToken: string
  readonly cancellationId: CancellationId
}

/**
 * The provider will never capture, so the booking is canceled by policy, its seats are free again, and the
 * rest of the authorization is given up. No money came in, so queued refunds lapse, and no fee of an earlier
 * cancellation is kept.
 */
export function failCapture(
  inventory: Inventory,
  command: FailCapture,
  now: Instant,
): Decision<Settled, never> {
  const payment = loadAttempt(inventory, command.paymentId)
  if (payment.status !== 'AUTHORIZED') return giveUpTrying(payment)
  const failed: Payment = { ...payment, dueStep: 'VOID', dueAt: now, tryCount: 0 }
  const booking = payment.bookingId === null ? undefined : inventory.booking(payment.bookingId)
  return {
    reply: accept({ changed: true, payment: failed }),
    changes: [
      ...(booking && isCharged(booking) ? cancelByPolicy(inventory, booking, command, now) : []),
      ...lapse(refundsOfPrice(inventory.refundsOf(payment.id))),
      { kind: 'payment_changed', payment: failed },
      { kind: 'noted', note: noteOf(payment, 'capture_failed', { amount_cents: payment.amountCents }) },
    ],
  }
}

/** Whether part of the price is still to be paid: for seats that are left, or as fees for those given up. */
function isCharged(booking: Booking): boolean {
  return booking.refundedCents < booking.totalCents || booking.status === 'CONFIRMED'
}

function lapse(refunds: readonly Refund[]): readonly Change[] {
  return refunds
    .filter((refund) => refund.status === 'QUEUED')
    .map((refund) => ({ kind: 'refund_changed', refund: { ...refund, status: 'LAPSED', dueAt: null } }))
}

/**
 * Our books say that it was captured: the provider has lost it, and only an operator can take that up with
 * the provider.
 */
function giveUpTrying(payment: Payment): Decision<Settled, never> {
  if (payment.dueStep !== 'CAPTURE') return unchanged(payment)
  const idle: Payment = { ...payment, dueStep: null, dueAt: null, tryCount: 0 }
  const note = noteOf(payment, 'capture_failed', { amount_cents: payment.amountCents })
  return {
    reply: accept({ changed: true, payment: idle }),
    changes: [
      { kind: 'payment_changed', payment: idle },
      { kind: 'noted', note },
    ],
  }
}

/**
 * Gives up the seats that are left and everything that was kept. The answers to earlier cancellations stay,
 * so this one takes their fees back with a negative fee.
 */
function cancelByPolicy(
  inventory: Inventory,
  booking: Booking,
  command: FailCapture,
  now: Instant,
): readonly Change[] {
  const left = booking.seats.filter((seat) => seat.cancellationId === null)
  const refundCents = booking.totalCents - booking.refundedCents
  const row = {
    userId: booking.userId,
    trainRunId: booking.trainRunId,
    bookingId: booking.id,
    refundCents,
    feeCents: left.reduce((sum, seat) => sum + seat.priceCents, 0) - refundCents,
  }
  const quote: Quote = {
    ...row,
    id: command.quoteId,
    token: command.quoteToken,
    seatIds: left.map((seat) => seat.seatId),
    currency: booking.currency,
    validUntil: now,
  }
  const cancellation: Cancellation = {
    ...row,
    id: command.cancellationId,
    quoteId: command.quoteId,
    cancelledAt: now,
    // Nobody asked for this, so it must not use any caller's key: keys on the wire have no leading space.
    idempotencyKey: ` policy ${command.cancellationId}`,
    fingerprint: '',
    paymentStatus: 'AUTHORIZED',
    commitSeq: inventory.nextCommitSeq,
  }
  const cancelled: Booking = {
    ...booking,
    status: 'CANCELLED',
    cancellationTime: booking.cancellationTime ?? now,
    refundedCents: booking.totalCents,
    seats: booking.seats.map((seat) =>
      seat.cancellationId === null ? { ...seat, cancellationId: command.cancellationId } : seat,
    ),
  }
  const note = {
    action: 'booking_cancelled' as const,
    userId: booking.userId,
    holdId: booking.holdId,
    paymentId: booking.paymentId,
    bookingId: booking.id,
    facts: {
      reason: 'capture_failed',
      refund_cents: refundCents,
      fee_cents: row.feeCents,
      ...movedFact(left),
    },
  }
  return [
    ...bookedClaims(inventory, booking, left.map(seatNow)),
    { kind: 'quote_added', quote },
    { kind: 'cancellation_added', cancellation },
    { kind: 'booking_changed', booking: cancelled },
    { kind: 'noted', note },
  ]
}

function bookedClaims(inventory: Inventory, booking: Booking, seatIds: readonly SeatId[]): Change[] {
  return seatIds.flatMap((seatId) =>
    inventory
      .claimsOn(seatId)
      .filter((claim) => claim.bookingId === booking.id)
      .map((claim): Change => ({ kind: 'claim_removed', seatId, fromLeg: claim.fromLeg })),
  )
}
