import type { PaymentId, RefundId } from '../../domain/ids.ts'
import type { Instant } from '../../domain/instant.ts'
import type { Payment } from '../../domain/records/payment.ts'
import type { Leases, RunWrite } from '../backend.ts'
import { paymentTable, refundTable } from '../columns/money.ts'
import { leaseMs } from '../due-queue.ts'
import { LeaseLost } from '../faults.ts'
import { ReadableRows } from '../readable-rows.ts'
import type { Row } from '../rows.ts'
import type { DueWork } from '../store.ts'
import type { Connections, OpenTransaction } from './connections.ts'
import type { Prepared } from './prepared-flush.ts'
import { idList, type Query, script } from './sql.ts'

/** The database's clock in milliseconds, read inside the statement. */
export const databaseNow = 'floor(extract(epoch FROM clock_timestamp()) * 1000)::bigint'

/** Runs of a cluster whose work is leased at the same time; most connections stay free for the sale. */
const takersAtOnce = 4

/** How often the database is asked for due work at least, while this node's own commits make some due. */
const lookMs = 500
/** A worker asks several times in this time. */
const workerIsGoneMs = 2_000

interface LeaseOptions {
  /**
   * Whether runs are distributed over the shards of a cluster; then each is leased in a transaction of its
   * own.
   */
  readonly isDistributed?: boolean
  /** The time; by default, each statement asks the database. */
  readonly now?: () => Instant
  readonly leaseMs?: number
  /** Time that passes however the wall clock is set, even while the process is paused. */
  readonly monotonicMs?: () => number
  /** Skips rows that cannot be read. */
  readonly readable?: ReadableRows
}

/**
 * Leases as columns of the due rows, taken by one update per run, so that any node may die at any time. Every
 * lease and every change of the row raises its fence: an act under an older fence is refused in the
 * transaction that would record it.
 */
export class RowLeases implements Leases {
  readonly #connections: Connections
  readonly #isDistributed: boolean
  readonly #now: (() => Instant) | undefined
  readonly #readable: ReadableRows
  readonly #leaseMs: number
  readonly #monotonicMs: () => number
  /**
   * The end of the time, on the monotonic clock, in which nobody else can have leased what was leased here.
   */
  readonly #until = new WeakMap<DueWork, number>()
  /** What commits of this node have made due and leased in one step, until somebody asks for work. */
  readonly #own = new Set<DueWork>()
  /** When somebody last asked for work, and when the database was last asked for it. */
  #askedAt = Number.NEGATIVE_INFINITY
  #lookedAt = Number.NEGATIVE_INFINITY

  constructor(connections: Connections, options: LeaseOptions = {}) {
    this.#connections = connections
    this.#isDistributed = options.isDistributed ?? false
    this.#now = options.now
    this.#readable = options.readable ?? new ReadableRows({ now: () => Date.now() as Instant })
    this.#leaseMs = options.leaseMs ?? leaseMs
    this.#monotonicMs = options.monotonicMs ?? (() => performance.now())
  }

