import type { PaymentId, RefundId } from '../../domain/ids.ts'
import type { Instant } from '../../domain/instant.ts'
import type { Leases } from '../backend.ts'
import { leaseMs } from '../due-queue.ts'
import { LeaseLost } from '../faults.ts'
import { paymentOf, type Row, refundOf } from '../rows.ts'
import type { DueWork } from '../store.ts'
import type { Connections, OpenTransaction } from './connections.ts'
import { idList, type Query, script } from './sql.ts'

/** The database's clock in milliseconds, read where the statement stands. */
export const databaseNow = 'floor(extract(epoch FROM clock_timestamp()) * 1000)::bigint'

/** Runs of a cluster whose work is taken at the same time; most connections stay with those who sell. */
const takersAtOnce = 4

export interface LeaseOptions {
  /** Whether runs are spread over the shards of a cluster; then each is taken in a transaction of its own. */
  readonly isDistributed?: boolean
  /** The time; the default asks the database in each statement. */
  readonly now?: () => Instant
  readonly leaseMs?: number
  /** Time that passes however the wall clock is set, also while the process stands still. */
  readonly monotonicMs?: () => number
}

/**
 * Leases as columns of the rows that are due, taken by one update of each run, so that any node may die at any time. Every lease and
 * every change of the row raises its fence: whoever acts under an older one is refused in the transaction that would record the act.
 */
export class RowLeases implements Leases {
  readonly #connections: Connections
  readonly #isDistributed: boolean
  readonly #now: (() => Instant) | undefined
  readonly #leaseMs: number
  readonly #monotonicMs: () => number
  /** Until when, in monotonic time, nobody else can have taken what was leased here. */
  readonly #until = new WeakMap<DueWork, number>()

  constructor(connections: Connections, options: LeaseOptions = {}) {
    this.#connections = connections
    this.#isDistributed = options.isDistributed ?? false
    this.#now = options.now
    this.#leaseMs = options.leaseMs ?? leaseMs
    this.#monotonicMs = options.monotonicMs ?? (() => performance.now())
  }

  async lease(limit: number): Promise<readonly DueWork[]> {
    // Counted from before the question, so that this node never thinks it has longer than the database says.
    const until = this.#monotonicMs() + this.#leaseMs
    const now = await this.#databaseTime()
    const payments = await this.#take('payments', '', now, limit)
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
    const answers = await this.#connections.all(dueTables.map(nextQuery))
    const moments = answers.flatMap(([row]) => (row?.at == null ? [] : [Number(row.at)]))
    return moments.length === 0 ? null : (Math.min(...moments) as Instant)
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
    const refunds = await this.#take('refunds', free, now, limit)
    if (refunds.length === 0) return []
    const payments = await this.#connections.all(refunds.map(paymentQuery))
    return refunds.flatMap((row, index): DueWork[] => {
      const payment = payments[index]?.[0]
      return payment
        ? [{ kind: 'refund', refund: refundOf(row), payment: paymentOf(payment), fence: Number(row.fence) }]
        : []
    })
  }

  /** Looks for what is due, in whatever run it is, and takes it run by run; what another node takes in between is its own. */
  async #take(table: DueTable, more: string, now: number, limit: number): Promise<readonly Row[]> {
    const [due = []] = await this.#connections.all([
      [
        `SELECT train_run_id, id FROM ${table} d WHERE ${isFree} ${more} ORDER BY due_at LIMIT ?`,
        [now, now, limit],
      ],
    ])
    const runs = Map.groupBy(due, (row) => Number(row.train_run_id))
    const updates = [...runs].map(([trainRunId, rows]) =>
      takeQuery(
        table,
        trainRunId,
        rows.map((row) => Number(row.id)),
        now,
        now + this.#leaseMs,
      ),
    )
    const transactions = this.#isDistributed ? updates.map((one) => [one]) : [updates]
    return this.#runAll(transactions.filter((one) => one.length > 0))
  }

  /** A few at a time. What cannot be taken now is still due at the next look. */
  async #runAll(transactions: readonly (readonly Query[])[]): Promise<readonly Row[]> {
    const rows: Row[] = []
    const waiting = [...transactions]
    const work = async () => {
      for (let next = waiting.shift(); next; next = waiting.shift())
        rows.push(...(await this.#connections.run(next)).flat())
    }
    const ends = await Promise.allSettled(Array.from({ length: takersAtOnce }, work))
    const failed = ends.find((end) => end.status === 'rejected')
    if (failed && rows.length === 0) throw failed.reason
    return rows
  }
}

type DueTable = 'payments' | 'refunds'
const dueTables: readonly DueTable[] = ['payments', 'refunds']

const isFree = 'due_at <= ? AND coalesce(lease_until, 0) <= ?'

/** Passes over what somebody is at, so that it never waits and can be part of no deadlock. */
function takeQuery(
  table: DueTable,
  trainRunId: number,
  ids: readonly number[],
  now: number,
  until: number,
): Query {
  return [
    `WITH due AS (
       SELECT id FROM ${table} WHERE train_run_id = ? AND id IN (${idList(ids)}) AND ${isFree} FOR UPDATE SKIP LOCKED)
     UPDATE ${table} t SET lease_until = ?, fence = t.fence + 1 FROM due
     WHERE t.train_run_id = ? AND t.id = due.id RETURNING t.*`,
    [trainRunId, now, now, until, trainRunId],
  ]
}

function nextQuery(table: DueTable): Query {
  return [
    `SELECT min(greatest(due_at, coalesce(lease_until, 0))) AS at FROM ${table} WHERE due_at IS NOT NULL`,
    [],
  ]
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
