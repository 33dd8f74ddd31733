import type { PaymentId, RefundId } from '../ids.ts'
import { after, type Instant } from '../instant.ts'
import type { Decision, Inventory } from '../inventory/inventory.ts'
import type { Change } from '../records/changes.ts'
import { type Refund, refundsOfPrice } from '../records/payment.ts'
import { accept } from '../result.ts'
import { loadAttempt, noteOf } from '../sale/attempt.ts'
import { keepBeyond, owedCents } from './refund-by-hand.ts'
import { recordRefund } from './settle-payment.ts'

interface RefuseRefund {
  readonly paymentId: PaymentId
  readonly refundId: RefundId
  /** The total that the provider has given back of this payment so far, whoever asked it to. */
  readonly givenBackCents: number
  /** Whether the rest alone was requested and refused as well. */
  readonly isRestRefused: boolean
  readonly backoffMs: number
}

/**
 * `owed` still, or `done` after all; `isNews` if this was not known before. `in_part`: part of it was given
 * back at someone else's request, so the provider has only the rest left, which is requested next.
 */
type RefusedRefund =
  | { readonly outcome: 'owed' | 'done'; readonly isNews: boolean }
  | { readonly outcome: 'in_part'; readonly restCents: number }

/**
 * The provider refuses to pay out a refund. If it has given back all that is owed on the payment, someone
 * else has had it do so, and the refund is done. If not, the refund stays owed, is marked as refused, and is
 * retried after `backoffMs`.
 */
export function refuseRefund(
  inventory: Inventory,
  command: RefuseRefund,
  now: Instant,
): Decision<RefusedRefund, never> {
  const refund = inventory.refund(command.refundId)
  if (refund?.status !== 'QUEUED') return { reply: accept({ outcome: 'done', isNews: false }), changes: [] }
  const refunds = refundsOfPrice(inventory.refundsOf(command.paymentId))
  const restCents = owedCents(refunds) - command.givenBackCents
  if (restCents <= 0) return becomeDone(inventory, refunds, command)
  if (restCents < refund.amountCents && !command.isRestRefused)
    return { reply: accept({ outcome: 'in_part', restCents }), changes: [] }
  return stayOwed(inventory, refund, command, now)
}

function becomeDone(
  inventory: Inventory,
  refunds: readonly Refund[],
  command: RefuseRefund,
): Decision<RefusedRefund, never> {
  const payment = loadAttempt(inventory, command.paymentId)
  return {
    reply: accept({ outcome: 'done', isNews: true }),
    changes: [
      ...recordRefund(inventory, command).changes,
      ...keepBeyond(payment, refunds, command.givenBackCents),
    ],
  }
}

function stayOwed(
  inventory: Inventory,
  refund: Refund,
  command: RefuseRefund,
  now: Instant,
): Decision<RefusedRefund, never> {
  const isNews = refund.refusedAt === null
  const later: Refund = {
    ...refund,
    dueAt: after(now, command.backoffMs),
    tryCount: refund.tryCount + 1,
    refusedAt: refund.refusedAt ?? now,
  }
  const changes: Change[] = [{ kind: 'refund_changed', refund: later }]
  const facts = { refund_id: refund.id, amount_cents: refund.amountCents }
  if (isNews) {
    const payment = loadAttempt(inventory, command.paymentId)
    changes.push({ kind: 'noted', note: noteOf(payment, 'refund_refused', facts) })
  }
  return { reply: accept({ outcome: 'owed', isNews }), changes }
}
