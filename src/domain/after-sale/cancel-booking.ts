import { assert } from '../assert.ts'
import type { BookingId, CancellationId, QuoteId, RefundId, UserId } from '../ids.ts'
import type { Instant } from '../instant.ts'
import type { Decision, Inventory } from '../inventory/inventory.ts'
import { seatOf } from '../railway/consist.ts'
import type { ActedBy } from '../records/audit.ts'
import { type Booking, type Cancellation, type Quote, seatNow } from '../records/booking.ts'
import type { Change } from '../records/changes.ts'
import { isCancelledOn } from '../records/closure.ts'
import { isTheirs, ownBooking, type Users } from '../records/ownership.ts'
import { type Notice, tellPassenger } from '../records/tell-passenger.ts'
import { accept, refuse } from '../result.ts'
import { giveUp } from './give-up-seats.ts'

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
  /** What the passenger is told; what is given up and given back is added. */
  readonly notice?: Notice
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
  // A quote from before the run was canceled may keep a fee.
  const isOld = quote.feeCents > 0 && isCancelledOn(inventory.closures, booking.segment)
  if (now >= quote.validUntil || isOld)
    return { reply: refuse({ code: 'quote_expired', validUntil: quote.validUntil }), changes: [] }
  const seats = booking.seats.filter((seat) => quote.seatIds.includes(seat.seatId))
  if (seats.some((seat) => seat.cancellationId !== null))
    return { reply: refuse({ code: 'already_cancelled' }), changes: [] }
  const { cancellation, booking: left, changes } = giveUp(inventory, command, { quote, booking }, now)
  return {
    reply: accept({ cancellation, booking: left, replayed: false }),
    changes: [...changes, ...tell(inventory, booking, quote, command.notice, now)],
  }
}

function tell(
  { run }: Inventory,
  booking: Booking,
  { seatIds, refundCents, currency }: Quote,
  notice: Notice | undefined,
  now: Instant,
): readonly Change[] {
  if (!notice) return []
  const given = booking.seats.filter(({ seatId }) => seatIds.includes(seatId))
  const seats = given.map((seat) => seatOf(run.consist, seatNow(seat)).number).join(', ')
  const content = { ...notice.content, seats, amount_cents: String(refundCents), currency }
  return tellPassenger(booking, 'cancelled', { ...notice, content }, now)
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
