import type { PaymentId, RefundId } from '../../domain/ids.ts'
import type { Instant } from '../../domain/instant.ts'
import type { Leases } from '../backend.ts'
import { leaseMs } from '../due-queue.ts'
import { LeaseLost } from '../faults.ts'
import { paymentOf, type Row, refundOf } from '../rows.ts'
import type { DueWork } from '../store.ts'
import type { Connections, OpenTransaction } from './connections.ts'
import { type Query, script } from './sql.ts'

/** The database's clock in milliseconds, read where the statement stands. */
export const databaseNow = 'floor(extract(epoch FROM clock_timestamp()) * 1000)::bigint'

export interface LeaseOptions {
  /** The time; the default asks the database in each statement. */
  readonly now?: () => Instant
  readonly leaseMs?: number
  /** Time that passes however the wall clock is set, also while the process stands still. */
  readonly monotonicMs?: () => number
}

/**
 * Leases as columns of the rows that are due, taken by one update, so that any node may die at any time. Every lease and every change
 * of the row raises its fence: whoever acts under an older one is refused in the transaction that would record the act.
 */
export class RowLeases implements Leases {
  readonly #connections: Connections
  readonly #now: (() => Instant) | undefined
  readonly #leaseMs: number
  readonly #monotonicMs: () => number
  /** Until when, in monotonic time, nobody else can have taken what was leased here. */
  readonly #until = new WeakMap<DueWork, number>()

  constructor(connections: Connections, options: LeaseOptions = {}) {
    this.#connections = connections
    this.#now = options.now
    this.#leaseMs = options.leaseMs ?? leaseMs
    this.#monotonicMs = options.monotonicMs ?? (() => performance.now())
  }

  async lease(limit: number): Promise<readonly DueWork[]> {
    // Counted from before the question, so that this node never thinks it has longer than the database says.
    const until = this.#monotonicMs() + this.#leaseMs
    const now = await this.#databaseTime()
    const [payments = []] = await this.#connections.run([this.#take('payments', '', now, limit)])
    const work: DueWork[] = payments.map((row) => ({
      kind: 'payment',
      payment: paymentOf(row),
      fence: Number(row.fence),
    }))
    if (work.length < limit) work.push(...(await this.#leaseRefunds(now, limit - work.length)))
    for (const item of work) this.#until.set(item, until)
    return work
  }

  async holds(work: DueWork): Promise<boolean> {
    return this.#monotonicMs() < (this.#until.get(work) ?? 0)
  }

  async nextDueAt(): Promise<Instant | null> {
    const [rows = []] = await this.#connections.all([
      [
        `SELECT min(at) AS at FROM (
           SELECT greatest(due_at, coalesce(lease_until, 0)) AS at FROM payments WHERE due_at IS NOT NULL
           UNION ALL SELECT greatest(due_at, coalesce(lease_until, 0)) FROM refunds WHERE due_at IS NOT NULL) due`,
        [],
      ],
    ])
    return (rows[0]?.at ?? null) as Instant | null
  }

  /** Locks the rows of the leases until the end of the transaction; throws `LeaseLost` where one has passed on. */
  async keep(transaction: OpenTransaction, work: readonly DueWork[]): Promise<void> {
    const answers = await transaction.send(script(work.map(fenceOf)))
    for (const [index, item] of work.entries()) {
      if (Number(answers[index]?.[0]?.fence ?? -1) !== item.fence)
        throw new LeaseLost(`the lease of ${item.kind} ${idOf(item)} has passed to another worker`)
    }
  }

  async #databaseTime(): Promise<number> {
    if (this.#now) return this.#now()
    const [rows = []] = await this.#connections.all([[`SELECT ${databaseNow} AS now`, []]])
    return Number(rows[0]?.now)
  }

  /** Refunds of a payment whose own step is due wait for it. */
  async #leaseRefunds(now: number, limit: number): Promise<readonly DueWork[]> {
    const free = `AND NOT EXISTS (SELECT 1 FROM payments p
      WHERE p.train_run_id = d.train_run_id AND p.id = d.payment_id AND p.due_at IS NOT NULL)`
    const [refunds = []] = await this.#connections.run([this.#take('refunds', free, now, limit)])
    if (refunds.length === 0) return []
    const payments = await this.#connections.all(refunds.map(paymentQuery))
    return refunds.flatMap((row, index): DueWork[] => {
      const payment = payments[index]?.[0]
      return payment
        ? [{ kind: 'refund', refund: refundOf(row), payment: paymentOf(payment), fence: Number(row.fence) }]
        : []
    })
  }

  /** Passes over what somebody is at, so that it never waits and can be part of no deadlock. */
  #take(table: 'payments' | 'refunds', more: string, now: number, limit: number): Query {
    return [
      `WITH due AS (
         SELECT train_run_id, id FROM ${table} d
         WHERE due_at <= ? AND coalesce(lease_until, 0) <= ? ${more}
         ORDER BY due_at LIMIT ? FOR UPDATE SKIP LOCKED)
       UPDATE ${table} t SET lease_until = ?, fence = t.fence + 1 FROM due
       WHERE t.train_run_id = due.train_run_id AND t.id = due.id RETURNING t.*`,
      [now, now, limit, now + this.#leaseMs],
    ]
  }
}

function paymentQuery(refund: Row): Query {
  return [
    'SELECT * FROM payments WHERE train_run_id = ? AND id = ?',
    [Number(refund.train_run_id), Number(refund.payment_id)],
  ]
}

function fenceOf(work: DueWork): Query {
  const table = work.kind === 'payment' ? 'payments' : 'refunds'
  return [
    `SELECT fence FROM ${table} WHERE train_run_id = ? AND id = ? FOR UPDATE`,
    [work.payment.trainRunId, idOf(work)],
  ]
}

function idOf(work: DueWork): PaymentId | RefundId {
  return work.kind === 'payment' ? work.payment.id : work.refund.id
}
