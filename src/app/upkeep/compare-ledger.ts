import { paymentOfPayout } from '../../domain/records/provider-key.ts'
import type { PaymentGateway, ProviderPayment } from '../../payments/gateway.ts'
import type { Inspector, StoredPayment } from '../../store/inspector.ts'

/** A payment on which the provider and the database disagree. */
interface LedgerDifference {
  readonly key: string
  readonly detail: string
}

interface LedgerFindings {
  readonly payments: number
  /** Payments with unfinished work; they may differ until it is done. */
  readonly underWay: number
  readonly databaseCents: number
  readonly providerCents: number
  readonly wrong: readonly LedgerDifference[]
}

type Amounts = Pick<StoredPayment, 'capturedCents' | 'refundedCents' | 'paidOutCents' | 'currency'>

const pageSize = 500
const nothing: Amounts = { capturedCents: 0, refundedCents: 0, paidOutCents: 0, currency: '' }

/**
 * Compares what the provider has kept of each payment, to the cent, with the database. Both may change
 * meanwhile, so differences are checked again.
 */
export async function compareLedger(
  inspector: Inspector,
  gateway: Pick<PaymentGateway, 'name' | 'list' | 'find'>,
  onProgress: (done: number, total: number) => void,
): Promise<LedgerFindings> {
  const ledger = await readLedger(gateway, onProgress)
  const wrong: LedgerDifference[] = []
  const sums = { payments: 0, underWay: 0, databaseCents: 0, providerCents: 0 }
  for await (const stored of inspector.payments()) {
    if (stored.method !== gateway.name) continue
    sums.payments++
    sums.databaseCents += kept(stored)
    if (!stored.isAtRest) sums.underWay++
    const there = ledger.get(stored.key) ?? nothing
    ledger.delete(stored.key)
    sums.providerCents += kept(there)
    if (agree(stored, there)) continue
    const hasPayouts = stored.paidOutCents > 0 || there.paidOutCents > 0
    wrong.push(...(await lookAgain(inspector, gateway, stored.key, hasPayouts)))
  }
  for (const [key, there] of ledger) {
    sums.providerCents += kept(there)
    if (kept(there) !== 0) wrong.push(...(await lookAgain(inspector, gateway, key, there.paidOutCents > 0)))
  }
  return { ...sums, wrong }
}

async function readLedger(
  gateway: Pick<PaymentGateway, 'list'>,
  onProgress: (done: number, total: number) => void,
): Promise<Map<string, Amounts>> {
  const ledger = new Map<string, Amounts>()
  const payouts = new Map<string, { readonly paidFor: string; readonly cents: number }>()
  let after: string | null = null
  do {
    const page: Awaited<ReturnType<PaymentGateway['list']>> = await gateway.list(after, pageSize)
    // A payment that changes while we read comes twice; the later one counts.
    for (const payment of page.payments) {
      const paidFor = paymentOfPayout(payment.key)
      if (paidFor === undefined) ledger.set(payment.key, amountsOf(payment))
      else payouts.set(payment.key, { paidFor, cents: payment.refundedCents })
    }
    onProgress(ledger.size, 0)
    after = page.payments.length === 0 ? null : page.next
  } while (after !== null)
  for (const { paidFor, cents } of payouts.values()) {
    const before = ledger.get(paidFor) ?? nothing
    ledger.set(paidFor, { ...before, paidOutCents: before.paidOutCents + cents })
  }
  return ledger
}

function amountsOf({ capturedCents, refundedCents, currency }: ProviderPayment): Amounts {
  return { capturedCents, refundedCents, paidOutCents: 0, currency }
}

function kept({ capturedCents, refundedCents, paidOutCents }: Omit<Amounts, 'currency'>): number {
  return capturedCents - refundedCents - paidOutCents
}

function agree(stored: StoredPayment, there: Amounts): boolean {
  if (!stored.isAtRest) return true
  if (kept(stored) === 0 && kept(there) === 0) return true
  return (
    stored.capturedCents === there.capturedCents &&
    stored.refundedCents === there.refundedCents &&
    stored.paidOutCents === there.paidOutCents &&
    stored.currency === there.currency
  )
}

async function lookAgain(
  inspector: Inspector,
  gateway: Pick<PaymentGateway, 'find' | 'list'>,
  key: string,
  hasPayouts: boolean,
): Promise<readonly LedgerDifference[]> {
  // What was paid out for a payment is only in the whole ledger.
  const paidOut = hasPayouts ? (await readLedger(gateway, () => {})).get(key) : undefined
  const found = await gateway.find(key)
  const there = { ...(found ? amountsOf(found) : nothing), paidOutCents: paidOut?.paidOutCents ?? 0 }
  const stored = await inspector.findPayment(key)
  if (!stored) {
    if (kept(there) === 0) return []
    return [
      { key, detail: `the provider keeps ${kept(there)} for a payment that the database does not know` },
    ]
  }
  if (agree(stored, there)) return []
  const ours = amountsText(stored)
  const theirs = amountsText(there)
  return [{ key, detail: `the database has ${ours}, the provider ${theirs} (${stored.currency})` }]
}

function amountsText({ capturedCents, refundedCents, paidOutCents }: Omit<Amounts, 'currency'>): string {
  const compensation = paidOutCents > 0 ? ` and ${paidOutCents} paid out` : ''
  return `${capturedCents} captured and ${refundedCents} refunded${compensation}`
}
