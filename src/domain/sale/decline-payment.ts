import type { PaymentId } from '../ids.ts'
import type { Instant } from '../instant.ts'
import type { Decision, Inventory } from '../inventory/inventory.ts'
import type { Payment } from '../records/payment.ts'
import { refuse } from '../result.ts'
import {
  type AttemptRefusal,
  type Booked,
  endedAttempt,
  loadAttempt,
  noteOf,
  releaseHoldOf,
  withoutPeople,
} from './attempt.ts'

interface DeclinePayment {
  readonly paymentId: PaymentId
  /** The provider's own stable code. */
  readonly declineCode: string
}

/**
 * Ends an attempt that the provider declined, and frees its seats. If the attempt has already ended, its
 * first outcome stays.
 */
export function declinePayment(
  inventory: Inventory,
  command: DeclinePayment,
  now: Instant,
): Decision<Booked, AttemptRefusal> {
  const payment = loadAttempt(inventory, command.paymentId)
  const ended = endedAttempt(payment)
  if (ended) return { reply: ended, changes: [] }
  const { declineCode } = command
  const declined: Payment = { ...withoutPeople(payment), status: 'DECLINED', declineCode }
  return {
    reply: refuse({ code: 'payment_declined', declineCode }),
    changes: [
      ...releaseHoldOf(inventory, payment, now),
      { kind: 'payment_changed', payment: declined },
      { kind: 'personal_key_removed', paymentId: payment.id },
      { kind: 'noted', note: noteOf(payment, 'payment_declined', { decline_code: declineCode }) },
    ],
  }
}
