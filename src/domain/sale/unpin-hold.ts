import type { PaymentId } from '../ids.ts'
import type { Instant } from '../instant.ts'
import { expireHold } from '../inventory/expire-holds.ts'
import type { Decision, Inventory } from '../inventory/inventory.ts'
import type { Change } from '../records/changes.ts'
import type { Hold } from '../records/hold.ts'
import { neverSentKey, type Payment } from '../records/payment.ts'
import { refuse } from '../result.ts'
import {
  type AttemptRefusal,
  type Booked,
  claimsOfHold,
  endedAttempt,
  loadAttempt,
  neverSent,
  noteOf,
  withoutPeople,
} from './attempt.ts'

interface UnpinHold {
  readonly paymentId: PaymentId
}

export type UnpinRefusal =
  | AttemptRefusal
  | { readonly code: 'payment_unavailable' }
  | { readonly code: 'hold_expired' }

/**
 * Takes back an attempt that never reached the provider: the hold continues until its own end, as if nobody
 * had tried to pay, and the idempotency key is free again. Only for attempts that certainly never arrived:
 * after a time-out the provider may have authorized.
 */
export function unpinHold(
  inventory: Inventory,
  command: UnpinHold,
  now: Instant,
): Decision<Booked, UnpinRefusal> {
  const payment = loadAttempt(inventory, command.paymentId)
  const ended = endedAttempt(payment)
  if (ended) return { reply: ended, changes: [] }
  const hold = inventory.hold(payment.holdId)
  const isPinned = hold?.status === 'PINNED' && hold.paymentId === payment.id
  const goesOn = isPinned && now < hold.expiresAt
  return {
    reply: refuse({ code: goesOn ? 'payment_unavailable' : 'hold_expired' }),
    changes: [
      ...(isPinned ? (goesOn ? unpin(inventory, hold) : expireHold(inventory, hold)) : []),
      { kind: 'payment_changed', payment: takenBack(payment) },
      { kind: 'personal_key_removed', paymentId: payment.id },
      { kind: 'noted', note: noteOf(payment, 'payment_never_sent', {}) },
    ],
  }
}

function unpin(inventory: Inventory, hold: Hold): readonly Change[] {
  const active: Hold = { ...hold, status: 'ACTIVE', pinnedUntil: null, paymentId: null }
  return [
    ...claimsOfHold(inventory, hold).map(
      (claim): Change => ({ kind: 'claim_changed', claim: { ...claim, expiresAt: hold.expiresAt } }),
    ),
    { kind: 'hold_changed', hold: active },
  ]
}

/** Nothing is due at a provider that never heard of the attempt. */
function takenBack(payment: Payment): Payment {
  const idempotencyKey = neverSentKey(payment)
  return { ...withoutPeople(payment), status: 'TIMED_OUT', declineCode: neverSent, idempotencyKey }
}
