import { type FailCapture, failCapture } from '../domain/fail-capture.ts'
import type { CancellationId, QuoteId, RefundId } from '../domain/ids.ts'
import { type Payment, providerKey, type Refund } from '../domain/payment.ts'
import { findDifference, reconcilePayment } from '../domain/reconcile-payment.ts'
import { refuseRefund } from '../domain/refuse-refund.ts'
import {
  postponeStep,
  recordCapture,
  recordPlainCapture,
  recordRefund,
  recordVoid,
} from '../domain/settle-payment.ts'
import { GatewayRefused, GatewayUnanswered } from '../payments/gateway.ts'
import type { DueWork, Scope } from '../store/store.ts'
import { backoff, isWorthTelling } from './backoff.ts'
import type { Deps } from './deps.ts'
import { makeQuoteToken } from './tokens.ts'

export type SettleDeps = Pick<Deps, 'store' | 'gateway' | 'log' | 'counters' | 'randomBytes'>

/** A step that is not done after so long needs the eyes of an operator; it goes on being tried. */
const alarmAfterMs = 24 * 3_600_000

/**
 * Does one step that is due: captures, voids or refunds at the provider and records what came of it. Whatever happens, the step is
 * either done or due again: there is no last try for money.
 */
export async function settleOne(deps: SettleDeps, work: DueWork): Promise<void> {
  if (!(await deps.store.holdsLease(work))) return
  const step = work.kind === 'refund' ? 'REFUND' : work.payment.dueStep
  try {
    if (await isTaken(deps, work)) deps.counters.count('settled_steps', { step: step ?? 'NONE' })
  } catch (fault) {
    if (!(fault instanceof GatewayUnanswered) && !(fault instanceof GatewayRefused)) throw fault
    await postpone(deps, work, fault)
  }
}

/** False where the provider refuses what stays due all the same. */
async function isTaken(deps: SettleDeps, work: DueWork): Promise<boolean> {
  if (work.kind === 'refund') return refund(deps, work, work.refund)
  if (work.payment.dueStep === 'CAPTURE') await capture(deps, work)
  else if (work.payment.dueStep === 'VOID') await giveUp(deps, work)
  return true
}

async function capture(deps: SettleDeps, work: DueWork): Promise<void> {
  const { payment } = work
  try {
    await deps.gateway.capture(providerKey(payment), payment.amountCents)
  } catch (fault) {
    if (!(fault instanceof GatewayRefused)) throw fault
    return captureRefused(deps, work, fault)
  }
  await captured(deps, work)
}

async function captured(deps: SettleDeps, lease: DueWork): Promise<void> {
  // Nearly always the payment itself is all there is to look at, and it is in memory: nothing is read for the decision.
  const { trainRunId, id: paymentId } = lease.payment
  const reply = await deps.store.decide({ trainRunId, paymentId, lease }, (inventory) =>
    recordPlainCapture(inventory, { paymentId }),
  )
  if (reply.ok) return
  const refundId = (await deps.store.nextId('refund')) as RefundId
  const command = { paymentId, refundId }
  await deps.store.decide(scopeOf(lease), (inventory, now) => recordCapture(inventory, command, now))
}

/** The provider says never. It may have captured already, under an answer that was lost; else the booking cannot stand. */
async function captureRefused(deps: SettleDeps, work: DueWork, fault: GatewayRefused): Promise<void> {
  const { payment } = work
  const found = await deps.gateway.find(providerKey(payment))
  if (found?.status === 'captured') return captured(deps, work)
  deps.log.error(
    { paymentId: payment.id, bookingId: payment.bookingId, err: fault },
    'a capture failed for good',
  )
  deps.counters.count('failed_captures')
  const quoteId = (await deps.store.nextId('quote')) as QuoteId
  const command: FailCapture = {
    paymentId: payment.id,
    quoteId,
    quoteToken: makeQuoteToken(quoteId, payment.trainRunId, deps.randomBytes(16)),
    cancellationId: (await deps.store.nextId('cancellation')) as CancellationId,
  }
  await deps.store.decide(scopeOf(work), (inventory, now) => failCapture(inventory, command, now))
}

async function giveUp(deps: SettleDeps, work: DueWork): Promise<void> {
  const { payment } = work
  const outcome = await voidOrFind(deps, payment)
  if (outcome === 'captured') return giveBack(deps, work)
  const command = { paymentId: payment.id, outcome }
  await deps.store.decide(scopeOf(work), (inventory) => recordVoid(inventory, command))
}

