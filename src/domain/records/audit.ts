import type { ApiKeyId, BookingId, HoldId, PaymentId, StaffId, TrainRunId, UserId } from '../ids.ts'
import type { Instant } from '../instant.ts'

export type AuditAction =
  | 'hold_placed'
  | 'hold_extended'
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
  | 'compensation_given'
  | 'compensation_paid'
  /** Money changed hands at a desk. */
  | 'desk_settled'
  | 'name_corrected'
  | 'note_added'
  | 'seats_blocked'
  | 'seats_unblocked'
  /** Passengers of a booking have other seats. */
  | 'seats_moved'
  | 'sale_closed'
  | 'sale_opened'
  | 'run_cancelled'
  /** All bookings of what was canceled of it have their money back. */
  | 'run_given_back'
  | 'run_changed'
  | 'run_taken_off_sale'
  | 'run_put_on_sale'
  | 'access_code_sent'
  | 'access_granted'
  | 'personal_data_erased'
  | 'staff_added'
  | 'staff_roles_changed'
  | 'staff_disabled'
  | 'staff_enabled'
  | 'password_changed'
  | 'password_reset'
  | 'second_factor_started'
  | 'second_factor_added'
  | 'second_factor_removed'
  | 'second_factor_reset'
  | 'recovery_code_used'
  | 'signed_in'
  | 'signed_out'
  | 'sessions_ended'
  | 'account_code_sent'
  | 'account_made'
  | 'account_deleted'
  | 'email_changed'
  | 'passkey_added'
  | 'passkey_removed'
  | 'key_added'
  | 'key_revoked'
  | 'day_closed'
  | 'records_cleared'
  /** Takes the place of cleared entries and has the hash of the last one; the chain continues from it. */
  | 'entries_cleared'

/**
 * Ids, codes and amounts only, no names or addresses. The member names go into the database unchanged, so
 * they are in snake_case.
 */
export type AuditFacts = Readonly<Record<string, string | number | null | readonly number[]>>

/** Why somebody of the railway, or a key, acted. Never a free text, which could name a passenger. */
const actReasons = [
  'first_setup',
  'on_the_machine',
  'own_wish',
  'new_duties',
  'departure',
  'suspected_misuse',
  'lost_device',
  'passenger_request',
  'operational',
  'correction',
  'defect',
  'reserved',
  'retention',
] as const
export type ActReason = (typeof actReasons)[number]

/** Who of the railway acted, and why; all null for what a passenger did. */
export interface ActedBy {
  readonly staffId: StaffId | null
  readonly keyId: ApiKeyId | null
  readonly reason: ActReason | null
}

export const actedByNobody: ActedBy = { staffId: null, keyId: null, reason: null }

/** A rule's account of what happened; the engine adds the time and the place in the run's chain. */
export interface AuditNote {
  readonly action: AuditAction
  readonly userId: UserId | null
  readonly holdId: HoldId | null
  readonly paymentId: PaymentId | null
  readonly bookingId: BookingId | null
  readonly facts: AuditFacts
  /** Left out for what a passenger did. */
  readonly by?: ActedBy
}

/** One link of a run's hash chain: `hash = SHA-256(previous hash, canonical body)`. */
export interface AuditEntry extends Omit<AuditNote, 'by'>, ActedBy {
  readonly trainRunId: TrainRunId
  readonly seq: number
  readonly at: Instant
  readonly hash: string
}

/**
 * The text that is hashed, with its members in one fixed order; any change to this form would break every
 * chain. Who of the railway acted comes last, and only if somebody did: older entries had no place for it.
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
    ...(isByRailway(entry) ? [entry.staffId, entry.keyId, entry.reason] : []),
  ])
}

function isByRailway({ staffId, keyId, reason }: ActedBy): boolean {
  return staffId !== null || keyId !== null || reason !== null
}
