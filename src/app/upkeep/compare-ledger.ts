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

type Amounts = Pick<ProviderPayment, 'capturedCents' | 'refundedCents' | 'currency'>

const pageSize = 500
const nothing: Amounts = { capturedCents: 0, refundedCents: 0, currency: '' }

/**
 * Compares what the provider has kept of each payment, to the cent, with the database. Both may change
 * meanwhile, so differences are checked again.
 */
export async function compareLedger(
  inspector: Inspector,
  gateway: Pick<PaymentGateway, 'list' | 'find'>,
  onProgress: (done: number, total: number) => void,
): Promise<LedgerFindings> {
  const ledger = await readLedger(gateway, onProgress)
  const wrong: LedgerDifference[] = []
  const sums = { payments: 0, underWay: 0, databaseCents: 0, providerCents: 0 }
  for await (const stored of inspector.payments()) {
    sums.payments++
    sums.databaseCents += kept(stored)
    if (!stored.isAtRest) sums.underWay++
    const there = ledger.get(stored.key) ?? nothing
    ledger.delete(stored.key)
    sums.providerCents += kept(there)
    if (!agree(stored, there)) wrong.push(...(await lookAgain(inspector, gateway, stored.key)))
  }
  for (const [key, there] of ledger) {
    sums.providerCents += kept(there)
    if (kept(there) !== 0) wrong.push(...(await lookAgain(inspector, gateway, key)))
  }
  return { ...sums, wrong }
}

async function readLedger(
  gateway: Pick<PaymentGateway, 'list'>,
  onProgress: (done: number, total: number) => void,
): Promise<Map<string, Amounts>> {
  const ledger = new Map<string, Amounts>()
  let after: string | null = null
  do {
    const page: Awaited<ReturnType<PaymentGateway['list']>> = await gateway.list(after, pageSize)
    // A payment that changes while we read comes twice; the later one counts.
    for (const payment of page.payments) ledger.set(payment.key, amountsOf(payment))
    onProgress(ledger.size, 0)
    after = page.payments.length === 0 ? null : page.next
  } while (after !== null)
  return ledger
}

function amountsOf({ capturedCents, refundedCents, currency }: ProviderPayment): Amounts {
  return { capturedCents, refundedCents, currency }
}

function kept(amounts: Pick<Amounts, 'capturedCents' | 'refundedCents'>): number {
  return amounts.capturedCents - amounts.refundedCents
}

function agree(stored: StoredPayment, there: Amounts): boolean {
  if (!stored.isAtRest) return true
  if (kept(stored) === 0 && kept(there) === 0) return true
  return (
    stored.capturedCents === there.capturedCents &&
    stored.refundedCents === there.refundedCents &&
    stored.currency === there.currency
  )
}

async function lookAgain(
  inspector: Inspector,
  gateway: Pick<PaymentGateway, 'find'>,
  key: string,
): Promise<readonly LedgerDifference[]> {
  const there = (await gateway.find(key)) ?? nothing
  const stored = await inspector.findPayment(key)
  if (!stored) {
    if (kept(there) === 0) return []
    return [
      { key, detail: `the provider keeps ${kept(there)} for a payment that the database does not know` },
    ]
  }
  if (agree(stored, there)) return []
  const ours = `${stored.capturedCents} captured and ${stored.refundedCents} refunded`
  const theirs = `${there.capturedCents} and ${there.refundedCents}`
  return [{ key, detail: `the database has ${ours}, the provider ${theirs} (${stored.currency})` }]
}
