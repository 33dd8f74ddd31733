import type { BookingId, PaymentId } from '../ids.ts'
import type { Instant } from '../instant.ts'
import type { Decision, Inventory } from '../inventory/inventory.ts'
import { carriesPassenger, seatOf } from '../railway/consist.ts'
import { type Booking, type BookingSeat, notMoved } from '../records/booking.ts'
import type { Change } from '../records/changes.ts'
import { type Hold, keepsSeats } from '../records/hold.ts'
import type { Payment } from '../records/payment.ts'
import { isSealed, type PersonalData } from '../records/sealed.ts'
import { type Notice, tellPassenger } from '../records/tell-passenger.ts'
import { accept } from '../result.ts'
import { isStorable } from '../text.ts'
import {
  type AttemptRefusal,
  claimsOfHold,
  closeAttempt,
  endedAttempt,
  loadAttempt,
  noteOf,
  withoutPeople,
} from './attempt.ts'

/** What a new booking is given beside what its hold and its payment say. */
export interface NewBooking {
  readonly bookingId: BookingId
  readonly locator: string
  readonly linkToken: string
  /** Local date of departure at the boarding station, `YYYY-MM-DD`. */
  readonly journeyDate: string
  /** What its passenger is told; left out for who has given no address. */
  readonly notice?: Notice
}

export interface ConfirmBooking extends NewBooking {
  readonly paymentId: PaymentId
  /** What the provider says it has authorized. */
  readonly amountCents: number
  readonly currency: string
}

/** The new booking and its payment, or the id of the booking that this attempt made earlier. */
export type Confirmed =
  | { readonly kind: 'booked'; readonly booking: Booking; readonly payment: Payment }
  | { readonly kind: 'replay'; readonly bookingId: BookingId }

/**
 * Turns an authorized attempt into a booking: seats, booking, hold and payment together. An attempt never
 * books if it is closed, its time is over, its amount is not ours or its texts cannot be stored; the
 * authorized amount is then given back.
 */
export function confirmBooking(
  inventory: Inventory,
  command: ConfirmBooking,
  now: Instant,
): Decision<Confirmed, AttemptRefusal> {
  const payment = loadAttempt(inventory, command.paymentId)
  if (payment.bookingId !== null)
    return { reply: accept({ kind: 'replay', bookingId: payment.bookingId }), changes: [] }
  if (payment.status !== 'REQUESTED') return giveBack(payment, now)
  if (command.amountCents !== payment.amountCents || command.currency !== payment.currency)
    return withoutBooking(closeAttempt(inventory, payment, 'amount_differs', now))
  if (!hasStorableTexts(payment))
    return withoutBooking(closeAttempt(inventory, payment, 'text_not_storable', now))
  const hold = inventory.hold(payment.holdId)
  if (hold?.status !== 'PINNED' || hold.paymentId !== payment.id || !keepsSeats(hold, now))
    return withoutBooking(closeAttempt(inventory, payment, 'too_late', now))
  return book(inventory, payment, hold, command, now)
}

/** False for some attempts of versions before 0.2.0 that no database could store as bookings. */
function hasStorableTexts({ passengers, contact }: Payment): boolean {
  return (
    passengers.every(({ name }) => isStorable(name)) &&
    isStorable(contact.email ?? '') &&
    isStorable(contact.phone ?? '')
  )
}

/** The authorization came after the attempt had ended without a booking. */
function giveBack(payment: Payment, now: Instant): Decision<Confirmed, AttemptRefusal> {
  const reply = endedAttempt(payment)
  if (!reply || reply.ok) throw new Error(`payment ${payment.id} is not closed`)
  if (payment.dueStep === 'VOID') return { reply, changes: [] }
  const due: Payment = { ...payment, dueStep: 'VOID', dueAt: now, tryCount: 0 }
  return {
    reply,
    changes: [
      { kind: 'payment_changed', payment: due },
      { kind: 'noted', note: noteOf(payment, 'payment_void_requested', { reason: 'too_late' }) },
    ],
  }
}

function withoutBooking(
  decision: Decision<{ bookingId: BookingId }, AttemptRefusal>,
): Decision<Confirmed, AttemptRefusal> {
  const { reply, changes } = decision
  return { reply: reply.ok ? accept({ kind: 'replay', ...reply.value }) : reply, changes }
}

