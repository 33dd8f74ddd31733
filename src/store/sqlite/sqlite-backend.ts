import type { TrainRunId } from '../../domain/ids.ts'
import type { FitsRun, RunState } from '../../domain/inventory/run-state.ts'
import type { Timetable } from '../../domain/railway/timetable.ts'
import type { EntriesOfRun } from '../audit-trail.ts'
import type { Backend, RunWrite, Transaction } from '../backend.ts'
import type { Clock } from '../clock.ts'
import { paymentTable, refundTable } from '../columns/money.ts'
import { runsInEffect } from '../columns/railway.ts'
import { DiskFailed, OutcomeUnknown, StoreUnavailable } from '../faults.ts'
import type { Beside } from '../import-thread.ts'
import { ReadableRows } from '../readable-rows.ts'
import type { Row } from '../rows.ts'
import { recordsOf } from '../run-rows.ts'
import { SqlBackend } from '../sql-backend.ts'
import type { ImportOptions } from '../store.ts'
import { recordQueries, runQuery, stateQueries } from './run-queries.ts'
import { type Query, WriteFailed } from './session.ts'
import { SqliteFeed } from './sqlite-feed.ts'
import { setClock } from './statements.ts'
import type { Writer } from './writer.ts'
import { batchWrites } from './writes.ts'

/**
 * How often the time is noted while nothing is sold, so that a restart knows how long no server was running.
 */
const markEveryMs = 600_000

/** What SQLite adds to the engine: one process, one file, one writer. */
export class SqliteBackend extends SqlBackend implements Backend {
  readonly batches = { together: 1, alone: 0 }
  readonly leases = null
  readonly peers = null
  readonly loadChanges = null
  readonly locatorKey: readonly number[]
  readonly feed = new SqliteFeed((sql, ...values) => this.rowsOf(sql, ...values))
  readonly #writer: Writer
  /** Resolves when no import is at work. */
  #turn: Promise<unknown> = Promise.resolve()
  readonly #clock: Clock
  readonly #release: () => void
  protected readonly readable: ReadableRows
  // An index over the entries of all runs would cost every sale; those of a sale are found by its hold.
  protected override readonly entriesOfRun: EntriesOfRun = (run) => [
    `(hold_id IN (SELECT id FROM seat_holds WHERE train_run_id = ?)
      OR (hold_id IS NULL AND train_run_id = ?))`,
    [run, run],
  ]
  protected readonly isFoundBy = `k.payment_id IN (SELECT payment_id FROM personal_search
    WHERE hash IN (SELECT value FROM json_each('["' || replace(?, ' ', '","') || '"]')))`
  protected readonly isListed = 'IN (SELECT value FROM json_each(?))'
  readonly #keepsMark: boolean
  readonly #marking: NodeJS.Timeout | undefined

