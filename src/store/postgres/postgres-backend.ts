import type { AuditEntry } from '../../domain/audit.ts'
import type { BookingId, HoldId, PaymentId, TrainRunId, UserId } from '../../domain/ids.ts'
import type { Instant } from '../../domain/instant.ts'
import { InvariantBroken, type Records } from '../../domain/overlay.ts'
import type { RunChanges, RunMark, RunState } from '../../domain/picture.ts'
import type { Timetable } from '../../domain/timetable.ts'
import type { Backend, RunHead, RunWrite, Transaction, Wanted } from '../backend.ts'
import type { Clock } from '../clock.ts'
import { RunGone } from '../faults.ts'
import { MasterData } from '../master-data.ts'
import { mostEntriesBehind } from '../pictures.ts'
import { bookingOf, bookingSeatOf, cancellationOf, entryOf, holdOf, paymentOf, type Row } from '../rows.ts'
import { changesOf, recordsOf, statesOf } from '../run-rows.ts'
import type { BookingRecord, DueWork, IdKind, ImportOptions, ProviderEvent } from '../store.ts'
import type { Connections, OpenTransaction } from './connections.ts'
import { importTimetable, openRuns } from './import-timetable.ts'
import { databaseNow, RowLeases } from './leases.ts'
import type { Peers } from './peers.ts'
import { changeQueries, recordQueries, stateQueries } from './run-queries.ts'
import { idList, literal, type Query, type SqlValue, script } from './sql.ts'
import { runWrites } from './writes.ts'

/** Runs that started so many days ago can still be on their way; older ones are read when somebody asks for them. */
const networkDaysBack = 5
const dayMs = 86_400_000

/** One server, any number of nodes: what PostgreSQL adds to the engine. Every batch is one run, under the lock of its head. */
export class PostgresBackend implements Backend {
  readonly batchSpan = 'run'
  readonly locatorKey: readonly number[]
  readonly leases: RowLeases
  readonly peers: Peers
  readonly #connections: Connections
  readonly #masterData: MasterData
  readonly #testClock: Clock | undefined
  readonly #onHeadLocked: (waitedMs: number) => void
  /** The database's time minus the monotonic time of this process. */
  #offset: number

