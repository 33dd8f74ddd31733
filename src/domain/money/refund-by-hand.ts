import type { Inventory } from '../inventory/inventory.ts'
import type { Change } from '../records/changes.ts'
import { type Payment, type Refund, refundsOfPrice } from '../records/payment.ts'
import { noteOf } from '../sale/attempt.ts'
import { recordRefund } from './settle-payment.ts'

/**
 * Records what the provider gave back of a captured payment although nobody here asked it to. That amount
 * settles refunds that the provider refuses, as far as it goes; anything beyond all refunds is kept with the
 * payment, once, and changes nothing that is owed.
 */
export function recordRefundsByHand(
  inventory: Inventory,
  payment: Payment,
  givenBackCents: number,
): readonly Change[] {
  const refunds = refundsOfPrice(inventory.refundsOf(payment.id))
  // A refund that nobody has refused may be under way, and its outcome is not known here yet.
  let leftCents = givenBackCents - sumOf(refunds.filter((refund) => isOwed(refund) && !isRefused(refund)))
  const changes: Change[] = []
  for (const refund of refunds.filter(isRefused)) {
    if (refund.amountCents > leftCents) continue
    leftCents -= refund.amountCents
    changes.push(...recordRefund(inventory, { paymentId: payment.id, refundId: refund.id }).changes)
  }
  return [...changes, ...keepBeyond(payment, refunds, givenBackCents)]
}

/** The amount given back beyond everything that is or was owed, whoever asked for it. */
export function keepBeyond(
  payment: Payment,
  refunds: readonly Refund[],
  givenBackCents: number,
): readonly Change[] {
  const byHandCents = Math.max(0, givenBackCents - owedCents(refunds))
  if (byHandCents === payment.byHandCents) return []
  return [
    { kind: 'payment_changed', payment: { ...payment, byHandCents } },
    { kind: 'noted', note: noteOf(payment, 'refunded_by_hand', { total_cents: byHandCents }) },
  ]
}

/** The total of a payment's refunds, whether they have been paid yet or not. */
export function owedCents(refunds: readonly Refund[]): number {
  return sumOf(refunds.filter(isOwed))
}

function isOwed(refund: Refund): boolean {
  return refund.status !== 'LAPSED'
}

function isRefused(refund: Refund): boolean {
  return refund.status === 'QUEUED' && refund.refusedAt !== null
}

function sumOf(refunds: readonly Refund[]): number {
  return refunds.reduce((sum, { amountCents }) => sum + amountCents, 0)
}
