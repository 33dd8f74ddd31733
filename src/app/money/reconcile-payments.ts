import type { RefundId } from '../../domain/ids.ts'
import {
  type Finding,
  findDifference,
  mayDifferInRefunds,
  reconcilePayment,
} from '../../domain/money/reconcile-payment.ts'
import type { Payment } from '../../domain/records/payment.ts'
import { orphanRefundKey, parseProviderKey } from '../../domain/records/provider-key.ts'
import type { Setback } from '../../domain/setbacks.ts'
import { GatewayUnanswered, type ProviderPayment } from '../../payments/gateway.ts'
import { decideAttempt, type ResolveDeps } from '../sale/resolve-attempt.ts'
import { isDone, setBack, tellSetbacks } from '../set-back.ts'
import { storeFaultOf } from '../store-fault.ts'

const pageSize = 500
/** Pages in one pass; the rest is left for the next pass, so that an old ledger does not crowd out sales. */
const pagesOfPass = 200

/** What one pass has seen and found; matching payments are not counted. */
export interface Reconciliation {
  readonly seen: number
  readonly findings: Readonly<Partial<Record<Finding | 'unknown_payment', number>>>
  /** The cursor at which the next pass continues. */
  readonly cursor: string | null
}

/**
 * Compares the provider's ledger after a cursor with our payments and makes missing steps due: orphan
 * authorizations are voided, orphan captures refunded, missing captures made up for. A different amount
 * changes nothing and is an alarm.
 */
export async function reconcilePayments(
  deps: ResolveDeps,
  cursor: string | null,
  maxPages = pagesOfPass,
): Promise<Reconciliation> {
  const pass = new Pass(deps)
  await pass.tryAgain()
  let seen = 0
  let after = cursor
  for (let page = 0; page < maxPages; page++) {
    const { payments, next } = await deps.gateway.list(after, pageSize)
    for (const provider of payments) await pass.compare(provider.key, async () => provider)
    seen += payments.length
    after = next ?? after
    if (payments.length < pageSize) break
  }
  const { findings } = pass
  if (Object.keys(findings).length > 0) {
    deps.log.warn({ seen, findings }, 'payments differed from the ledger of their provider')
    deps.onPaymentDue?.()
  }
  pass.tell()
  return { seen, findings, cursor: after }
}

/** After this many payments in a row that could not reach the database, it counts as away for all of them. */
const faultsInARow = 5

/** One pass over the ledger: failures are put aside for a later pass, and the rest goes on. */
class Pass {
  readonly findings: Partial<Record<Finding | 'unknown_payment', number>> = {}
  readonly #deps: ResolveDeps
  readonly #failures: { readonly setback: Setback; readonly fault: unknown }[] = []
  #inARow = 0

  constructor(deps: ResolveDeps) {
    this.#deps = deps
  }

  /** Payments that an earlier pass put aside and whose pause is over. */
  async tryAgain(): Promise<void> {
    const { setbacks, store, gateway } = this.#deps
    for (const { what } of setbacks.list(store.now(), 'ledger'))
      await this.compare(what, () => gateway.find(what))
  }

  async compare(key: string, load: () => Promise<ProviderPayment | null>): Promise<void> {
    if (this.#deps.setbacks.isPaused('ledger', key, this.#deps.store.now())) return
    try {
      const listed = await load()
      const finding = listed ? await reconcileOne(this.#deps, listed) : 'none'
      if (finding !== 'none') this.findings[finding] = (this.findings[finding] ?? 0) + 1
      isDone(this.#deps, 'ledger', key)
      this.#inARow = 0
    } catch (fault) {
      this.#putAside(key, fault)
    }
  }

  tell(): void {
    tellSetbacks(
      this.#deps,
      this.#failures,
      'payments could not be compared with the ledger of their provider',
    )
  }

  /**
   * Nothing is put aside if the cause is that the provider or the database is away: the next pass begins
   * where this one did.
   */
  #putAside(key: string, fault: unknown): void {
    if (fault instanceof GatewayUnanswered && !this.#deps.gateway.isAvailable()) throw fault
    this.#inARow = storeFaultOf(fault) === 'overloaded' ? this.#inARow + 1 : 0
    if (this.#inARow === faultsInARow) throw fault
    this.#failures.push({ setback: setBack(this.#deps, 'ledger', key, fault), fault })
  }
}

/** Makes one payment agree between the provider and us, as far as due work can; returns what was found. */
async function reconcileOne(
  deps: ResolveDeps,
  listed: ProviderPayment,
): Promise<Finding | 'unknown_payment'> {
  const ids = parseProviderKey(listed.key)
  if (!ids) return 'none'
  const payment = await deps.store.findPayment(ids.trainRunId, ids.id)
  if (!payment) return returnUnknown(deps, listed)
  if (isAtPeace(payment, listed)) return 'none'
  // The page may be older than our row. An answer that the provider gives after our row was read cannot be.
  const provider = await deps.gateway.find(listed.key)
  if (!provider) return 'none'
  if (isAtPeace(payment, provider)) return 'none'
  const finding = await remedy(deps, payment, provider, findDifference(payment, provider))
  if (finding !== 'none') tellDifference(deps, payment, provider, finding)
  return finding
}

function isAtPeace(payment: Payment, provider: ProviderPayment): boolean {
  const finding = findDifference(payment, provider)
  return finding === 'open' || (finding === 'none' && !mayDifferInRefunds(payment, provider))
}

function tellDifference(
  deps: ResolveDeps,
  payment: Payment,
  { key, refundedCents }: ProviderPayment,
  finding: Finding,
): void {
  deps.counters.count('reconciliation_findings', { finding })
  const facts = { payment: key, bookingId: payment.bookingId, finding, refundedCents }
  if (finding === 'amount_differs' || finding === 'over_refunded')
    deps.log.error(facts, 'the provider has a different amount than the database')
  if (finding === 'refunded_by_hand')
    deps.log.warn(
      facts,
      'the provider has given back money that nobody here asked for: it is kept with the payment',
    )
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

/** Money under one of our keys that has no row here, as after a restore of an older backup: it goes back. */
async function returnUnknown(
  deps: ResolveDeps,
  { key, status, capturedCents, refundedCents }: ProviderPayment,
): Promise<'none' | 'unknown_payment'> {
  if (status === 'authorized') await deps.gateway.void(key)
  else if (capturedCents > refundedCents)
    await deps.gateway.refund(key, orphanRefundKey(key), capturedCents - refundedCents)
  else return 'none'
  deps.log.error({ key }, 'money for a payment that is not in the database was given back')
  deps.counters.count('reconciliation_findings', { finding: 'unknown_payment' })
  return 'unknown_payment'
}

/**
 * The provider reports one payment out of turn: the report decides an open attempt, and any other payment is
 * compared.
 */
export async function reconcileKey(deps: ResolveDeps, key: string): Promise<void> {
  const ids = parseProviderKey(key)
  const payment = ids && (await deps.store.findPayment(ids.trainRunId, ids.id))
  const provider = await deps.gateway.find(key)
  if (!provider) return
  if (payment?.status === 'REQUESTED') await decideAttempt(deps, payment, provider)
  else await reconcileOne(deps, provider)
  deps.onPaymentDue?.()
}