  constructor(parts: {
    connections: Connections
    peers: Peers
    locatorKey: readonly number[]
    databaseTime: number
    clock: Clock | undefined
    leaseMs: number | undefined
    onHeadLocked: ((waitedMs: number) => void) | undefined
    isDistributed: boolean
  }) {
    this.#connections = parts.connections
    this.peers = parts.peers
    this.locatorKey = parts.locatorKey
    this.#testClock = parts.clock
    this.#offset = parts.databaseTime - performance.now()
    this.#onHeadLocked = parts.onHeadLocked ?? (() => {})
    const { clock, leaseMs, isDistributed } = parts
    this.leases = new RowLeases(parts.connections, {
      isDistributed,
      ...(clock ? { now: () => clock.now() } : {}),
      ...(leaseMs === undefined ? {} : { leaseMs }),
    })
    this.#masterData = new MasterData(
      (queries) => parts.connections.all(queries),
      '(SELECT json_array_elements_text(?::json)::bigint)',
    )
  }

  /** The database's time as this node reckons it, for answers; decisions ask the database itself. */
  now(): Instant {
    return this.#testClock?.now() ?? (Math.floor(performance.now() + this.#offset) as Instant)
  }

  async begin(trainRunIds: readonly TrainRunId[]): Promise<Transaction> {
    const [id, ...more] = trainRunIds
    if (id === undefined || more.length > 0) throw new RangeError('a batch is of one run')
    const lock = `SELECT commit_seq, audit_seq, ${databaseNow} AS now FROM run_heads WHERE train_run_id = ? FOR UPDATE`
    const startedAt = performance.now()
    const transaction = await this.#connections.begin([
      [lock, [id]],
      // Read after the lock was had, so that the time of a commit is never before that of the one it waited for.
      [`SELECT ${databaseNow} AS now`, []],
    ])
    try {
      this.#onHeadLocked(performance.now() - startedAt)
      const [heads = [], time = []] = transaction.firstAnswers
      const [head, clock] = heads[0] ? [heads[0], time[0]] : await this.#firstHead(transaction, id)
      const runHead = { commitSeq: Number(head?.commit_seq), auditSeq: Number(head?.audit_seq) }
      return this.#transaction(transaction, id, runHead, Number(clock?.now))
    } catch (error) {
      await transaction.rollback()
      throw error
    }
  }

  async loadRuns(ids: readonly TrainRunId[]): Promise<ReadonlyMap<TrainRunId, RunState>> {
    return statesOf(ids, await this.#connections.all(stateQueries(ids)))
  }

  loadChanges(marks: readonly RunMark[]): Promise<ReadonlyMap<TrainRunId, RunChanges>> {
    return loadChanges(marks, (queries) => this.#connections.all(queries))
  }

  async takeIds(kind: IdKind, count: number): Promise<number> {
    const [rows = []] = await this.#connections.run([
      [
        `INSERT INTO id_blocks AS b (kind, next_id) VALUES (?, 1 + ?)
         ON CONFLICT (kind) DO UPDATE SET next_id = b.next_id + ? RETURNING next_id`,
        [kind, count, count],
      ],
    ])
    return Number(rows[0]?.next_id) - count
  }

  async findHold(trainRunId: TrainRunId, id: HoldId) {
    const [row] = await this.#rows(
      'SELECT * FROM seat_holds WHERE train_run_id = ? AND id = ?',
      trainRunId,
      id,
    )
    return row && holdOf(row)
  }

  async findPayment(trainRunId: TrainRunId, id: PaymentId) {
    const [row] = await this.#rows('SELECT * FROM payments WHERE train_run_id = ? AND id = ?', trainRunId, id)
    return row && paymentOf(row)
  }

  async findBooking(id: BookingId, trainRunId?: TrainRunId): Promise<BookingRecord | undefined> {
    const rows =
      trainRunId === undefined
        ? await this.#rows('SELECT * FROM bookings WHERE id = ?', id)
        : await this.#rows('SELECT * FROM bookings WHERE train_run_id = ? AND id = ?', trainRunId, id)
    const [record] = await this.#bookingRecords(rows)
    return record
  }

  async listBookings(userId: UserId, limit: number, beforeId?: BookingId): Promise<readonly BookingRecord[]> {
    const rows = await this.#rows(
      'SELECT * FROM bookings WHERE user_id = ? AND id < ? ORDER BY id DESC LIMIT ?',
      userId,
      beforeId ?? Number.MAX_SAFE_INTEGER,
      limit,
    )
    return this.#bookingRecords(rows)
  }

  async auditEntries(trainRunId: TrainRunId, holdId: HoldId): Promise<readonly AuditEntry[]> {
    const rows = await this.#rows(
      'SELECT * FROM audit_entries WHERE train_run_id = ? AND hold_id = ? ORDER BY seq',
      trainRunId,
      holdId,
    )
    return rows.map(entryOf)
  }

  async runsWithLiveHolds(): Promise<readonly TrainRunId[]> {
    const rows = await this.#rows(
      "SELECT DISTINCT train_run_id FROM seat_holds WHERE status IN ('ACTIVE', 'PINNED')",
    )
    return rows.map((row) => row.train_run_id as TrainRunId)
  }

  async listOpenPayments() {
    return (await this.#rows("SELECT * FROM payments WHERE status = 'REQUESTED' ORDER BY id")).map(paymentOf)
  }

  /** What is due stays in the rows, where every node finds it. */
  async listDue() {
    return { payments: [], refunds: [] }
  }

  async recordProviderEvent(event: ProviderEvent): Promise<boolean> {
    const [rows = []] = await this.#connections.run([
      [
        'INSERT INTO provider_events VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING RETURNING event_id',
        [event.provider, event.eventId, event.body, event.signature, this.now()],
      ],
    ])
    return rows.length === 1
  }

  loadNetwork() {
    const fromDate = new Date(this.now() - networkDaysBack * dayMs).toISOString().slice(0, 10)
    return this.#masterData.loadNetwork(fromDate)
  }

  findRun(id: TrainRunId) {
    return this.#masterData.findRun(id)
  }

  importTimetable(timetable: Timetable, options: ImportOptions) {
    return importTimetable(this.#connections, timetable, options, options.onProgress ?? (() => {}))
  }

  openRuns(fromDate: string, toDate: string) {
    return openRuns(this.#connections, { fromDate, toDate })
  }

  async health() {
    try {
      const [row] = await this.#rows('SELECT pg_is_in_recovery()::text AS standby')
      return row?.standby === 'false'
        ? { ok: true, detail: 'the database answers' }
        : { ok: false, detail: 'the database is a standby and takes no writes' }
    } catch (error) {
      return { ok: false, detail: error instanceof Error ? error.message : String(error) }
    }
  }

  async close(): Promise<void> {
    await this.peers.close()
    await this.#connections.close()
  }

  /** An untouched run gets its head with its first commit; a rollback leaves none. The run itself must still be there. */
  async #firstHead(
    transaction: OpenTransaction,
    id: TrainRunId,
  ): Promise<readonly [Row | undefined, Row | undefined]> {
    const [runs, , heads, time] = await transaction.send(
      `SELECT id FROM train_runs WHERE id = ${literal(id)} FOR KEY SHARE;
       INSERT INTO run_heads VALUES (${literal(id)}, 0, 0, '') ON CONFLICT DO NOTHING;
       SELECT commit_seq, audit_seq FROM run_heads WHERE train_run_id = ${literal(id)} FOR UPDATE;
       SELECT ${databaseNow} AS now`,
    )
    if (runs?.length === 0) throw new RunGone(`there is no run ${id}`)
    return [heads?.[0], time?.[0]]
  }

  #transaction(
    transaction: OpenTransaction,
    id: TrainRunId,
    head: RunHead,
    databaseTime: number,
  ): Transaction {
    this.#offset = databaseTime - performance.now()
    return {
      now: this.#testClock?.now() ?? (databaseTime as Instant),
      heads: new Map([[id, head]]),
      loadRuns: async (ids) => statesOf(ids, await transaction.send(script(stateQueries(ids)))),
      loadChanges: (marks) => loadChanges(marks, (queries) => transaction.send(script(queries))),
      loadRecords: (wanted) => loadRecords(transaction, wanted),
      keepLeases: (work: readonly DueWork[]) => this.leases.keep(transaction, work),
      commit: (writes) => this.#commit(transaction, writes),
      rollback: () => transaction.rollback(),
    }
  }

  async #commit(transaction: OpenTransaction, writes: readonly RunWrite[]): Promise<void> {
    try {
      await transaction.send(writes.map(runWrites).join(';\n'))
    } catch (error) {
      await transaction.rollback()
      throw error
    }
    await transaction.commit()
    for (const { trainRunId, commitSeq } of writes) this.peers.announce(trainRunId, commitSeq)
  }

  async #rows(sql: string, ...values: readonly SqlValue[]): Promise<readonly Row[]> {
    const [rows = []] = await this.#connections.all([[sql, values]])
    return rows
  }

  async #bookingRecords(bookings: readonly Row[]): Promise<readonly BookingRecord[]> {
    if (bookings.length === 0) return []
    const runs = idList(bookings.map((row) => Number(row.train_run_id)))
    const ids = idList(bookings.map((row) => Number(row.id)))
    const paymentIds = idList(bookings.map((row) => Number(row.payment_id)))
    const ofRuns = `train_run_id IN (${runs})`
    const [seats = [], payments = [], cancellations = []] = await this.#connections.all([
      [
        `SELECT * FROM booking_seats WHERE ${ofRuns} AND booking_id IN (${ids}) ORDER BY booking_id, seat_id`,
        [],
      ],
      [`SELECT * FROM payments WHERE ${ofRuns} AND id IN (${paymentIds})`, []],
      [`SELECT * FROM cancellations WHERE ${ofRuns} AND booking_id IN (${ids}) ORDER BY id`, []],
    ])
    return bookings.map((row) => {
      const payment = payments.find((one) => one.id === row.payment_id)
      if (!payment) throw new InvariantBroken(`I6: booking ${row.id} has no payment`)
      return {
        booking: bookingOf(row, seats.filter((seat) => seat.booking_id === row.id).map(bookingSeatOf)),
        payment: paymentOf(payment),
        cancellations: cancellations.filter((one) => one.booking_id === row.id).map(cancellationOf),
      }
    })
  }
}

/** Beyond so many runs a message would be long; there are more only after news were lost. */
const mostRunsInMessage = 50

async function loadChanges(
  marks: readonly RunMark[],
  all: (queries: readonly Query[]) => Promise<readonly (readonly Row[])[]>,
): Promise<ReadonlyMap<TrainRunId, RunChanges>> {
  const found = new Map<TrainRunId, RunChanges>()
  for (let start = 0; start < marks.length; start += mostRunsInMessage) {
    const some = marks.slice(start, start + mostRunsInMessage)
    const answers = await all(some.flatMap((mark) => changeQueries(mark, mostEntriesBehind)))
    const perRun = answers.length / some.length
    for (const [index, mark] of some.entries()) {
      const changes = changesOf(mark, answers.slice(index * perRun, (index + 1) * perRun))
      if (changes) found.set(mark.trainRunId, changes)
    }
  }
  return found
}

async function loadRecords(
  transaction: OpenTransaction,
  wanted: readonly Wanted[],
): Promise<ReadonlyMap<TrainRunId, Records>> {
  const [only] = wanted
  if (!only) return new Map()
  return recordsOf([only], await transaction.send(script(recordQueries(only))))
}
