import type { BookingId, CancellationId, QuoteId, RefundId } from '../ids.ts'
import type { Instant } from '../instant.ts'
import type { Decision, Inventory } from '../inventory/inventory.ts'
import { actedByNobody } from '../records/audit.ts'
import { type Booking, type Quote, seatsLeft } from '../records/booking.ts'
import { isCancelledOn } from '../records/closure.ts'
import { type Notice, tellPassenger } from '../records/tell-passenger.ts'
import { accept } from '../result.ts'
import { giveUp } from './give-up-seats.ts'

/** Gives back a booking of a run that is canceled, and tells the passenger. */
interface GiveBackBooking extends Notice {
  readonly bookingId: BookingId
  readonly quoteId: QuoteId
  readonly quoteToken: string
  readonly cancellationId: CancellationId
  readonly refundId: RefundId
}

/**
 * Cancels a booking that rides where its run is canceled, and refunds all seats that are left of it in full,
 * whatever its refund rule says. Does nothing to any other booking, so that it may be repeated.
 */
export function giveBackBooking(
  inventory: Inventory,
  command: GiveBackBooking,
  now: Instant,
): Decision<{ readonly isGivenBack: boolean }, never> {
  const booking = inventory.booking(command.bookingId)
  if (booking?.status !== 'CONFIRMED' || !isCancelledOn(inventory.closures, booking.segment))
    return { reply: accept({ isGivenBack: false }), changes: [] }
  const quote = fullQuote(booking, command, now)
  const { cancellationId, refundId } = command
  const by = { ...actedByNobody, reason: 'operational' as const }
  // No request can have this key: theirs are ASCII.
  const key = `§run_cancelled:${booking.id}`
  const given = {
    cancellationId,
    refundId,
    userId: booking.userId,
    idempotencyKey: key,
    fingerprint: key,
    by,
  }
  const { changes } = giveUp(inventory, given, { booking, quote }, now)
  return {
    reply: accept({ isGivenBack: true }),
    changes: [
      { kind: 'quote_added', quote },
      ...changes,
      ...tellPassenger(booking, 'train_cancelled', command, now),
    ],
  }
}

/** All seats that are left, for their whole price; it is used up at once. */
function fullQuote(booking: Booking, { quoteId, quoteToken }: GiveBackBooking, now: Instant): Quote {
  const left = seatsLeft(booking)
  return {
    id: quoteId,
    token: quoteToken,
    userId: booking.userId,
    trainRunId: booking.trainRunId,
    bookingId: booking.id,
    seatIds: left.seats.map(({ seatId }) => seatId),
    refundCents: left.priceCents,
    feeCents: 0,
    currency: booking.currency,
    validUntil: now,
  }
}
