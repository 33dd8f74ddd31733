import type { PaymentId, RefundId } from '../ids.ts'
import type { Instant } from '../instant.ts'
import type { Decision, Inventory } from '../inventory/inventory.ts'
import { type Notice, tellPassenger } from '../records/tell-passenger.ts'
import { recordRefund, type Settled } from './settle-payment.ts'

interface RefundPaid {
  readonly paymentId: PaymentId
  readonly refundId: RefundId
  /** What the passenger is told; the amount is added. */
  readonly notice: Notice
}

/** The provider has paid a refund, or a compensation, out, and the passenger is told. */
export function recordRefundAndTell(
  inventory: Inventory,
  { notice, ...command }: RefundPaid,
  now: Instant,
): Decision<Settled, never> {
  const decision = recordRefund(inventory, command)
  const { bookingId, currency } = inventory.payment(command.paymentId) ?? {}
  const booking = bookingId == null ? undefined : inventory.booking(bookingId)
  const refund = inventory.refund(command.refundId)
  if (decision.changes.length === 0 || !booking || !refund) return decision
  const amount = { amount_cents: String(refund.amountCents), currency: currency ?? booking.currency }
  const content = { ...notice.content, booking: booking.locator, ...amount }
  return {
    ...decision,
    changes: [...decision.changes, ...tellPassenger(booking, 'refunded', { ...notice, content }, now)],
  }
}
