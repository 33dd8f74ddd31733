import type { BookingId, PaymentId } from '../ids.ts'
import type { Instant } from '../instant.ts'
import { expireHold, freeSeats } from '../inventory/expire-holds.ts'
import type { Decision, Inventory } from '../inventory/inventory.ts'
import type { AuditAction, AuditFacts, AuditNote } from '../records/audit.ts'
import type { Change } from '../records/changes.ts'
import type { Claim } from '../records/claim.ts'
import { type Hold, keepsSeats } from '../records/hold.ts'
import { noContact, type Payment } from '../records/payment.ts'
import { accept, refuse } from '../result.ts'

/** Why an attempt was closed without a booking. */
export type CloseReason =
  | 'no_answer'
  | 'provider_error'
  | 'amount_differs'
  | 'too_late'
  | 'text_not_storable'
  | 'run_cancelled'

/** Why an attempt ended that never reached the provider; its hold continued without it. */
export const neverSent = 'never_sent'

/** How an attempt to pay ended without a booking; final, and the same every time it is asked for. */
export type AttemptRefusal =
  | { readonly code: 'payment_declined'; readonly declineCode: string }
  | { readonly code: 'payment_timed_out'; readonly reason: string }

/** How an attempt ended with a booking, whichever answer of the provider caused it. */
export interface Booked {
  readonly bookingId: BookingId
}

/** The attempt with this id; the caller guarantees that it exists and that the scope named it. */
export function loadAttempt(inventory: Inventory, id: PaymentId): Payment {
  const payment = inventory.payment(id)
  if (!payment) throw new Error(`payment ${id} is not on run ${inventory.run.id}`)
  return payment
}

/** The answer of a decided attempt; undefined while it is open. */
export function endedAttempt(payment: Payment): Decision<Booked, AttemptRefusal>['reply'] | undefined {
  if (payment.bookingId !== null) return accept({ bookingId: payment.bookingId })
  switch (payment.status) {
    case 'REQUESTED':
      return undefined
    case 'DECLINED':
      return refuse({ code: 'payment_declined', declineCode: payment.declineCode ?? 'declined' })
    default:
      return refuse({ code: 'payment_timed_out', reason: payment.declineCode ?? 'no_answer' })
  }
}

/**
 * Ends an open attempt for good: its seats are free again, and the provider is told to give up whatever it
 * may still authorize. After this it can never book.
 */
export function closeAttempt(
  inventory: Inventory,
  payment: Payment,
  reason: CloseReason,
  now: Instant,
): Decision<Booked, AttemptRefusal> {
  const closed: Payment = {
    ...withoutPeople(payment),
    status: 'TIMED_OUT',
    declineCode: reason,
    dueStep: 'VOID',
    dueAt: now,
    tryCount: 0,
  }
  return {
    reply: refuse({ code: 'payment_timed_out', reason }),
    changes: [
      ...releaseHoldOf(inventory, payment, now),
      { kind: 'payment_changed', payment: closed },
      { kind: 'personal_key_removed', paymentId: payment.id },
      { kind: 'noted', note: noteOf(payment, 'payment_timed_out', { reason }) },
    ],
  }
}

/** An ended attempt has no names: those of a booking are in the booking, and in no second place. */
export function withoutPeople(payment: Payment): Payment {
  return { ...payment, passengers: [], contact: noContact }
}

/** Frees the seats that a failed attempt kept; does nothing if the hold has moved on without it. */
export function releaseHoldOf(inventory: Inventory, payment: Payment, now: Instant): readonly Change[] {
  const hold = inventory.hold(payment.holdId)
  if (hold?.status !== 'PINNED' || hold.paymentId !== payment.id) return []
  if (!keepsSeats(hold, now)) return expireHold(inventory, hold)
  const released: Hold = { ...hold, status: 'RELEASED', pinnedUntil: null }
  return [...freeSeats(inventory, hold), { kind: 'hold_changed', hold: released }]
}

export function noteOf(payment: Payment, action: AuditAction, facts: AuditFacts): AuditNote {
  const { userId, holdId, id, bookingId } = payment
  return { action, userId, holdId, paymentId: id, bookingId, facts }
}

/**
 * The claims that keep the seats of a live hold: one per seat. Otherwise an invariant is broken, and further
 * sales would make it worse.
 */
export function claimsOfHold(inventory: Inventory, hold: Hold): readonly Claim[] {
  const claims = hold.seats.flatMap(({ seatId }) =>
    inventory.claimsOn(seatId).filter((claim) => claim.holdId === hold.id && claim.state === 'HELD'),
  )
  if (claims.length !== hold.seats.length) throw new Error(`hold ${hold.id} is live without its claims`)
  return claims
}
