import type { BookingId, DeskEntryId, UserId } from '../ids.ts'
import type { Instant } from '../instant.ts'
import type { Decision, Inventory } from '../inventory/inventory.ts'
import type { ActedBy } from '../records/audit.ts'
import { balanceOf, type DeskEntry, type DeskMeans } from '../records/desk-ledger.ts'
import { isDeskMethod } from '../records/payment-method.ts'
import { accept, refuse } from '../result.ts'
import { loadAttempt } from '../sale/attempt.ts'
import { enterMoney } from '../sale/sell-at-desk.ts'

export interface SettleAtDesk {
  readonly bookingId: BookingId
  readonly entryId: DeskEntryId
  /** What changed hands, in minor units: what the railway received, or, negative, what it paid out. */
  readonly amountCents: number
  readonly means: DeskMeans
  readonly till: string
  readonly by: ActedBy
  readonly userId: UserId
  readonly idempotencyKey: string
  readonly fingerprint: string
}

export type SettleRefusal =
  | { readonly code: 'booking_not_found' }
  | { readonly code: 'not_sold_at_desk'; readonly method: string }
  | { readonly code: 'idempotency_key_reused' }
  | { readonly code: 'balance_differs'; readonly balanceCents: number }

interface SettledAtDesk {
  readonly entry: DeskEntry
  readonly replayed: boolean
}

/**
 * Records that what is open on the account of a booking has changed hands: an invoice was paid, or what is
 * due to the passenger was paid out. Only the whole balance settles it, so that nobody pays out what a
 * colleague has just paid out, or takes what a cancellation has just lowered. Refuses in the order of the
 * union above.
 */
export function settleAtDesk(
  inventory: Inventory,
  command: SettleAtDesk,
  now: Instant,
): Decision<SettledAtDesk, SettleRefusal> {
  const booking = inventory.booking(command.bookingId)
  if (!booking) return { reply: refuse({ code: 'booking_not_found' }), changes: [] }
  const payment = loadAttempt(inventory, booking.paymentId)
  const { method } = payment
  if (!isDeskMethod(method)) return { reply: refuse({ code: 'not_sold_at_desk', method }), changes: [] }
  const entries = inventory.deskEntriesOf(payment.id)
  const earlier = entries.find(
    (entry) => entry.userId === command.userId && entry.idempotencyKey === command.idempotencyKey,
  )
  if (earlier) {
    const isSame = earlier.fingerprint === command.fingerprint
    const reply = isSame
      ? accept({ entry: earlier, replayed: true })
      : refuse({ code: 'idempotency_key_reused' } as const)
    return { reply, changes: [] }
  }
  const balanceCents = balanceOf(payment, inventory.refundsOf(payment.id), entries)
  if (balanceCents === 0 || command.amountCents !== balanceCents)
    return { reply: refuse({ code: 'balance_differs', balanceCents }), changes: [] }
  const { bookingId: _, entryId: id, by, ...given } = command
  const { staffId, keyId } = by
  const { id: paymentId, trainRunId } = payment
  const entry: DeskEntry = { ...given, id, staffId, keyId, paymentId, trainRunId, at: now }
  return { reply: accept({ entry, replayed: false }), changes: enterMoney(payment, entry, by) }
}
