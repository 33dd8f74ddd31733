import { assert } from '../assert.ts'
import type { CancellationId, RefundId, UserId } from '../ids.ts'
import type { Instant } from '../instant.ts'
import type { Inventory } from '../inventory/inventory.ts'
import type { ActedBy } from '../records/audit.ts'
import {
  type Booking,
  type BookingSeat,
  type Cancellation,
  movedFact,
  type Quote,
  seatNow,
} from '../records/booking.ts'
import type { Change } from '../records/changes.ts'
import { creditedNote, newRefund, ofPrice, type Payment } from '../records/payment.ts'

/** Who gives up seats, and the ids of what that makes. */
interface GiveUp {
  readonly cancellationId: CancellationId
  /** Used if money has to go back through a refund. */
  readonly refundId: RefundId
  readonly userId: UserId
  readonly idempotencyKey: string
  readonly fingerprint: string
  /** Left out for a passenger. */
  readonly by?: ActedBy
}

/** A booking, and the quote for some of its seats that are left. */
interface Quoted {
  readonly booking: Booking
  readonly quote: Quote
}

interface GivenUp {
  readonly cancellation: Cancellation
  /** As it is now. */
  readonly booking: Booking
  readonly changes: readonly Change[]
}

/**
 * Gives up the seats of a quote: in one decision they go back on sale, and the refund that the quote promises
 * is on its way. The caller has made sure that the quote counts, and that none of its seats is given up yet.
 */
export function giveUp(inventory: Inventory, command: GiveUp, quoted: Quoted, now: Instant): GivenUp {
  const { booking, quote } = quoted
  const seats = booking.seats.filter((seat) => quote.seatIds.includes(seat.seatId))
  const payment = inventory.payment(booking.paymentId)
  assert(payment, `booking ${booking.id} has no payment`)
  const cancellation = makeCancellation(inventory, command, quote, payment, now)
  const after = giveUpSeats(booking, quote, command.cancellationId, now)
  return {
    cancellation,
    booking: after,
    changes: [
      ...freeSeats(inventory, booking, seats),
      { kind: 'booking_changed', booking: after },
      { kind: 'cancellation_added', cancellation },
      ...giveBack(command, quote, booking, payment, now),
      noteOf(command, cancellation, after, seats),
    ],
  }
}

function makeCancellation(
  inventory: Inventory,
  command: GiveUp,
  quote: Quote,
  payment: Payment,
  now: Instant,
): Cancellation {
  return {
    id: command.cancellationId,
    quoteId: quote.id,
    userId: command.userId,
    trainRunId: quote.trainRunId,
    bookingId: quote.bookingId,
    refundCents: quote.refundCents,
    feeCents: quote.feeCents,
    cancelledAt: now,
    idempotencyKey: command.idempotencyKey,
    fingerprint: command.fingerprint,
    paymentStatus: payment.status,
    commitSeq: inventory.nextCommitSeq,
  }
}

function giveUpSeats(booking: Booking, quote: Quote, cancellationId: CancellationId, now: Instant): Booking {
  const seats = booking.seats.map((seat) =>
    quote.seatIds.includes(seat.seatId) ? { ...seat, cancellationId } : seat,
  )
  const refundedCents = booking.refundedCents + quote.refundCents
  if (seats.some((seat) => seat.cancellationId === null)) return { ...booking, seats, refundedCents }
  return { ...booking, seats, refundedCents, status: 'CANCELLED', cancellationTime: now }
}

function freeSeats(inventory: Inventory, booking: Booking, seats: readonly BookingSeat[]): readonly Change[] {
  return seats.map((seat) => {
    const seatId = seatNow(seat)
    const claim = inventory.claimsOn(seatId).find(({ bookingId }) => bookingId === booking.id)
    assert(claim, `booking ${booking.id} has no claim on its seat ${seatId}`)
    return { kind: 'claim_removed', seatId, fromLeg: claim.fromLeg }
  })
}

/**
 * An authorization of which nothing is kept is voided, so that the money never moves; any other payment is
 * captured first, then refunded.
 */
function giveBack(
  command: GiveUp,
  quote: Quote,
  booking: Booking,
  payment: Payment,
  now: Instant,
): readonly Change[] {
  if (quote.refundCents === 0) return []
  assert(
    payment.status === 'AUTHORIZED' || payment.status === 'CAPTURED',
    `booking ${booking.id} rests on payment ${payment.id}, which is ${payment.status}`,
  )
  if (payment.status === 'AUTHORIZED' && quote.refundCents === payment.amountCents)
    return [{ kind: 'payment_changed', payment: { ...payment, dueStep: 'VOID', dueAt: now, tryCount: 0 } }]
  assert(
    booking.refundedCents + quote.refundCents <= payment.amountCents,
    `payment ${payment.id} would give back more than was paid`,
  )
  const { refundId: id, cancellationId } = command
  const refund = newRefund(payment, { id, cancellationId, amountCents: quote.refundCents, ...ofPrice }, now)
  return [{ kind: 'refund_added', refund }, ...creditedNote(payment, refund)]
}

function noteOf(
  { by }: GiveUp,
  cancellation: Cancellation,
  booking: Booking,
  seats: readonly BookingSeat[],
): Change {
  return {
    kind: 'noted',
    note: {
      action: booking.status === 'CANCELLED' ? 'booking_cancelled' : 'seats_cancelled',
      userId: cancellation.userId,
      holdId: booking.holdId,
      paymentId: booking.paymentId,
      bookingId: booking.id,
      facts: {
        seat_ids: seats.map(seatNow),
        refund_cents: cancellation.refundCents,
        fee_cents: cancellation.feeCents,
        ...movedFact(seats),
      },
      ...(by ? { by } : {}),
    },
  }
}