async function voidOrFind(deps: SettleDeps, payment: Payment): Promise<'voided' | 'absent' | 'captured'> {
  const key = providerKey(payment)
  try {
    return await deps.gateway.void(key)
  } catch (fault) {
    if (!(fault instanceof GatewayRefused)) throw fault
  }
  const found = await deps.gateway.find(key)
  if (!found) return 'absent'
  // What was declined has nothing to give up; what is still authorized is voided at the next try.
  if (found.status === 'authorized')
    throw new GatewayUnanswered('the provider would not void an authorization')
  return found.status === 'captured' ? 'captured' : 'voided'
}

/** The money came in before the void: it goes back as a refund. */
async function giveBack(deps: SettleDeps, work: DueWork): Promise<void> {
  const { payment } = work
  const provider = await deps.gateway.find(providerKey(payment))
  if (!provider) throw new GatewayUnanswered('the provider has lost a payment that it had captured')
  const refundId = (await deps.store.nextId('refund')) as RefundId
  const expected = findDifference(payment, provider)
  const command = { paymentId: payment.id, provider, expected, refundId }
  await deps.store.decide(scopeOf(work), (inventory, now) => reconcilePayment(inventory, command, now))
}

async function refund(deps: SettleDeps, work: DueWork, row: Refund): Promise<boolean> {
  const { payment } = work
  try {
    const key = providerKey(payment)
    await deps.gateway.refund(key, `${key}-r${row.id}`, row.amountCents)
  } catch (fault) {
    if (!(fault instanceof GatewayRefused)) throw fault
    return refundRefused(deps, work, row, fault)
  }
  const command = { paymentId: payment.id, refundId: row.id }
  await deps.store.decide({ ...scopeOf(work), refundId: row.id }, (inventory) =>
    recordRefund(inventory, command),
  )
  return true
}

/** The provider says never, and the money is owed all the same: only who runs the railway can take it up with the provider. */
async function refundRefused(
  deps: SettleDeps,
  work: DueWork,
  row: Refund,
  fault: GatewayRefused,
): Promise<boolean> {
  const { payment } = work
  const found = await deps.gateway.find(providerKey(payment))
  const [random = 0] = deps.randomBytes(1)
  const backoffMs = backoff('refused', row.tryCount, random / 256)
  const ids = { paymentId: payment.id, refundId: row.id }
  const command = { ...ids, givenBackCents: found?.refundedCents ?? 0, backoffMs }
  const reply = await deps.store.decide({ ...scopeOf(work), refundId: row.id }, (inventory, now) =>
    refuseRefund(inventory, command, now),
  )
  if (!reply.ok || reply.value.outcome === 'done') return true
  const tryCount = row.tryCount + 1
  const facts = { ...ids, amountCents: row.amountCents, tryCount, backoffMs, reason: fault.message }
  const level = reply.value.isNews || isWorthTelling(tryCount) ? 'error' : 'debug'
  deps.log[level](facts, 'the provider refuses a refund, which is still owed')
  if (reply.value.isNews) deps.counters.count('refused_refunds')
  return false
}

async function postpone(deps: SettleDeps, work: DueWork, fault: Error): Promise<void> {
  const row = work.kind === 'refund' ? work.refund : work.payment
  const refundId = work.kind === 'refund' ? work.refund.id : null
  const [random = 0] = deps.randomBytes(1)
  const backoffMs = backoff('unanswered', row.tryCount, random / 256)
  const facts = {
    paymentId: work.payment.id,
    refundId,
    tryCount: row.tryCount + 1,
    backoffMs,
    reason: fault.message,
  }
  const isLate = deps.store.now() - work.payment.createdAt > alarmAfterMs
  if (isLate || fault instanceof GatewayRefused) deps.log.error(facts, 'a payment step cannot be done')
  else deps.log.warn(facts, 'a payment step had no answer and is tried again')
  deps.counters.count('postponed_steps')
  const scope = scopeOf(work)
  await deps.store.decide(refundId === null ? scope : { ...scope, refundId }, (inventory, now) =>
    postponeStep(inventory, { paymentId: work.payment.id, refundId, backoffMs }, now),
  )
}

/** What is done under a lease is recorded under it too: a worker that comes late changes nothing. */
function scopeOf(lease: DueWork): Scope {
  const { trainRunId, id: paymentId, holdId, bookingId } = lease.payment
  const scope = { trainRunId, paymentId, holdId, lease }
  return bookingId === null ? scope : { ...scope, bookingId }
}
