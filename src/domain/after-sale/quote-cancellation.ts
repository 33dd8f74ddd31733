import type { BookingId, QuoteId, UserId } from '../ids.ts'
import { after, type Instant } from '../instant.ts'
import type { Decision, Inventory } from '../inventory/inventory.ts'
import { seatOf } from '../railway/consist.ts'
import { asSold, departureAt, type TrainRun } from '../railway/train-run.ts'
import type { ActedBy } from '../records/audit.ts'
import { type Booking, type BookingSeat, type Quote, seatNow } from '../records/booking.ts'
import { isCancelledOn } from '../records/closure.ts'
import { ownBooking } from '../records/ownership.ts'
import { accept, type Reply, refuse } from '../result.ts'
import { refundCents, refundChangesAt } from './refund.ts'

/** Asks what giving up seats of a booking would refund. */
export interface QuoteCancellation {
  readonly quoteId: QuoteId
  readonly quoteToken: string
  readonly userId: UserId
  readonly otherUserIds?: readonly UserId[]
  readonly bookingId: BookingId
  /** At least one; null means all that are left. */
  readonly seatNumbers: readonly string[] | null
  /** The longest time that the quote may be valid. */
  readonly validForMs: number
  /** Left out for a passenger; the railway asks for anybody's booking. */
  readonly by?: ActedBy
  /** What is given back: what the refund rule says, as for passengers, or everything. */
  readonly terms?: CancellationTerms
}

/** By the refund rule of the fare, or in full, with the fee forgiven. */
export type CancellationTerms = 'BY_RULE' | 'IN_FULL'

/** Why there is no quote; the seat numbers are the ones that caused it. */
export type QuoteCancellationRefusal =
  | { readonly code: 'booking_not_found' }
  | { readonly code: 'already_cancelled'; readonly seatNumbers: readonly string[] }
  | { readonly code: 'seat_not_on_run'; readonly seatNumbers: readonly string[] }
  | { readonly code: 'duplicate_seats'; readonly seatNumbers: readonly string[] }

/**
 * Says what giving up seats of a booking would refund, and until when: for `validForMs`, but not past the
 * moment when the refund rule changes the amount. Refuses in the order of the union above; a seat that is not
 * in the booking gets the same answer as one that is not on the run.
 */
export function quoteCancellation(
  inventory: Inventory,
  command: QuoteCancellation,
  now: Instant,
): Decision<Quote, QuoteCancellationRefusal> {
  const { bookingId } = command
  const booking = ownBooking(inventory.booking(bookingId), inventory.grantsOf(bookingId), command)
  if (!booking) return { reply: refuse({ code: 'booking_not_found' }), changes: [] }
  const seats = findSeatsToGiveUp(inventory, booking, command.seatNumbers)
  if (!seats.ok) return { reply: seats, changes: [] }
  const quote = makeQuote(inventory, command, booking, seats.value, now)
  return { reply: accept(quote), changes: [{ kind: 'quote_added', quote }] }
}

function findSeatsToGiveUp(
  inventory: Inventory,
  booking: Booking,
  seatNumbers: readonly string[] | null,
): Reply<readonly BookingSeat[], QuoteCancellationRefusal> {
  const { consist } = inventory.run
  const numberOf = (seat: BookingSeat) => seatOf(consist, seatNow(seat)).number
  const named = seatNumbers ?? booking.seats.map(numberOf)
  const left = booking.seats.filter((seat) => seat.cancellationId === null)
  const gone = booking.seats.filter((seat) => seat.cancellationId !== null).map(numberOf)
  // Somebody of the booking may have been moved to a seat that another one gave up.
  const isLeft = (number: string) => left.some((seat) => numberOf(seat) === number)
  const goneAndNamed = gone.filter((number) => named.includes(number) && !isLeft(number))
  if (left.length === 0 || (seatNumbers && goneAndNamed.length > 0))
    return refuse({ code: 'already_cancelled', seatNumbers: goneAndNamed.length > 0 ? goneAndNamed : gone })
  const foreign = named.filter((number) => !booking.seats.some((seat) => numberOf(seat) === number))
  if (foreign.length > 0) return refuse({ code: 'seat_not_on_run', seatNumbers: foreign })
  const twice = (seatNumbers ?? []).filter((number, index) => named.indexOf(number) !== index)
  if (twice.length > 0) return refuse({ code: 'duplicate_seats', seatNumbers: [...new Set(twice)] })
  return accept(left.filter((seat) => named.includes(numberOf(seat))))
}

function makeQuote(
  inventory: Inventory,
  command: QuoteCancellation,
  booking: Booking,
  seats: readonly BookingSeat[],
  now: Instant,
): Quote {
  const { run } = inventory
  const price = seats.reduce((sum, seat) => sum + seat.priceCents, 0)
  const validFor = after(now, command.validForMs)
  const isInFull = command.terms === 'IN_FULL' || isCancelledOn(inventory.closures, booking.segment)
  const { refund, changesAt } = isInFull
    ? { refund: price, changesAt: null }
    : byRule(run, booking, seats, now)
  return {
    id: command.quoteId,
    token: command.quoteToken,
    userId: command.userId,
    trainRunId: run.id,
    bookingId: booking.id,
    seatIds: seats.map((seat) => seat.seatId),
    refundCents: refund,
    feeCents: price - refund,
    currency: booking.currency,
    validUntil: changesAt !== null && changesAt < validFor ? changesAt : validFor,
  }
}

/** What the refund rule gives back now, and when it would give back another amount. */
function byRule(run: TrainRun, { edition, segment }: Booking, seats: readonly BookingSeat[], now: Instant) {
  const rule = asSold(run, edition).fare.refund
  const departure = departureAt(run, segment.fromLeg)
  return {
    refund: seats.reduce((sum, seat) => sum + refundCents(rule, seat.priceCents, departure, now), 0),
    changesAt: refundChangesAt(rule, departure, now),
  }
}
