import type { BookingId, HoldId, PaymentId, TrainRunId, UserId } from '../ids.ts'
import type { Instant } from '../instant.ts'

export type AuditAction =
  | 'hold_placed'
  | 'hold_released'
  | 'hold_expired'
  | 'payment_requested'
  | 'payment_declined'
  | 'payment_timed_out'
  | 'payment_never_sent'
  | 'payment_captured'
  | 'payment_voided'
  | 'payment_void_requested'
  | 'capture_failed'
  | 'booking_attempt_refused'
  | 'booking_confirmed'
  | 'booking_cancelled'
  | 'seats_cancelled'
  | 'refund_requested'
  | 'refund_refused'
  | 'refund_done'
  | 'refunded_by_hand'
  | 'seats_blocked'
  | 'seats_unblocked'
  | 'run_changed'
  | 'run_taken_off_sale'
  | 'run_put_on_sale'
  | 'access_code_sent'
  | 'access_granted'
  | 'records_cleared'
  /** Takes the place of cleared entries and has the hash of the last one; the chain continues from it. */
  | 'entries_cleared'

/**
 * Ids, codes and amounts only, no names or addresses. The member names go into the database unchanged, so
 * they are in snake_case.
 */
export type AuditFacts = Readonly<Record<string, string | number | null | readonly number[]>>

/** A rule's account of what happened; the engine adds the time and the place in the run's chain. */
export interface AuditNote {
  readonly action: AuditAction
  readonly userId: UserId | null
  readonly holdId: HoldId | null
  readonly paymentId: PaymentId | null
  readonly bookingId: BookingId | null
  readonly facts: AuditFacts
}

/** One link of a run's hash chain: `hash = SHA-256(previous hash, canonical body)`. */
export interface AuditEntry extends AuditNote {
  readonly trainRunId: TrainRunId
  readonly seq: number
  readonly at: Instant
  readonly hash: string
}

/**
 * The text that is hashed, with its members in one fixed order; any change to this form would break every
 * chain.
 */
export function auditBody(entry: Omit<AuditEntry, 'hash'>): string {
  const facts = Object.keys(entry.facts)
    .sort()
    .map((name) => [name, entry.facts[name]])
  return JSON.stringify([
    entry.trainRunId,
    entry.seq,
    entry.at,
    entry.action,
    entry.userId,
    entry.holdId,
    entry.paymentId,
    entry.bookingId,
    facts,
  ])
}
