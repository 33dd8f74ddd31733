import type { TrainRunId } from '../domain/ids.ts'
import { providerKey } from '../domain/records/provider-key.ts'
import { auditTable } from './columns/inventory.ts'
import { paymentTable } from './columns/money.ts'
import type { AuditChain, StoredEntry, StoredPayment } from './inspector.ts'
import type { Row } from './rows.ts'

/** Wrong lines kept per check; the rest are counted. */
export const examplesKept = 10

/** The chains of all runs, from the heads and from the entries in order of run and number. */
export async function* chainsOf(
  heads: Iterable<Row>,
  entries: Iterable<Row> | AsyncIterable<Row>,
): AsyncGenerator<AuditChain> {
  const headOf = new Map<TrainRunId, NonNullable<AuditChain['head']>>()
  for (const row of heads)
    headOf.set(row.train_run_id as TrainRunId, { seq: Number(row.audit_seq), hash: String(row.audit_head) })
  for await (const { trainRunId, entries: ofRun } of byRun(entries)) {
    yield { trainRunId, head: headOf.get(trainRunId) ?? null, entries: ofRun }
    headOf.delete(trainRunId)
  }
  for (const [trainRunId, head] of headOf) yield { trainRunId, head, entries: [] }
}

interface EntriesOfRun {
  readonly trainRunId: TrainRunId
  readonly entries: StoredEntry[]
}

async function* byRun(rows: Iterable<Row> | AsyncIterable<Row>): AsyncGenerator<EntriesOfRun> {
  let current: EntriesOfRun | undefined
  for await (const row of rows) {
    const trainRunId = Number(row.train_run_id) as TrainRunId
    if (current?.trainRunId !== trainRunId) {
      if (current) yield current
      current = { trainRunId, entries: [] }
    }
    current.entries.push(storedEntry(row))
  }
  if (current) yield current
}

function storedEntry(row: Row): StoredEntry {
  const seq = Number(row.seq)
  const hash = String(row.hash)
  try {
    return { seq, hash, entry: auditTable.read(row) }
  } catch {
    return { seq, hash, entry: null }
  }
}

/**
 * A payment from its row and figures on its refunds and compensations: `refunded_cents` and `paid_out_cents`
 * of the finished ones, `queued_count` of the others.
 */
export function storedPayment(row: Row): StoredPayment {
  const payment = paymentTable.read(row)
  return {
    key: providerKey(payment),
    trainRunId: payment.trainRunId,
    method: payment.method,
    currency: payment.currency,
    capturedCents: payment.status === 'CAPTURED' ? payment.amountCents : 0,
    // What was settled by hand is known, and no longer a difference.
    refundedCents: Number(row.refunded_cents) + payment.byHandCents,
    paidOutCents: Number(row.paid_out_cents),
    isAtRest: payment.status !== 'REQUESTED' && payment.dueStep === null && Number(row.queued_count) === 0,
  }
}

/** Selects payments as `storedPayment` reads them. */
export const paymentsWithRefunds = `SELECT p.*,
    (SELECT coalesce(sum(r.amount_cents), 0) FROM refunds r
      WHERE r.train_run_id = p.train_run_id AND r.payment_id = p.id AND r.kind = 'REFUND'
        AND r.status = 'DONE') AS refunded_cents,
    (SELECT coalesce(sum(r.amount_cents), 0) FROM refunds r
      WHERE r.train_run_id = p.train_run_id AND r.payment_id = p.id AND r.kind = 'COMPENSATION'
        AND r.status = 'DONE') AS paid_out_cents,
    (SELECT count(*) FROM refunds r
      WHERE r.train_run_id = p.train_run_id AND r.payment_id = p.id AND r.status = 'QUEUED') AS queued_count
  FROM payments p`
