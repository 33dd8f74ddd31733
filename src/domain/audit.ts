import type { BookingId, HoldId, PaymentId, TrainRunId, UserId } from './ids.ts'
import type { Instant } from './instant.ts'

export type AuditAction =
  | 'hold_placed'
  | 'hold_released'
  | 'hold_expired'
  | 'payment_requested'
  | 'payment_declined'
  | 'payment_timed_out'
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
  | 'seats_blocked'
  | 'seats_unblocked'

/** Ids, codes and amounts only: no names, no addresses. Their names go into the database as they are, so they are in snake_case. */
export type AuditFacts = Readonly<Record<string, string | number | null | readonly number[]>>

/** What a rule says happened; the engine adds the time and its place in the run's chain. */
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

/** The text that is hashed, in one fixed order of members; a change of this form would break every chain. */
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
