import assert from 'node:assert/strict'
import { createClient } from './client.ts'
import type { DatabaseView, Row } from './database.ts'
import { until } from './wait.ts'
import type { World } from './world.ts'

/** A payment in the mock service's own ledger. */
interface LedgerEntry {
  readonly key: string
  readonly status: string
  readonly amount_cents: number
  readonly captured_cents: number
  readonly refunded_cents: number
}

interface LedgerPage {
  readonly payments: readonly LedgerEntry[]
  readonly next: string | null
}

/** The whole ledger, page by page. */
export async function readLedger(mockUrl: string): Promise<LedgerEntry[]> {
  const client = createClient(mockUrl, 1)
  const entries = new Map<string, LedgerEntry>()
  const load = async (after: string | null): Promise<LedgerPage> =>
    (
      await client.call<LedgerPage>(
        'GET',
        `/v1/payments?limit=500${after === null ? '' : `&after=${encodeURIComponent(after)}`}`,
      )
    ).body
  try {
    let page = await load(null)
    while (page.payments.length > 0) {
      // A payment that changed between two pages comes twice; the later one counts.
      for (const entry of page.payments) {
        // One service may serve several installations: each starts its keys with its own account and a dot.
        const key = entry.key.slice(entry.key.indexOf('.') + 1)
        entries.set(key, { ...entry, key })
      }
      if (page.next === null) break
      page = await load(page.next)
    }
  } finally {
    await client.close()
  }
  return [...entries.values()]
}

/** The money that the provider has kept. */
export function keptCents(entries: readonly LedgerEntry[]): number {
  return entries.reduce((sum, entry) => sum + entry.captured_cents - entry.refunded_cents, 0)
}

// A booking's price minus its refunds: the price of what is confirmed, and the fees. Compensation is paid out
// under a key of its own. What was sold at a desk is not the provider's.
function paidBookings(database: DatabaseView): Promise<readonly Row[]> {
  return database.rows(`
    SELECT b.booking_id, 'hf-' || p.train_run_id || '-' || p.id AS provider_key,
      b.total_cents - b.refunded_cents AS due_cents
    FROM bookings b JOIN payments p ON p.train_run_id = b.train_run_id AND p.id = b.payment_id
    WHERE p.method = 'mock'
    UNION ALL SELECT 'compensation ' || r.id, 'hf-' || r.train_run_id || '-' || r.payment_id || '-c' || r.id,
      -r.amount_cents
    FROM refunds r JOIN payments p ON p.train_run_id = r.train_run_id AND p.id = r.payment_id
    WHERE r.kind = 'COMPENSATION' AND r.status = 'DONE' AND p.method = 'mock'`)
}

// Nothing is left to tell the provider, and every attempt has ended.
async function openWork(database: DatabaseView): Promise<readonly Row[]> {
  return [
    ...(await database.rows(
      "SELECT 'payment' AS kind, id, status, due_step FROM payments WHERE due_step IS " +
        "NOT NULL OR status IN ('REQUESTED', 'AUTHORIZED', 'TIMED_OUT')",
    )),
    ...(await database.rows("SELECT 'refund' AS kind, id, status FROM refunds WHERE status = 'QUEUED'")),
  ]
}

/** What a check of the money needs from a world. */
type MoneyWorld = Pick<World, 'database' | 'mock'>

/** Waits until every payment and refund is in a final state, without helping. */
export async function untilSettled({ database }: MoneyWorld): Promise<void> {
  await until('the settling of every payment', async () => {
    const open = await openWork(database)
    if (open.length > 0) throw new Error(`${open.length} open, the first: ${JSON.stringify(open[0])}`)
    return true
  })
}

/**
 * Waits until everything is settled, then compares, per booking and in total: the provider kept the price of
 * what is confirmed and the fees, and it kept nothing of anybody without a booking.
 */
export async function assertLedgerEqualsBookings(world: MoneyWorld): Promise<void> {
  await untilSettled(world)
  const ledger = await readLedger(world.mock.url)
  const rows = await paidBookings(world.database)
  const byKey = new Map(ledger.map((entry) => [entry.key, entry]))
  for (const row of rows) {
    const entry = byKey.get(String(row.provider_key))
    assert.ok(entry, `booking ${row.booking_id} has no payment in the ledger`)
    assert.equal(
      entry.captured_cents - entry.refunded_cents,
      Number(row.due_cents),
      `booking ${row.booking_id}`,
    )
    byKey.delete(entry.key)
  }
  for (const entry of byKey.values()) {
    assert.equal(entry.captured_cents - entry.refunded_cents, 0, `${entry.key} has no booking`)
    assert.notEqual(entry.status, 'authorized', `${entry.key} is authorized and has no booking`)
  }
  assert.equal(
    keptCents(ledger),
    rows.reduce((sum, row) => sum + Number(row.due_cents), 0),
  )
}
