import type { PaymentId, RefundId, TrainRunId } from '../domain/ids.ts'
import type { Payment } from '../domain/payment.ts'
import { type Finding, findDifference, reconcilePayment } from '../domain/reconcile-payment.ts'
import type { ProviderPayment } from '../payments/gateway.ts'
import { decideAttempt, type ResolveDeps } from './resolve-attempt.ts'

const pageSize = 500
/** Pages of one pass; what is left is for the next, so that a pass over an old ledger does not crowd out sales. */
const pagesOfPass = 200

/** What one pass has seen and found; what agrees is not counted. */
export interface Reconciliation {
  readonly seen: number
  readonly findings: Readonly<Partial<Record<Finding | 'unknown_payment', number>>>
  /** Where the next pass goes on. */
  readonly cursor: string | null
}

/**
 * Compares the provider's ledger after a cursor with our payments and makes due what is missing: orphan authorizations are voided,
 * orphan captures refunded, missing captures made up for. A different amount changes nothing and is an alarm.
 */
export async function reconcilePayments(
  deps: ResolveDeps,
  cursor: string | null,
  maxPages = pagesOfPass,
): Promise<Reconciliation> {
  const findings: Partial<Record<Finding | 'unknown_payment', number>> = {}
  let seen = 0
  let after = cursor
  for (let page = 0; page < maxPages; page++) {
    const { payments, next } = await deps.gateway.list(after, pageSize)
    for (const provider of payments) {
      const finding = await reconcileOne(deps, provider)
      if (finding !== 'none') findings[finding] = (findings[finding] ?? 0) + 1
    }
    seen += payments.length
    after = next ?? after
    if (payments.length < pageSize) break
  }
  if (Object.keys(findings).length > 0) {
    deps.log.warn({ seen, findings }, 'payments differed from the ledger of their provider')
    deps.onPaymentDue?.()
  }
  return { seen, findings, cursor: after }
}

const ourKey = /^hf-([0-9]{1,15})-([0-9]{1,15})$/

/** Makes one payment of the provider's and ours agree, as far as due work can; says what was found. */
async function reconcileOne(
  deps: ResolveDeps,
  listed: ProviderPayment,
): Promise<Finding | 'unknown_payment'> {
  const ids = ourKey.exec(listed.key)
  if (!ids) return 'none'
  const payment = await findOurs(deps, ids)
  if (!payment) return returnUnknown(deps, listed)
  if (isAtPeace(findDifference(payment, listed))) return 'none'
  // The page may be older than our row. What the provider says after our row was read cannot be.
  const provider = await deps.gateway.find(listed.key)
  if (!provider) return 'none'
  const finding = findDifference(payment, provider)
  if (isAtPeace(finding)) return 'none'
  deps.counters.count('reconciliation_findings', { finding })
  if (finding === 'amount_differs' || finding === 'over_refunded')
    deps.log.error({ paymentId: payment.id, finding }, 'the provider has another amount than the database')
  return remedy(deps, payment, provider, finding)
}

function findOurs(deps: ResolveDeps, ids: RegExpExecArray): Promise<Payment | undefined> {
  return deps.store.findPayment(Number(ids[1]) as TrainRunId, Number(ids[2]) as PaymentId)
}

function isAtPeace(finding: Finding): boolean {
  return finding === 'none' || finding === 'open'
}

async function remedy(
  deps: ResolveDeps,
  payment: Payment,
  provider: ProviderPayment,
  expected: Finding,
): Promise<Finding> {
  const refundId = (await deps.store.nextId('refund')) as RefundId
  const { trainRunId, holdId, bookingId, id: paymentId } = payment
  const scope = { trainRunId, holdId, paymentId, ...(bookingId === null ? {} : { bookingId }) }
  const command = { paymentId, provider, expected, refundId }
  const reply = await deps.store.decide(scope, (inventory, now) => reconcilePayment(inventory, command, now))
  return reply.ok ? reply.value.finding : 'none'
}

/** Money under a key of ours that no row of ours knows, as after a restore of an older backup: it goes back. */
async function returnUnknown(
  deps: ResolveDeps,
  { key, status, capturedCents, refundedCents }: ProviderPayment,
): Promise<'none' | 'unknown_payment'> {
  if (status === 'authorized') await deps.gateway.void(key)
  else if (capturedCents > refundedCents)
    await deps.gateway.refund(key, `${key}-orphan`, capturedCents - refundedCents)
  else return 'none'
  deps.log.error({ key }, 'money of a payment that is not in the database was given back')
  deps.counters.count('reconciliation_findings', { finding: 'unknown_payment' })
  return 'unknown_payment'
}

/** The provider tells of one payment out of turn: an open attempt is decided by it, anything else is compared. */
export async function reconcileKey(deps: ResolveDeps, key: string): Promise<void> {
  const ids = ourKey.exec(key)
  const payment = ids ? await findOurs(deps, ids) : undefined
  const provider = await deps.gateway.find(key)
  if (!provider) return
  if (payment?.status === 'REQUESTED') await decideAttempt(deps, payment, provider)
  else await reconcileOne(deps, provider)
  deps.onPaymentDue?.()
}