  async lease(limit: number): Promise<readonly DueWork[]> {
    // Counted from before the question, so that this node never assumes a longer lease than the database
    // does.
    const askedAt = this.#monotonicMs()
    this.#askedAt = askedAt
    const own = this.#takeOwn(limit)
    if (own.length === limit || (own.length > 0 && askedAt - this.#lookedAt < lookMs)) return own
    this.#lookedAt = askedAt
    return [...own, ...(await this.#leaseRows(limit - own.length, askedAt + this.#leaseMs))]
  }

  /**
   * Until when a commit may lease what it makes due, counted from the time of its decision; null while nobody
   * here would do the work.
   */
  leaseMsOfCommits(): number | null {
    return this.#monotonicMs() - this.#askedAt < workerIsGoneMs ? this.#leaseMs : null
  }

  /** What a commit of this node has leased; `since` is before the time of its decision. */
  own(work: readonly DueWork[], since: number): void {
    for (const item of work) {
      this.#own.add(item)
      this.#until.set(item, since + this.#leaseMs)
    }
  }

  #takeOwn(limit: number): readonly DueWork[] {
    const taken: DueWork[] = []
    for (const item of this.#own) {
      if (taken.length === limit) break
      this.#own.delete(item)
      if (this.#monotonicMs() < (this.#until.get(item) ?? 0)) taken.push(item)
    }
    return taken
  }

  async #leaseRows(limit: number, until: number): Promise<readonly DueWork[]> {
    const now = await this.#databaseTime()
    const payments = await this.#take('payments', '', now, limit)
    const work: DueWork[] = [...this.#readable.of(payments, paymentWork, 'payment')]
    if (work.length < limit) work.push(...(await this.#leaseRefunds(now, limit - work.length)))
    for (const item of work) this.#until.set(item, until)
    return work
  }

  async holds(work: DueWork): Promise<boolean> {
    return this.#monotonicMs() < (this.#until.get(work) ?? 0)
  }

  async putAside(work: DueWork, pauseMs: number): Promise<void> {
    const until = (await this.#databaseTime()) + pauseMs
    await this.#connections.run([putAsideQuery(work, until)])
  }

  async nextDueAt(): Promise<Instant | null> {
    const answers = await this.#connections.all(dueTables.map(nextQuery))
    const moments = answers.flatMap(([row]) => (row?.at == null ? [] : [Number(row.at)]))
    return moments.length === 0 ? null : (Math.min(...moments) as Instant)
  }

  /**
   * Locks the rows of the leases until the end of the transaction; throws `LeaseLost` if one has passed on.
   */
  async keep(transaction: OpenTransaction, work: readonly DueWork[], isPrepared: boolean): Promise<void> {
    const answers = isPrepared
      ? await transaction.ask(dueTables.map((table) => fenceStatement(table, work)))
      : await transaction.send(script(work.map(fenceOf)))
    const fences = new Map(answers.flat().map((row) => [`${row.kind} ${row.id}`, row.fence]))
    for (const item of work) {
      const key = `${item.kind} ${idOf(item)}`
      if (fences.get(key) !== item.fence)
        throw new LeaseLost(`the lease of ${key} has passed to another worker`)
    }
  }

  async #databaseTime(): Promise<number> {
    if (this.#now) return this.#now()
    const [rows = []] = await this.#connections.all([[`SELECT ${databaseNow} AS now`, []]])
    return Number(rows[0]?.now)
  }

  /** Refunds wait while their payment's own step is due. */
  async #leaseRefunds(now: number, limit: number): Promise<readonly DueWork[]> {
    const free = `AND NOT EXISTS (SELECT 1 FROM payments p
      WHERE p.train_run_id = d.train_run_id AND p.id = d.payment_id AND p.due_at IS NOT NULL)`
    const refunds = await this.#take('refunds', free, now, limit)
    if (refunds.length === 0) return []
    const payments = await this.#connections.all(refunds.map(paymentQuery))
    const found = refunds.filter((_, index) => payments[index]?.[0])
    const paymentOf = new Map(refunds.map((row, index) => [row, payments[index]?.[0]]))
    return this.#readable.of(found, (row) => refundWork(row, paymentOf.get(row) ?? {}), 'refund')
  }

  /** Finds due work in all runs and leases it run by run. Another node keeps what it leases in between. */
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

  /**
   * A few at a time, and a failure does not affect the others. Work that cannot be leased now is still due at
   * the next look.
   */
  async #runAll(transactions: readonly (readonly Query[])[]): Promise<readonly Row[]> {
    const rows: Row[] = []
    const faults: unknown[] = []
    const waiting = [...transactions]
    const work = async () => {
      for (let next = waiting.shift(); next; next = waiting.shift())
        await this.#connections.run(next).then(
          (answers) => rows.push(...answers.flat()),
          (fault) => faults.push(fault),
        )
    }
    await Promise.all(Array.from({ length: takersAtOnce }, work))
    if (faults.length > 0 && rows.length === 0) throw faults[0]
    return rows
  }
}

/** The payments that a commit has leased, by the rows that its writes gave. */
export function leasedBy(writes: readonly RunWrite[], rows: readonly Row[]): readonly DueWork[] {
  const fences = new Map(
    rows.filter((row) => row.lease_until !== null).map((row) => [Number(row.id), Number(row.fence)]),
  )
  if (fences.size === 0) return []
  const payments = new Map<number, Payment>()
  for (const { changes } of writes)
    for (const change of changes)
      if (change.kind === 'payment_changed') payments.set(change.payment.id, change.payment)
  return [...fences].flatMap(([id, fence]) => {
    const payment = payments.get(id)
    return payment ? [{ kind: 'payment', payment, fence }] : []
  })
}

function paymentWork(row: Row): DueWork {
  return { kind: 'payment', payment: paymentTable.read(row), fence: Number(row.fence) }
}

function refundWork(row: Row, payment: Row): DueWork {
  const [refund, fence] = [refundTable.read(row), Number(row.fence)]
  return { kind: 'refund', refund, payment: paymentTable.read(payment), fence }
}

type DueTable = 'payments' | 'refunds'
const dueTables: readonly DueTable[] = ['payments', 'refunds']

const isFree = 'due_at <= ? AND coalesce(lease_until, 0) <= ?'

/** Skips rows that somebody has locked, so that it never waits and can be part of no deadlock. */
function takeQuery(
  table: DueTable,
  trainRunId: number,
  ids: readonly number[],
  now: number,
  until: number,
): Query {
  return [
    `WITH due AS (
       SELECT id FROM ${table} WHERE train_run_id = ? AND id IN (${idList(ids)}) AND ${isFree}
         FOR UPDATE SKIP LOCKED)
     UPDATE ${table} t SET lease_until = ?, fence = t.fence + 1 FROM due
     WHERE t.train_run_id = ? AND t.id = due.id RETURNING t.*`,
    [trainRunId, now, now, until, trainRunId],
  ]
}

/** The fence stays, so that a later act under the lease is still allowed. */
function putAsideQuery(work: DueWork, until: number): Query {
  return [
    `UPDATE ${tableOf(work)} SET lease_until = ? WHERE train_run_id = ? AND id = ? AND fence = ?`,
    [until, work.payment.trainRunId, idOf(work), work.fence],
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
  return [
    `SELECT '${work.kind}' AS kind, id, fence FROM ${tableOf(work)}
     WHERE train_run_id = ? AND id = ? FOR UPDATE`,
    [work.payment.trainRunId, idOf(work)],
  ]
}

/** The same for all rows of one table. */
function fenceStatement(table: DueTable, all: readonly DueWork[]): Prepared {
  const work = all.filter((item) => tableOf(item) === table)
  const kind = table === 'payments' ? 'payment' : 'refund'
  return {
    name: `fences_of_${table}`,
    text: `SELECT '${kind}' AS kind, t.id, t.fence FROM unnest($1::bigint[], $2::bigint[]) v (run, id)
      JOIN ${table} t ON t.train_run_id = v.run AND t.id = v.id FOR UPDATE OF t`,
    values: [work.map((item) => item.payment.trainRunId), work.map(idOf)].map((ids) => `{${ids.join(',')}}`),
    columns: [
      { name: 'kind', kind: 'text' },
      { name: 'id', kind: 'integer' },
      { name: 'fence', kind: 'integer' },
    ],
  }
}

function tableOf(work: DueWork): DueTable {
  return work.kind === 'payment' ? 'payments' : 'refunds'
}

function idOf(work: DueWork): PaymentId | RefundId {
  return work.kind === 'payment' ? work.payment.id : work.refund.id
}