  /**
   * With `keepsMark`, the time is noted now and then and at the end. This is for a server, which runs all the
   * time.
   */
  constructor(parts: {
    writer: Writer
    clock: Clock
    locatorKey: readonly number[]
    keepsMark?: boolean
    readable?: ReadableRows
    release: () => void
  }) {
    super()
    this.readable = parts.readable ?? new ReadableRows(parts.clock)
    this.#writer = parts.writer
    this.#clock = parts.clock
    this.locatorKey = parts.locatorKey
    this.#release = parts.release
    this.#keepsMark = parts.keepsMark ?? false
    // If it cannot be written now, the next commit or the next time writes it.
    if (this.#keepsMark)
      this.#marking = setInterval(() => void this.#mark().catch(() => {}), markEveryMs).unref()
  }

  now() {
    return this.#clock.now()
  }

  async begin(): Promise<Transaction> {
    return {
      now: this.now(),
      // This process owns the file, so a picture is what the file says.
      heads: null,
      lockMore: null,
      keepLeases: null,
      loadRuns: (ids) => this.loadRuns(ids),
      loadChanges: null,
      loadRecords: async (wanted) => recordsOf(wanted, await this.#writer.all(recordQueries(wanted))),
      commit: (writes) => this.#commit(writes),
      rollback: async () => {},
    }
  }

  async loadRuns(ids: readonly TrainRunId[]): Promise<ReadonlyMap<TrainRunId, RunState>> {
    return this.statesOf(ids, await this.#writer.all(stateQueries(ids, this.coolingSince)))
  }

  async fitsOf(ids: readonly TrainRunId[]): Promise<ReadonlyMap<TrainRunId, FitsRun>> {
    const [rows = []] = await this.#writer.all([runQuery(ids)])
    return this.fitsFrom(rows)
  }

  async touchedRuns() {
    const fromDate = this.networkFrom
    const rows = await this.rowsOf(
      `SELECT train_run_id FROM run_heads
       WHERE train_run_id IN (SELECT id FROM ${runsInEffect} WHERE service_date >= ?)`,
      fromDate,
    )
    return { fromDate, trainRunIds: rows.map((row) => row.train_run_id as TrainRunId) }
  }

  async listDue() {
    const [payments = [], refunds = []] = await this.#writer.all([
      ['SELECT * FROM payments WHERE due_at IS NOT NULL ORDER BY due_at', []],
      ['SELECT * FROM refunds WHERE due_at IS NOT NULL ORDER BY due_at', []],
    ])
    return {
      payments: this.readable.of(payments, paymentTable.read, 'payment'),
      refunds: this.readable.of(refunds, refundTable.read, 'refund'),
    }
  }

  importTimetable(timetable: Timetable, options: ImportOptions, beside: Beside) {
    const { onProgress = () => {}, ...terms } = options
    const timed = { ...terms, at: this.now() }
    return this.#inTurn(() => this.#writer.importTimetable(timetable, timed, { onProgress, ...beside }))
  }

  openRuns(fromDate: string, toDate: string, beside: Beside) {
    const range = { fromDate, toDate, at: this.now() }
    return this.#inTurn(() => this.#writer.openRuns(range, beside))
  }

  /** Copies the database file while the sale goes on. */
  backup(file: string, onProgress: (done: number, total: number) => void): Promise<void> {
    return this.#writer.backup(file, onProgress)
  }

  /** Runs read-only queries for checks and reports, all as of one commit. */
  query(queries: readonly (readonly [sql: string, params: readonly (string | number)[]])[]) {
    return this.#writer.all(queries)
  }

  async health() {
    try {
      await this.#mark()
      return { ok: true, detail: 'the database takes writes' }
    } catch (error) {
      return { ok: false, detail: error instanceof Error ? error.message : String(error) }
    }
  }

  async close(): Promise<void> {
    clearInterval(this.#marking)
    // A full disk does not prevent closing.
    if (this.#keepsMark) await this.#mark().catch(() => {})
    await this.#writer.close()
    this.#release()
  }

  /** One import at a time. */
  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const done = this.#turn.then(work)
    this.#turn = done.catch(() => {})
    return done
  }

  async #mark(): Promise<void> {
    await this.#writer.run(setClock, [this.now()])
  }

  async #commit(writes: readonly RunWrite[]): Promise<void> {
    try {
      await this.#writer.write(batchWrites(writes))
    } catch (error) {
      throw faultOf(error)
    }
  }

  protected override ask(queries: readonly Query[]): Promise<readonly (readonly Row[])[]> {
    return this.#writer.all(queries)
  }

  protected override async tell([sql, values]: Query): Promise<readonly Row[]> {
    try {
      return (await this.#writer.run(sql, values)).rows
    } catch (error) {
      throw error instanceof WriteFailed ? faultOf(error) : error
    }
  }

  /**
   * As one parameter, so that there is one statement for any number of ids; an id names one row of the file.
   */
  protected override among(column: string, ids: readonly number[]): Query {
    return [`${column} IN (SELECT value FROM json_each(?))`, [JSON.stringify(ids)]]
  }
}

/** A full disk is waited out; after an error of the disk itself, nothing can be trusted. */
function faultOf(error: unknown): unknown {
  if (!(error instanceof WriteFailed)) return new OutcomeUnknown(String(error))
  const message = `${error.code}: ${error.message}`
  if (/IOERR|CORRUPT|NOTADB/.test(error.code)) return new DiskFailed(message)
  if (error.outcome === 'unknown') return new OutcomeUnknown(message)
  if (/FULL|BUSY|LOCKED|READONLY|CANTOPEN/.test(error.code)) return new StoreUnavailable(message)
  return error
}