function book(
  inventory: Inventory,
  attempt: Payment,
  hold: Hold,
  command: ConfirmBooking,
  now: Instant,
): Decision<Confirmed, AttemptRefusal> {
  const { bookingId } = command
  const payment: Payment = {
    ...withoutPeople(attempt),
    status: 'AUTHORIZED',
    bookingId,
    dueStep: 'CAPTURE',
    dueAt: now,
    tryCount: 0,
  }
  const { booking, changes } = turnIntoBooking(inventory, attempt, hold, command, now)
  return {
    reply: accept({ kind: 'booked', booking, payment }),
    changes: [
      ...changes,
      { kind: 'payment_changed', payment },
      { kind: 'noted', note: noteOf(payment, 'booking_confirmed', soldFacts(booking)) },
    ],
  }
}

/** What the audit says of a sale. */
export function soldFacts({ totalCents, currency, seats }: Booking) {
  return { total_cents: totalCents, currency, seats: seats.length }
}

/** The booking of a live hold: its seats, the booking and the consumed hold. */
export function turnIntoBooking(
  inventory: Inventory,
  attempt: Payment,
  hold: Hold,
  command: NewBooking,
  now: Instant,
): { readonly booking: Booking; readonly changes: readonly Change[] } {
  const { bookingId } = command
  const booking = bookingOf(inventory, attempt, hold, command, now)
  const consumed: Hold = {
    ...{ ...hold, status: 'CONSUMED', pinnedUntil: null, bookingId },
    paymentId: attempt.id,
  }
  const claims = claimsOfHold(inventory, hold).map(
    (claim): Change => ({
      kind: 'claim_changed',
      claim: { ...claim, state: 'BOOKED', bookingId, expiresAt: null },
    }),
  )
  return {
    booking,
    changes: [
      ...claims,
      { kind: 'booking_added', booking },
      { kind: 'hold_changed', hold: consumed },
      ...(command.notice ? tellPassenger(booking, 'booked', command.notice, now) : []),
    ],
  }
}

function bookingOf(
  inventory: Inventory,
  payment: Payment,
  hold: Hold,
  command: NewBooking,
  now: Instant,
): Booking {
  return {
    id: command.bookingId,
    locator: command.locator,
    linkToken: command.linkToken,
    // Who signs in between hold and payment has the booking.
    userId: payment.userId,
    trainRunId: hold.trainRunId,
    segment: hold.segment,
    fromStationCode: hold.fromStationCode,
    toStationCode: hold.toStationCode,
    journeyDate: command.journeyDate,
    totalCents: hold.totalCents,
    currency: hold.currency,
    numPassengers: payment.passengers.length,
    status: 'CONFIRMED',
    bookingTime: now,
    cancellationTime: null,
    refundedCents: 0,
    holdId: hold.id,
    paymentId: payment.id,
    contact: payment.contact,
    language: payment.language,
    personalData: personalDataOf(payment),
    notes: [],
    commitSeq: inventory.nextCommitSeq,
    edition: hold.edition,
    seats: hold.seats.map((seat) => bookedSeat(inventory, payment, seat)),
  }
}

/** A seat with its passenger. An attempt that an older version began has one for a bicycle hook, too. */
function bookedSeat(
  { run }: Inventory,
  payment: Payment,
  { seatId, priceCents }: Hold['seats'][number],
): BookingSeat {
  const passenger = payment.passengers.find((one) => one.seatId === seatId)
  if (!passenger && carriesPassenger(seatOf(run.consist, seatId)))
    throw new Error(`payment ${payment.id} has no passenger for seat ${seatId}`)
  return {
    seatId,
    passengerName: passenger?.name ?? null,
    passengerAge: passenger?.age ?? null,
    passengerGender: passenger?.gender ?? null,
    priceCents,
    cancellationId: null,
    ...notMoved,
  }
}

/** An attempt that an older version began has its names as they were written. */
function personalDataOf({ passengers }: Payment): PersonalData {
  return passengers.every(({ name }) => isSealed(name)) ? 'SEALED' : 'PLAIN'
}
