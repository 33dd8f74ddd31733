import { setTimeout as pause } from 'node:timers/promises'
import { Worker } from 'node:worker_threads'
import pg from 'pg'
import type { TrainRunId } from '../../domain/ids.ts'
import type { Instant } from '../../domain/instant.ts'
import type { RunChanges, RunMark, RunState } from '../../domain/inventory/run-state.ts'
import type { Timetable } from '../../domain/railway/timetable.ts'
import { actsRunId } from '../../domain/records/acts-run.ts'
import type { Setbacks } from '../../domain/setbacks.ts'
import type { Backend, RunHead, RunWrite, Transaction, WaitsFor } from '../backend.ts'
import type { Clock } from '../clock.ts'
import { runsInEffect } from '../columns/railway.ts'
import { RunGone, TransactionLost } from '../faults.ts'
import type { ImportDesk } from '../import-desk.ts'
import { type Beside, ImportThreads } from '../import-thread.ts'
import { importTimetable } from '../import-timetable.ts'
import { mostEntriesBehind } from '../pictures.ts'
import { ReadableRows } from '../readable-rows.ts'
import { openRuns } from '../roll-runs.ts'
import type { Row } from '../rows.ts'
import { changesOf } from '../run-rows.ts'
import { SqlBackend } from '../sql-backend.ts'
import type { DueWork, ImportOptions } from '../store.ts'
import { byRun, changeStatements, changesByRun, type EarlyChanges } from './changes-as-arrays.ts'
import type { Connections, OpenTransaction } from './connections.ts'
import { isPreparationLost } from './fault-of.ts'
import { atImportDesk } from './import-desk.ts'
import { leasedBy, RowLeases } from './leases.ts'
import { loadRecords } from './load-records.ts'
import { lockHeads, lockStatements, waitForTurn } from './lock-heads.ts'
import { readingAhead, timetableGate } from './locks.ts'
import type { Peers } from './peers.ts'
import { PostgresFeed } from './postgres-feed.ts'
import { changeQueries, stateQueries } from './run-queries.ts'
import { idList, literal, type Query, script } from './sql.ts'
import { preparedWrites } from './writes-as-arrays.ts'
import { runWrites } from './writes-as-text.ts'

/** On a cluster a batch is one run, because a transaction touches one shard. */
const ofOneShard = { together: 0, alone: Number.POSITIVE_INFINITY }
/** More of them would only make the batches smaller. */
const ofOneServer = { together: 2, alone: 4 }

/**
 * What PostgreSQL adds to the engine: one server and any number of nodes. Every batch is under the locks of
 * the heads of its runs.
 */
export class PostgresBackend extends SqlBackend implements Backend {
  readonly batches: Backend['batches']
  readonly locatorKey: readonly number[]
  readonly leases: RowLeases
  readonly touchedRuns = null
  readonly peers: Peers
  readonly fitsOf = null
  readonly feed: PostgresFeed
  readonly #connections: Connections
  protected readonly readable: ReadableRows
  // An array, which chooses rows by their index in each part of a view: it read all runs to join them with a
  // list.
  protected readonly isFoundBy = "string_to_array(k.search, ' ') && string_to_array(?, ' ')"
  protected readonly isListed = '= ANY (ARRAY(SELECT json_array_elements_text(?::json)::bigint))'
  readonly #testClock: Clock | undefined
  /** Whether writes are prepared statements; without them, they are text. */
  #prepares: boolean
  readonly #onHeadLocked: (waitedMs: number) => void
  /** Where imports connect to. */
  readonly #url: string
  readonly #importThreads: ImportThreads | null
  /** The database's time minus this process's monotonic time. */
  #offset: number

