import { loadAttempt, noteOf } from './attempt.ts'
import type { Change } from './changes.ts'
import type { PaymentId, RefundId } from './ids.ts'
import { after, type Instant } from './instant.ts'
import type { Decision, Inventory } from './inventory.ts'
import type { Refund } from './payment.ts'
import { accept } from './result.ts'
import { recordRefund } from './settle-payment.ts'

export interface RefuseRefund {
  readonly paymentId: PaymentId
  readonly refundId: RefundId
  /** All that the provider has given back of this payment by now, whoever asked it to. */
  readonly givenBackCents: number
  readonly backoffMs: number
}

/** `owed` still, or `done` after all; `isNews` where it was not known before. */
export interface RefusedRefund {
  readonly outcome: 'owed' | 'done'
  readonly isNews: boolean
}

/**
 * The provider will not pay a refund out. Where it has given back all that is owed of the payment, somebody else has had it do so and
 * the refund is done; else it stays owed, marked as refused, and is asked for again after `backoffMs`.
 */
export function refuseRefund(
  inventory: Inventory,
  command: RefuseRefund,
  now: Instant,
): Decision<RefusedRefund, never> {
  const refund = inventory.refund(command.refundId)
  if (refund?.status !== 'QUEUED') return { reply: accept({ outcome: 'done', isNews: false }), changes: [] }
  const owedCents = inventory
    .refundsOf(command.paymentId)
    .filter(({ status }) => status !== 'LAPSED')
    .reduce((sum, { amountCents }) => sum + amountCents, 0)
  if (owedCents <= command.givenBackCents)
    return {
      reply: accept({ outcome: 'done', isNews: true }),
      changes: recordRefund(inventory, command).changes,
    }
  return stayOwed(inventory, refund, command, now)
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
