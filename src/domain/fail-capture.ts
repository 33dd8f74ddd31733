import { loadAttempt, noteOf } from './attempt.ts'
import type { Booking, Cancellation, Quote } from './booking.ts'
import type { Change } from './changes.ts'
import type { CancellationId, PaymentId, QuoteId, SeatId } from './ids.ts'
import type { Instant } from './instant.ts'
import type { Decision, Inventory } from './inventory.ts'
import type { Payment, Refund } from './payment.ts'
import { accept } from './result.ts'
import { type Settled, unchanged } from './settle-payment.ts'

export interface FailCapture {
  readonly paymentId: PaymentId
  readonly quoteId: QuoteId
  readonly quoteToken: string
  readonly cancellationId: CancellationId
}

/**
 * The provider will never capture: the booking is cancelled by policy, its seats are free again, and what is left of the
 * authorization is given up. Refunds that were queued lapse, since no money came in.
 */
export function failCapture(
  inventory: Inventory,
  command: FailCapture,
  now: Instant,
): Decision<Settled, never> {
  const payment = loadAttempt(inventory, command.paymentId)
  if (payment.status !== 'AUTHORIZED') return giveUpTrying(payment)
  const failed: Payment = { ...payment, dueStep: 'VOID', dueAt: now, tryCount: 0 }
  const changes: Change[] = []
  const booking = payment.bookingId === null ? undefined : inventory.booking(payment.bookingId)
  if (booking?.status === 'CONFIRMED') changes.push(...cancelByPolicy(inventory, booking, command, now))
  for (const refund of inventory.refundsOf(payment.id)) {
    if (refund.status === 'DONE') continue
    const lapsed: Refund = { ...refund, amountCents: 0, status: 'DONE', dueAt: null }
    changes.push({ kind: 'refund_changed', refund: lapsed })
  }
  changes.push({ kind: 'payment_changed', payment: failed })
  changes.push({
    kind: 'noted',
    note: noteOf(payment, 'capture_failed', { amount_cents: payment.amountCents }),
  })
  return { reply: accept({ changed: true, payment: failed }), changes }
}

/** It had been captured once, by our books: the provider has lost it, which only an operator can take up with it. */
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

function cancelByPolicy(
  inventory: Inventory,
  booking: Booking,
  command: FailCapture,
  now: Instant,
): Change[] {
  const left = booking.seats.filter((seat) => seat.cancellationId === null)
  const refundCents = left.reduce((sum, seat) => sum + seat.priceCents, 0)
  const row = {
    userId: booking.userId,
    trainRunId: booking.trainRunId,
    bookingId: booking.id,
    refundCents,
    feeCents: 0,
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
    // Nobody asked for it, so no caller's key may stand for it: keys on the wire have no space in front.
    idempotencyKey: ` policy ${command.cancellationId}`,
    fingerprint: '',
    paymentStatus: 'AUTHORIZED',
    commitSeq: inventory.nextCommitSeq,
  }
  const cancelled: Booking = {
    ...booking,
    status: 'CANCELLED',
    cancellationTime: now,
    refundedCents: booking.refundedCents + refundCents,
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
    facts: { reason: 'capture_failed', refund_cents: refundCents, fee_cents: 0 },
  }
  return [
    ...bookedClaims(
      inventory,
      booking,
      left.map((seat) => seat.seatId),
    ),
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
