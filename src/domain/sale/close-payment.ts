import type { PaymentId } from '../ids.ts'
import type { Instant } from '../instant.ts'
import type { Decision, Inventory } from '../inventory/inventory.ts'
import {
  type AttemptRefusal,
  type Booked,
  type CloseReason,
  closeAttempt,
  endedAttempt,
  loadAttempt,
} from './attempt.ts'

interface ClosePayment {
  readonly paymentId: PaymentId
  readonly reason: CloseReason
}

/**
 * Closes an attempt that got no answer in time; whatever the provider may still authorize is voided later.
 */
export function closePayment(
  inventory: Inventory,
  command: ClosePayment,
  now: Instant,
): Decision<Booked, AttemptRefusal> {
  const payment = loadAttempt(inventory, command.paymentId)
  const ended = endedAttempt(payment)
  if (ended) return { reply: ended, changes: [] }
  return closeAttempt(inventory, payment, command.reason, now)
}
