import { assert } from '../assert.ts'
import type { BookingId, CancellationId, QuoteId, RefundId, UserId } from '../ids.ts'
import type { Instant } from '../instant.ts'
import type { Decision, Inventory } from '../inventory/inventory.ts'
import type { ActedBy } from '../records/audit.ts'
import type { Booking, BookingSeat, Cancellation, Quote } from '../records/booking.ts'
import type { Change } from '../records/changes.ts'
import { isTheirs, ownBooking, type Users } from '../records/ownership.ts'
import { ofPrice, type Payment } from '../records/payment.ts'
import { accept, refuse } from '../result.ts'

/** Gives up the seats of a quote. */
export interface CancelBooking {
  readonly cancellationId: CancellationId
  /** Used if money has to go back through a refund. */
  readonly refundId: RefundId
  readonly userId: UserId
  readonly otherUserIds?: readonly UserId[]
  readonly bookingId: BookingId
  /** Null if the token cannot be one of ours; that is refused as a quote not found, in its turn. */
  readonly quoteId: QuoteId | null
  readonly quoteToken: string
  readonly idempotencyKey: string
  readonly fingerprint: string
  /** Left out for a passenger; the railway cancels anybody's booking. */
  readonly by?: ActedBy
}

/** Why nothing was given up. */
export type CancelBookingRefusal =
  | { readonly code: 'idempotency_key_reused' }
  | { readonly code: 'booking_not_found' }
  | { readonly code: 'quote_not_found' }
  | { readonly code: 'quote_expired'; readonly validUntil: Instant }
  | { readonly code: 'already_cancelled' }

/** The seats given up, and the booking they belonged to. */
interface CancelledBooking {
  readonly cancellation: Cancellation
  /** As it is now; in a replay it may be further along than the cancellation left it. */
  readonly booking: Booking
  readonly replayed: boolean
}

/**
 * Gives up the seats of a quote. In one decision they go back on sale, and the refund that the quote promised
 * is on its way. Refuses in the order of the union above.
 */
export function cancelBooking(
  inventory: Inventory,
  command: CancelBooking,
  now: Instant,
): Decision<CancelledBooking, CancelBookingRefusal> {
  const earlier = inventory.cancellationOfKey(command.userId, command.idempotencyKey)
  if (earlier) return replay(inventory, command, earlier)
  const { bookingId } = command
  const booking = ownBooking(inventory.booking(bookingId), inventory.grantsOf(bookingId), command)
  if (!booking) return { reply: refuse({ code: 'booking_not_found' }), changes: [] }
  const quote = command.quoteId === null ? undefined : inventory.quote(command.quoteId)
  if (!quote || quote.token !== command.quoteToken || !isQuoteOf(quote, booking, command))
    return { reply: refuse({ code: 'quote_not_found' }), changes: [] }
  if (now >= quote.validUntil)
    return { reply: refuse({ code: 'quote_expired', validUntil: quote.validUntil }), changes: [] }
  const seats = booking.seats.filter((seat) => quote.seatIds.includes(seat.seatId))
  if (seats.some((seat) => seat.cancellationId !== null))
    return { reply: refuse({ code: 'already_cancelled' }), changes: [] }
  return carryOut(inventory, command, booking, quote, seats, now)
}

function replay(
  inventory: Inventory,
  command: CancelBooking,
  cancellation: Cancellation,
): Decision<CancelledBooking, CancelBookingRefusal> {
  // A key belongs to one request, and another booking in the path is another request.
  if (cancellation.fingerprint !== command.fingerprint || cancellation.bookingId !== command.bookingId)
    return { reply: refuse({ code: 'idempotency_key_reused' }), changes: [] }
  const booking = inventory.booking(cancellation.bookingId)
  assert(booking, `cancellation ${cancellation.id} has no booking`)
  return { reply: accept({ cancellation, booking, replayed: true }), changes: [] }
}

function isQuoteOf(quote: Quote, booking: Booking, caller: Users): boolean {
  return quote.bookingId === booking.id && isTheirs(caller, quote.userId)
}

function carryOut(
  inventory: Inventory,
  command: CancelBooking,
  booking: Booking,
  quote: Quote,
  seats: readonly BookingSeat[],
  now: Instant,
): Decision<CancelledBooking, never> {
  const payment = inventory.payment(booking.paymentId)
  assert(payment, `booking ${booking.id} has no payment`)
  const cancellation = makeCancellation(inventory, command, quote, payment, now)
  const after = giveUpSeats(booking, quote, command.cancellationId, now)
  return {
    reply: accept({ cancellation, booking: after, replayed: false }),
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
  command: CancelBooking,
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
  return seats.map(({ seatId }) => {
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
  command: CancelBooking,
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
  const refund = {
    id: command.refundId,
    paymentId: payment.id,
    cancellationId: command.cancellationId,
    trainRunId: quote.trainRunId,
    amountCents: quote.refundCents,
    status: 'QUEUED',
    dueAt: now,
    tryCount: 0,
    refusedAt: null,
    ...ofPrice,
  } as const
  return [{ kind: 'refund_added', refund }]
}

function noteOf(
  { by }: CancelBooking,
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
        seat_ids: seats.map((seat) => seat.seatId),
        refund_cents: cancellation.refundCents,
        fee_cents: cancellation.feeCents,
      },
      ...(by ? { by } : {}),
    },
  }
}
