import { type FailCapture, failCapture } from '../domain/fail-capture.ts'
import type { CancellationId, QuoteId, RefundId } from '../domain/ids.ts'
import { type Payment, providerKey, type Refund } from '../domain/payment.ts'
import { findDifference, reconcilePayment } from '../domain/reconcile-payment.ts'
import {
  postponeStep,
  recordCapture,
  recordPlainCapture,
  recordRefund,
  recordVoid,
} from '../domain/settle-payment.ts'
import { GatewayRefused, GatewayUnanswered } from '../payments/gateway.ts'
import type { DueWork, Scope } from '../store/store.ts'
import type { Deps } from './deps.ts'
import { makeQuoteToken } from './tokens.ts'

export type SettleDeps = Pick<Deps, 'store' | 'gateway' | 'log' | 'counters' | 'randomBytes'>

/** Pause before the first further try of a step; it doubles with each. */
const firstBackoffMs = 500
const longestBackoffMs = 30_000
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
    if (work.kind === 'refund') await refund(deps, work, work.refund)
    else if (step === 'CAPTURE') await capture(deps, work)
    else if (step === 'VOID') await giveUp(deps, work)
    deps.counters.count('settled_steps', { step: step ?? 'NONE' })
  } catch (fault) {
    if (!(fault instanceof GatewayUnanswered) && !(fault instanceof GatewayRefused)) throw fault
    await postpone(deps, work, fault)
  }
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

async function refund(deps: SettleDeps, work: DueWork, row: Refund): Promise<void> {
  const { payment } = work
  if (row.amountCents > 0) {
    const key = providerKey(payment)
    await deps.gateway.refund(key, `${key}-r${row.id}`, row.amountCents)
  }
  const command = { paymentId: payment.id, refundId: row.id }
  await deps.store.decide({ ...scopeOf(work), refundId: row.id }, (inventory) =>
    recordRefund(inventory, command),
  )
}

async function postpone(deps: SettleDeps, work: DueWork, fault: Error): Promise<void> {
  const row = work.kind === 'refund' ? work.refund : work.payment
  const refundId = work.kind === 'refund' ? work.refund.id : null
  const [random = 0] = deps.randomBytes(1)
  const backoffMs = backoff(row.tryCount, random / 256)
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

/** Doubles with each try up to a bound; between half of it and all of it, so that many do not come at the same time. */
export function backoff(tryCount: number, random: number): number {
  const fullMs = Math.min(longestBackoffMs, firstBackoffMs * 2 ** Math.min(tryCount, 16))
  return Math.ceil(fullMs * (0.5 + random / 2))
}

/** What is done under a lease is recorded under it too: a worker that comes late changes nothing. */
function scopeOf(lease: DueWork): Scope {
  const { trainRunId, id: paymentId, holdId, bookingId } = lease.payment
  const scope = { trainRunId, paymentId, holdId, lease }
  return bookingId === null ? scope : { ...scope, bookingId }
}