  constructor(parts: {
    connections: Connections
    url: string
    importThread: 'own' | 'caller'
    peers: Peers
    locatorKey: readonly number[]
    databaseTime: number
    clock: Clock | undefined
    leaseMs: number | undefined
    onHeadLocked: ((waitedMs: number) => void) | undefined
    isDistributed: boolean
    /** Whether the nodes are connected to the server itself, and not to a pooler. */
    isDirect: boolean
    setbacks: Setbacks | undefined
    onBackgroundFault: ((fault: unknown) => void) | undefined
  }) {
    super()
    this.#connections = parts.connections
    this.#url = parts.url
    this.#importThreads =
      parts.importThread === 'own'
        ? new ImportThreads(() => startImport(parts.url, parts.clock === undefined))
        : null
    this.peers = parts.peers
    this.locatorKey = parts.locatorKey
    this.#testClock = parts.clock
    this.#offset = parts.databaseTime - performance.now()
    this.#onHeadLocked = parts.onHeadLocked ?? (() => {})
    const { clock, leaseMs, isDistributed } = parts
    this.feed = new PostgresFeed((sql, ...values) => this.rowsOf(sql, ...values), { clock, isDistributed })
    this.#prepares = parts.isDirect && !isDistributed
    this.batches = isDistributed ? ofOneShard : ofOneServer
    this.readable = new ReadableRows({ ...parts, now: () => this.now() })
    this.leases = new RowLeases(parts.connections, {
      isDistributed,
      readable: this.readable,
      ...(clock ? { now: () => clock.now() } : {}),
      ...(leaseMs === undefined ? {} : { leaseMs }),
    })
  }

  /** The database's time as this node estimates it, for answers; decisions ask the database itself. */
  now(): Instant {
    return this.#testClock?.now() ?? (Math.floor(performance.now() + this.#offset) as Instant)
  }

  async begin(
    trainRunIds: readonly TrainRunId[],
    waitsFor: WaitsFor,
    marks: readonly RunMark[] = [],
  ): Promise<Transaction> {
    const startedAt = performance.now()
    const transaction = await this.#beginLocking(trainRunIds, waitsFor, marks)
    try {
      this.#onHeadLocked(performance.now() - startedAt)
      const [id] = trainRunIds
      const answers = transaction.firstAnswers.slice(waitsFor === 'turn' ? waitForTurn.length : 0)
      const isThere = waitsFor !== 'head' || id === undefined || answers[0]?.length !== 0
      const locked = isThere ? this.#locked(answers) : await this.#firstHead(transaction, id)
      return this.#transaction(transaction, locked, this.#changesIn(answers.slice(2), marks), startedAt)
    } catch (error) {
      await transaction.rollback()
      throw error
    }
  }

  /** The first answers are the heads, the time, and what changed since the marks. */
  async #beginLocking(ids: readonly TrainRunId[], waitsFor: WaitsFor, marks: readonly RunMark[]) {
    if (!this.#prepares) return this.#connections.begin(lockHeads(ids, waitsFor))
    try {
      return await this.#connections.beginPrepared(lockStatements(ids, waitsFor, marks))
    } catch (error) {
      throw this.#unlessUnprepared(error)
    }
  }

