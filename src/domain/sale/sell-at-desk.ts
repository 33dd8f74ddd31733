import type { BookingId, DeskEntryId } from '../ids.ts'
import type { Instant } from '../instant.ts'
import type { Decision, Inventory } from '../inventory/inventory.ts'
import type { ActedBy } from '../records/audit.ts'
import type { Change } from '../records/changes.ts'
import type { DeskEntry } from '../records/desk-ledger.ts'
import type { Payment } from '../records/payment.ts'
import type { DeskMethod } from '../records/payment-method.ts'
import { accept, refuse } from '../result.ts'
import { noteOf, withoutPeople } from './attempt.ts'
import { type NewBooking, soldFacts, turnIntoBooking } from './confirm-booking.ts'
import { attemptOf, findPurchase, type Purchase, type PurchaseRefusal } from './pin-hold.ts'

interface SellAtDesk extends Purchase, NewBooking {
  readonly method: DeskMethod
  /** Used if money is taken at once. */
  readonly entryId: DeskEntryId
  readonly till: string
  readonly by: ActedBy
}

/** What is taken at once for a sale, by method: the price in cash, or nothing, since an invoice is owed. */
const takesAtOnce: Readonly<Record<DeskMethod, boolean>> = { cash: true, invoice: false }

export type SellRefusal = { readonly code: 'idempotency_key_reused' } | PurchaseRefusal

/**
 * Sells the seats of a hold at a desk. No provider is asked, so this one decision is the whole sale: booking,
 * payment, and the money that was taken. Refuses in the order of the union above.
 */
export function sellAtDesk(
  inventory: Inventory,
  command: SellAtDesk,
  now: Instant,
): Decision<{ readonly bookingId: BookingId; readonly replayed: boolean }, SellRefusal> {
  const earlier = inventory.paymentOfKey(command.userId, command.idempotencyKey)
  if (earlier) {
    const isSame = earlier.fingerprint === command.fingerprint && earlier.bookingId !== null
    const reply =
      isSame && earlier.bookingId !== null
        ? accept({ bookingId: earlier.bookingId, replayed: true })
        : refuse({ code: 'idempotency_key_reused' } as const)
    return { reply, changes: [] }
  }
  const found = findPurchase(inventory, command, now)
  if (!found.ok) return { reply: refuse(found.refusal), changes: found.changes }
  const attempt = attemptOf(inventory, found.hold, command, now, now)
  const { booking, changes } = turnIntoBooking(inventory, attempt, found.hold, command, now)
  const payment: Payment = { ...withoutPeople(attempt), status: 'CAPTURED', bookingId: booking.id }
  const { trainRunId, id: paymentId } = payment
  const key = { trainRunId, paymentId, wrapped: command.wrappedKey, search: command.search }
  const facts = { ...soldFacts(booking), method: payment.method }
  const captured = noteOf(payment, 'payment_captured', { amount_cents: payment.amountCents })
  return {
    reply: accept({ bookingId: booking.id, replayed: false }),
    changes: [
      { kind: 'payment_added', payment },
      { kind: 'personal_key_added', key },
      ...changes,
      { kind: 'noted', note: { ...noteOf(payment, 'booking_confirmed', facts), by: command.by } },
      { kind: 'noted', note: { ...captured, by: command.by } },
      ...(takesAtOnce[command.method] ? enterMoney(payment, takenBy(payment, command, now), command.by) : []),
    ],
  }
}

/** A row of the ledger of the desk, and its entry in the audit. */
export function enterMoney(payment: Payment, entry: DeskEntry, by: ActedBy): readonly Change[] {
  if (entry.amountCents === 0) return []
  const { id, amountCents, means } = entry
  const note = noteOf(payment, 'desk_settled', { entry_id: id, amount_cents: amountCents, means })
  return [
    { kind: 'desk_entry_added', entry },
    { kind: 'noted', note: { ...note, by } },
  ]
}

function takenBy(
  { id: paymentId, trainRunId, amountCents }: Payment,
  command: SellAtDesk,
  at: Instant,
): DeskEntry {
  const { entryId: id, till, userId, by } = command
  const { staffId, keyId } = by
  return {
    ...{ id, trainRunId, paymentId, amountCents, means: 'CASH', till, at, staffId, keyId, userId },
    // The payment answers for its key; this one is no caller's, since keys on the wire have no leading space.
    ...{ idempotencyKey: ` sale ${paymentId}`, fingerprint: '' },
  }
}
