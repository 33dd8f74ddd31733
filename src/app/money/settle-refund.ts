import { unreachable } from '../../domain/assert.ts'
import { backoff, isWorthTelling } from '../../domain/backoff.ts'
import type { MessageId } from '../../domain/ids.ts'
import { refuseRefund } from '../../domain/money/refuse-refund.ts'
import { recordRefundAndTell } from '../../domain/money/tell-of-refund.ts'
import type { Refund } from '../../domain/records/payment.ts'
import { payoutKey, providerKey, refundKey, restRefundKey } from '../../domain/records/provider-key.ts'
import { GatewayRefused } from '../../payments/gateway.ts'
import type { DueWork } from '../../store/store.ts'
import { type SettleDeps, scopeOf } from './step.ts'

/** Requests a refund; false if the provider refuses one that stays owed all the same. */
export async function settleRefund(deps: SettleDeps, work: DueWork, row: Refund): Promise<boolean> {
  const { payment } = work
  if (row.kind === 'COMPENSATION') return payOut(deps, work, row)
  try {
    await deps.gateway.refund(providerKey(payment), refundKey(row), row.amountCents)
  } catch (fault) {
    if (!(fault instanceof GatewayRefused)) throw fault
    return refundRefused(deps, work, row, fault)
  }
  return record(deps, work, row)
}

/** A compensation is no part of the payment, so it is paid out under a key of its own. */
async function payOut(deps: SettleDeps, work: DueWork, row: Refund): Promise<boolean> {
  await deps.gateway.payOut(payoutKey(row), row.amountCents, work.payment.currency)
  return record(deps, work, row)
}

async function record(deps: SettleDeps, work: DueWork, row: Refund): Promise<boolean> {
  const messageId = (await deps.store.nextId('message')) as MessageId
  const notice = { messageId, content: {}, usualLanguage: deps.brand.languages[0] }
  const command = { paymentId: work.payment.id, refundId: row.id, notice }
  await deps.store.decide({ ...scopeOf(work), refundId: row.id }, (inventory, now) =>
    recordRefundAndTell(inventory, command, now),
  )
  deps.onMessageDue?.()
  return true
}

/**
 * The provider refuses for good, and the money is owed all the same: only the operator can take it up with
 * the provider. False if it stays owed.
 */
async function refundRefused(
  deps: SettleDeps,
  work: DueWork,
  row: Refund,
  fault: GatewayRefused,
): Promise<boolean> {
  const found = await deps.gateway.find(providerKey(work.payment))
  const [random = 0] = deps.randomBytes(1)
  const ids = { paymentId: work.payment.id, refundId: row.id }
  const refused = { ...ids, givenBackCents: found?.refundedCents ?? 0, isRestRefused: false }
  const command = { ...refused, backoffMs: backoff('refused', row.tryCount, random / 256) }
  const reply = await decideRefused(deps, work, command)
  const end =
    reply.outcome === 'in_part' ? await askForRest(deps, work, row, command, reply.restCents) : reply
  if (end.outcome === 'owed') tellRefused(deps, row, command.backoffMs, fault, end.isNews)
  return end.outcome === 'done'
}

type RefuseRefund = Parameters<typeof refuseRefund>[1]

async function decideRefused(deps: SettleDeps, work: DueWork, command: RefuseRefund) {
  const scope = { ...scopeOf(work), refundId: command.refundId }
  const reply = await deps.store.decide(scope, (inventory, now) => refuseRefund(inventory, command, now))
  return reply.ok ? reply.value : unreachable(reply.refusal)
}

/** Part of it was given back at someone else's request, and the provider refuses more than it has left. */
async function askForRest(
  deps: SettleDeps,
  work: DueWork,
  row: Refund,
  command: RefuseRefund,
  restCents: number,
) {
  try {
    await deps.gateway.refund(providerKey(work.payment), restRefundKey(row), restCents)
  } catch (fault) {
    if (!(fault instanceof GatewayRefused)) throw fault
    return decideRefused(deps, work, { ...command, isRestRefused: true })
  }
  return decideRefused(deps, work, { ...command, givenBackCents: command.givenBackCents + restCents })
}

function tellRefused(
  { log, counters }: SettleDeps,
  row: Refund,
  backoffMs: number,
  fault: GatewayRefused,
  isNews: boolean,
): void {
  const { paymentId, id: refundId, amountCents } = row
  const tryCount = row.tryCount + 1
  const level = isNews || isWorthTelling(tryCount) ? 'error' : 'debug'
  const facts = { paymentId, refundId, amountCents, tryCount, backoffMs, reason: fault.message }
  log[level](facts, 'the provider refuses a refund, which is still owed')
  if (isNews) counters.count('refused_refunds')
}