  /** Behind a pooler that nobody has named, a prepared statement may be gone. Then nothing is prepared. */
  #unlessUnprepared(error: unknown): unknown {
    if (!(error instanceof pg.DatabaseError && isPreparationLost(error))) return error
    this.#prepares = false
    return new TransactionLost(error.message)
  }

  async loadRuns(ids: readonly TrainRunId[]): Promise<ReadonlyMap<TrainRunId, RunState>> {
    return this.statesOf(ids, await this.#connections.all(stateQueries(ids, this.coolingSince)))
  }

  loadChanges(marks: readonly RunMark[]): Promise<ReadonlyMap<TrainRunId, RunChanges>> {
    return this.#changesSince(marks, (queries) => this.#connections.all(queries))
  }

  /** Due work stays in the rows, where every node finds it. */
  async listDue() {
    return { payments: [], refunds: [] }
  }

  importTimetable(timetable: Timetable, options: ImportOptions, beside: Beside) {
    const { onProgress = () => {}, ...rest } = options
    const terms = { ...rest, at: this.now() }
    const hooks = { onProgress, alone: beside.alone, onPrepared: () => this.#allPrepared(beside) }
    if (this.#importThreads) return this.#importThreads.importTimetable(timetable, terms, hooks)
    return atImportDesk(
      this.#url,
      hooks.alone,
      (desk) => importTimetable(desk, timetable, terms, onProgress, hooks.onPrepared),
      this.#testClock === undefined,
    )
  }

  openRuns(fromDate: string, toDate: string, beside: Beside) {
    const range = { fromDate, toDate, at: this.now() }
    const hooks = { alone: beside.alone, onPrepared: () => this.#allPrepared(beside) }
    if (this.#importThreads) return this.#importThreads.openRuns(range, hooks)
    const work = (desk: ImportDesk) => openRuns(desk, range, hooks.onPrepared)
    return atImportDesk(this.#url, hooks.alone, work, this.#testClock === undefined)
  }

  /** The importer sees from the lock when this is done. */
  override readAhead(): Promise<void> {
    return this.peers.whileReadingAhead(() => super.readAhead())
  }

  /** Every node reads ahead what is prepared, as far as it hears of it and finishes in time. */
  async #allPrepared({ onPrepared }: Beside): Promise<void> {
    const areOthers = await this.peers.announcePrepared()
    await Promise.all([onPrepared(), areOthers ? pause(hearingMs) : undefined])
    const deadline = performance.now() + longestReadMs
    while (areOthers && performance.now() < deadline) {
      const [row] = await this.rowsOf(`SELECT pg_try_advisory_xact_lock(${readingAhead})::text AS free`)
      if (row?.free === 'true') return
      await pause(readPauseMs)
    }
  }

  async health() {
    try {
      const [row] = await this.rowsOf('SELECT pg_is_in_recovery()::text AS standby')
      return row?.standby === 'false'
        ? { ok: true, detail: 'the database answers' }
        : { ok: false, detail: 'the database is a standby and takes no writes' }
    } catch (error) {
      return { ok: false, detail: error instanceof Error ? error.message : String(error) }
    }
  }

  async close(): Promise<void> {
    await this.#importThreads?.close()
    await this.peers.close()
    await this.#connections.close()
  }

  /**
   * An untouched run gets its head with its first commit; a rollback leaves none. The run itself must still
   * exist, unless it is run 0, and stays as it is until the end of the transaction.
   */
  async #firstHead(transaction: OpenTransaction, id: TrainRunId): Promise<LockedHeads> {
    const [, [run] = [], , ...answers] = await transaction.send(
      `SELECT pg_advisory_xact_lock_shared(${timetableGate});
       SELECT * FROM ${runsInEffect} WHERE id = ${literal(id)};
       INSERT INTO run_heads VALUES (${literal(id)}, 0, 0, '', '[]') ON CONFLICT DO NOTHING;
       ${script(lockHeads([id], 'head'))}`,
    )
    if (!run && id !== actsRunId) throw new RunGone(`there is no run ${id}`)
    const { now, heads } = this.#locked(answers)
    if (!run) return { now, heads }
    const fits = this.master.fits(run)
    return { now, heads: new Map(Array.from(heads, ([key, head]) => [key, { ...head, fits }])) }
  }

  /** The heads that were locked, and the time after that. */
  #locked([heads = [], time = []]: readonly (readonly Row[])[]): LockedHeads {
    const databaseTime = Number(time[0]?.now)
    this.#offset = databaseTime - performance.now()
    return {
      now: this.#testClock?.now() ?? (databaseTime as Instant),
      heads: new Map(heads.map((row) => [row.train_run_id as TrainRunId, headOf(row)])),
    }
  }

  #transaction(
    transaction: OpenTransaction,
    first: LockedHeads,
    early: EarlyChanges,
    begunAt: number,
  ): Transaction {
    const locked = { now: first.now, heads: new Map(first.heads) }
    const known = new Map(early)
    const lockMore = async (ids: readonly TrainRunId[], marks: readonly RunMark[]) => {
      const answers = this.#prepares
        ? await transaction.ask(lockStatements(ids, 'nothing', marks))
        : await transaction.send(script(lockHeads(ids, 'nothing')))
      const { now, heads } = this.#locked(answers)
      locked.now = now
      for (const [id, head] of heads) locked.heads.set(id, head)
      for (const [id, changes] of this.#changesIn(answers.slice(2), marks)) known.set(id, changes)
    }
    return {
      get now() {
        return locked.now
      },
      heads: locked.heads,
      lockMore: this.batches.together > 0 ? lockMore : null,
      loadRuns: async (ids) =>
        this.statesOf(ids, await transaction.send(script(stateQueries(ids, this.coolingSince)))),
      loadChanges: (marks) => this.#changesInTransaction(marks, transaction, known),
      loadRecords: (wanted) => loadRecords(transaction, wanted),
      keepLeases: (work: readonly DueWork[]) => this.leases.keep(transaction, work, this.#prepares),
      commit: (writes) => this.#commit(transaction, writes, begunAt),
      rollback: () => transaction.rollback(),
    }
  }

  /** What came along with the heads, and the rest from another message. */
  async #changesInTransaction(marks: readonly RunMark[], transaction: OpenTransaction, known: EarlyChanges) {
    const isKnown = ({ trainRunId, commitSeq }: RunMark) =>
      known.get(trainRunId)?.mark.commitSeq === commitSeq
    const rest = marks.filter((mark) => !isKnown(mark))
    const early = [...known].filter(([, { mark }]) => !rest.some((one) => one.trainRunId === mark.trainRunId))
    if (rest.length === 0) return changesByRun(early)
    if (this.#prepares)
      return changesByRun([...early, ...this.#changesIn(await transaction.ask(changeStatements(rest)), rest)])
    const more = await this.#changesSince(rest, (queries) => transaction.send(script(queries)))
    return new Map([...changesByRun(early), ...more])
  }

  /** The answers to `changeStatements`; there may be none. */
  #changesIn(answers: readonly (readonly Row[])[], marks: readonly RunMark[]): EarlyChanges {
    if (answers.length === 0) return new Map()
    const of = byRun(answers)
    return new Map(
      marks.map((mark) => [mark.trainRunId, { mark, changes: this.#changesOf(mark, of(mark.trainRunId)) }]),
    )
  }

  #changesOf(mark: RunMark, answers: readonly (readonly Row[])[]): RunChanges | undefined {
    const changes = changesOf(mark, answers)
    const row = answers.at(-1)?.[0]
    return changes && row ? { ...changes, fits: this.master.fits(row) } : undefined
  }

  async #changesSince(
    marks: readonly RunMark[],
    all: (queries: readonly Query[]) => Promise<readonly (readonly Row[])[]>,
  ): Promise<ReadonlyMap<TrainRunId, RunChanges>> {
    const found = new Map<TrainRunId, RunChanges>()
    for (let start = 0; start < marks.length; start += mostRunsInMessage) {
      const some = marks.slice(start, start + mostRunsInMessage)
      const answers = await all(some.flatMap((mark) => changeQueries(mark, mostEntriesBehind)))
      const perRun = answers.length / some.length
      for (const [index, mark] of some.entries()) {
        const changes = this.#changesOf(mark, answers.slice(index * perRun, (index + 1) * perRun))
        if (changes) found.set(mark.trainRunId, changes)
      }
    }
    return found
  }

  async #commit(transaction: OpenTransaction, writes: readonly RunWrite[], begunAt: number): Promise<void> {
    if (this.#prepares) await this.#commitPrepared(transaction, writes, begunAt)
    else await commitAsText(transaction, writes)
    for (const { trainRunId, commitSeq } of writes) this.peers.announce(trainRunId, commitSeq)
  }

  async #commitPrepared(
    transaction: OpenTransaction,
    writes: readonly RunWrite[],
    begunAt: number,
  ): Promise<void> {
    try {
      const answers = await transaction.commitWith(preparedWrites(writes, this.leases.leaseMsOfCommits()))
      this.leases.own(leasedBy(writes, answers.flat()), begunAt)
    } catch (error) {
      await transaction.rollback()
      throw this.#unlessUnprepared(error)
    }
  }

  protected override ask(queries: readonly Query[]): Promise<readonly (readonly Row[])[]> {
    return this.#connections.all(queries)
  }

  protected override async tell(query: Query): Promise<readonly Row[]> {
    const [rows = []] = await this.#connections.run([query])
    return rows
  }

  /** A cluster finds the rows of a run by its run. */
  protected override among(column: string, ids: readonly number[], runIds: readonly number[]): Query {
    return [`train_run_id IN (${idList(runIds)}) AND ${column} IN (${idList(ids)})`, []]
  }
}

/** Within this time, other nodes hear that an import is prepared; one that does not reads it later. */
const hearingMs = 500
/** How long an import waits for the nodes that read it ahead, and how often it looks. */
const longestReadMs = 60_000
const readPauseMs = 100

function startImport(url: string, decidesTime: boolean): Worker {
  return new Worker(new URL('./import-thread.ts', import.meta.url), { workerData: { url, decidesTime } })
}

/** A message with more runs would be long; there are more only after news were lost. */
const mostRunsInMessage = 50

async function commitAsText(transaction: OpenTransaction, writes: readonly RunWrite[]): Promise<void> {
  try {
    await transaction.send(writes.map((write) => runWrites(write)).join(';\n'))
  } catch (error) {
    await transaction.rollback()
    throw error
  }
  await transaction.commit()
}

interface LockedHeads {
  readonly now: Instant
  readonly heads: ReadonlyMap<TrainRunId, RunHead>
}

function headOf(row: Row): RunHead {
  return { commitSeq: Number(row.commit_seq), auditSeq: Number(row.audit_seq) }
}
