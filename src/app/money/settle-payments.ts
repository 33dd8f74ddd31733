import { backoff, isWorthTelling } from '../../domain/backoff.ts'
import type { CancellationId, QuoteId, RefundId } from '../../domain/ids.ts'
import { type FailCapture, failCapture } from '../../domain/money/fail-capture.ts'
import { findDifference, reconcilePayment } from '../../domain/money/reconcile-payment.ts'
import {
  postponeStep,
  recordCapture,
  recordPlainCapture,
  recordVoid,
} from '../../domain/money/settle-payment.ts'
import type { Payment } from '../../domain/records/payment.ts'
import { providerKey } from '../../domain/records/provider-key.ts'
import { GatewayRefused, GatewayUnanswered } from '../../payments/gateway.ts'
import type { DueWork } from '../../store/store.ts'
import { makeQuoteToken } from '../tokens.ts'
import { settleRefund } from './settle-refund.ts'
import { type SettleDeps, scopeOf, stepKey } from './step.ts'

/** A step that is not done after this long needs an operator's attention; it is retried all the same. */
const alarmAfterMs = 24 * 3_600_000

/**
 * Does one due step: captures, voids or refunds at the provider and records the outcome. Whatever happens,
 * the step is either done or due again: there is no last try for money.
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

/** False if the provider refuses a step that stays due all the same. */
async function isTaken(deps: SettleDeps, work: DueWork): Promise<boolean> {
  if (work.kind === 'refund') return settleRefund(deps, work, work.refund)
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
  // Nearly always the decision needs only the payment itself, which is in memory, so nothing is read.
  const { trainRunId, id: paymentId } = lease.payment
  const reply = await deps.store.decide({ trainRunId, paymentId, lease }, (inventory) =>
    recordPlainCapture(inventory, { paymentId }),
  )
  if (reply.ok) return
  const refundId = (await deps.store.nextId('refund')) as RefundId
  const command = { paymentId, refundId }
  await deps.store.decide(scopeOf(lease), (inventory, now) => recordCapture(inventory, command, now))
}

/**
 * The provider refuses for good. It may have captured already, with an answer that was lost; otherwise the
 * booking cannot stay.
 */
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
  // A declined payment has nothing to give up; one that is still authorized is voided at the next try.
  if (found.status === 'authorized')
    throw new GatewayUnanswered('the provider would not void an authorization')
  return found.status === 'captured' ? 'captured' : 'voided'
}

/** The money came in before the void: it goes back as a refund. */
async function giveBack(deps: SettleDeps, work: DueWork): Promise<void> {
  const { payment } = work
  const provider = await deps.gateway.find(providerKey(payment))
  if (!provider) throw new GatewayUnanswered('the provider has lost a payment that it captured')
  const refundId = (await deps.store.nextId('refund')) as RefundId
  const expected = findDifference(payment, provider)
  const command = { paymentId: payment.id, provider, expected, refundId }
  await deps.store.decide(scopeOf(work), (inventory, now) => reconcilePayment(inventory, command, now))
}

async function postpone(deps: SettleDeps, work: DueWork, fault: Error): Promise<void> {
  const row = work.kind === 'refund' ? work.refund : work.payment
  const refundId = work.kind === 'refund' ? work.refund.id : null
  const [random = 0] = deps.randomBytes(1)
  const backoffMs = backoff('unanswered', row.tryCount, random / 256)
  tellPostponed(deps, work, row.tryCount + 1, backoffMs, fault)
  deps.counters.count('postponed_steps')
  const scope = scopeOf(work)
  await deps.store.decide(refundId === null ? scope : { ...scope, refundId }, (inventory, now) =>
    postponeStep(inventory, { paymentId: work.payment.id, refundId, backoffMs }, now),
  )
}

/**
 * The number of tries after which an unanswered step is logged: before that, the whole provider may be away,
 * which is logged once.
 */
const toldAfterTries = 4

/**
 * Ever more rarely: at the 4th, 8th, 16th ... try without an answer, and from the first one if the provider
 * refuses.
 */
function tellPostponed(
  { log, store }: SettleDeps,
  work: DueWork,
  tryCount: number,
  backoffMs: number,
  fault: Error,
): void {
  const facts = { payment: stepKey(work), tryCount, backoffMs, reason: fault.message }
  const isRefused = fault instanceof GatewayRefused
  const isLate = store.now() - work.payment.createdAt > alarmAfterMs
  const isTold = isWorthTelling(tryCount) && (isRefused || tryCount >= toldAfterTries)
  const level = isTold ? (isLate || isRefused ? 'error' : 'warn') : 'debug'
  log[level](facts, 'a payment step could not be done at the provider and is retried')
}
