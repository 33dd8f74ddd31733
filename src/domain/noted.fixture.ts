import { unreachable } from './assert.ts'
import type { HoldId, PaymentId, SeatId } from './ids.ts'
import type { AuditAction } from './records/audit.ts'
import type { Change } from './records/changes.ts'
import type { Hold } from './records/hold.ts'

/** Entries that name no hold: a picture that meets one is loaded whole. */
const ofNoHold: ReadonlySet<AuditAction> = new Set([
  ...(['records_cleared', 'seats_blocked', 'seats_unblocked', 'sale_closed', 'sale_opened'] as const),
  ...(['run_cancelled', 'run_given_back'] as const),
])

/**
 * The changes of a picture that no audit entry of the same decision leads to. A claim is reached through the
 * hold on its seat, a hold, an open payment and a payment that was open through its id, a cancellation
 * through its booking. `after` is the world with the changes made.
 */
export function unnoted(
  changes: readonly Change[],
  wasOpen: (id: PaymentId) => boolean,
  after: { readonly holds: ReadonlyMap<HoldId, Hold> },
): readonly Change[] {
  const notes = changes.flatMap((change) => (change.kind === 'noted' ? [change.note] : []))
  const holds = new Set(notes.map((note) => note.holdId))
  const payments = new Set(notes.map((note) => note.paymentId))
  const bookings = new Set(notes.map((note) => note.bookingId))
  const seatsOf = (id: HoldId | null) => (id === null ? undefined : after.holds.get(id)?.seats) ?? []
  const isLoadedWhole = notes.some(({ action, facts }) => ofNoHold.has(action) || 'moved' in facts)
  const seats = new Set<SeatId>([...holds].flatMap((id) => seatsOf(id).map((seat) => seat.seatId)))
  return changes.filter((change) => {
    switch (change.kind) {
      case 'claim_removed':
        return !isLoadedWhole && !seats.has(change.seatId)
      case 'claim_added':
      case 'claim_changed':
        return !isLoadedWhole && !seats.has(change.claim.seatId)
      case 'hold_cleared':
      case 'entries_cleared':
        // It is gone.
        return !isLoadedWhole
      case 'hold_added':
      case 'hold_changed':
        return !holds.has(change.hold.id)
      case 'payment_added':
        return !payments.has(change.payment.id)
      case 'payment_changed':
        return wasOpen(change.payment.id) && !payments.has(change.payment.id)
      case 'cancellation_added':
        return !bookings.has(change.cancellation.bookingId)
      case 'closures_changed':
        return !isLoadedWhole
      case 'noted':
        return change.note.holdId === null && !ofNoHold.has(change.note.action)
      case 'personal_key_added':
      case 'personal_key_changed':
      case 'personal_key_removed':
      case 'booking_added':
      case 'booking_changed':
      case 'quote_added':
      case 'refund_added':
      case 'refund_changed':
      case 'desk_entry_added':
      case 'code_added':
      case 'code_changed':
      case 'grant_added':
      case 'message_added':
      case 'person_added':
      case 'person_changed':
        return false
      default:
        return unreachable(change)
    }
  })
}
