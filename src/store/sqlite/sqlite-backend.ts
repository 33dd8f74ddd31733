import type { AuditEntry } from '../../domain/audit.ts'
import type { BookingId, HoldId, PaymentId, TrainRunId, UserId } from '../../domain/ids.ts'
import { InvariantBroken } from '../../domain/overlay.ts'
import type { RunState } from '../../domain/picture.ts'
import type { Timetable } from '../../domain/timetable.ts'
import type { Backend, RunWrite, Transaction } from '../backend.ts'
import type { Clock } from '../clock.ts'
import { DiskFailed, OutcomeUnknown, StoreUnavailable } from '../faults.ts'
import { MasterData } from '../master-data.ts'
import {
  bookingOf,
  bookingSeatOf,
  cancellationOf,
  entryOf,
  holdOf,
  paymentOf,
  type Row,
  refundOf,
} from '../rows.ts'
import { recordsOf, statesOf } from '../run-rows.ts'
import type { BookingRecord, IdKind, ImportOptions, ProviderEvent } from '../store.ts'
import { recordQueries, stateQueries } from './run-queries.ts'
import { WriteFailed } from './session.ts'
import type { Writer } from './writer.ts'
import { batchWrites } from './writes.ts'

/** Runs that started so many days ago can still be on their way; older ones are read when somebody asks for them. */
const networkDaysBack = 5
const dayMs = 86_400_000

/** One process, one file, one writer: what SQLite adds to the engine. */
export class SqliteBackend implements Backend {
  readonly batchSpan = 'store'
  readonly leases = null
  readonly peers = null
  readonly loadChanges = null
  readonly locatorKey: readonly number[]
  readonly #writer: Writer
  readonly #clock: Clock
  readonly #release: () => void
  readonly #masterData: MasterData

  constructor(parts: { writer: Writer; clock: Clock; locatorKey: readonly number[]; release: () => void }) {
    this.#writer = parts.writer
    this.#clock = parts.clock
    this.locatorKey = parts.locatorKey
    this.#release = parts.release
    this.#masterData = new MasterData(
      (queries) => parts.writer.all(queries),
      '(SELECT value FROM json_each(?))',
    )
  }

  now() {
    return this.#clock.now()
  }

  async begin(): Promise<Transaction> {
    return {
      now: this.now(),
      // The file is this process's own, so a picture is what the file says.
      heads: null,
      keepLeases: null,
      loadRuns: (ids) => this.loadRuns(ids),
      loadChanges: null,
      loadRecords: async (wanted) => recordsOf(wanted, await this.#writer.all(recordQueries(wanted))),
      commit: (writes) => this.#commit(writes),
      rollback: async () => {},
    }
  }

  async loadRuns(ids: readonly TrainRunId[]): Promise<ReadonlyMap<TrainRunId, RunState>> {
    return statesOf(ids, await this.#writer.all(stateQueries(ids)))
  }

  async takeIds(kind: IdKind, count: number): Promise<number> {
    const { rows } = await this.#writer.run(
      `INSERT INTO id_blocks (kind, next_id) VALUES (?, 1 + ?)
       ON CONFLICT (kind) DO UPDATE SET next_id = next_id + ? RETURNING next_id`,
      [kind, count, count],
    )
    return (rows[0]?.next_id as number) - count
  }

  async findHold(_trainRunId: TrainRunId, id: HoldId) {
    const [row] = await this.#rows('SELECT * FROM seat_holds WHERE id = ?', id)
    return row && holdOf(row)
  }

  async findPayment(_trainRunId: TrainRunId, id: PaymentId) {
    const [row] = await this.#rows('SELECT * FROM payments WHERE id = ?', id)
    return row && paymentOf(row)
  }

  async findBooking(id: BookingId): Promise<BookingRecord | undefined> {
    const [record] = await this.#bookingRecords('id = ?', [id])
    return record
  }

  listBookings(userId: UserId, limit: number, beforeId?: BookingId): Promise<readonly BookingRecord[]> {
    return this.#bookingRecords('user_id = ? AND id < ? ORDER BY id DESC LIMIT ?', [
      userId,
      beforeId ?? Number.MAX_SAFE_INTEGER,
      limit,
    ])
  }

  async auditEntries(_trainRunId: TrainRunId, holdId: HoldId): Promise<readonly AuditEntry[]> {
    return (await this.#rows('SELECT * FROM audit_entries WHERE hold_id = ? ORDER BY id', holdId)).map(
      entryOf,
    )
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

  async listDue() {
    const [payments = [], refunds = []] = await this.#writer.all([
      ['SELECT * FROM payments WHERE due_at IS NOT NULL ORDER BY due_at', []],
      ['SELECT * FROM refunds WHERE due_at IS NOT NULL ORDER BY due_at', []],
    ])
    return { payments: payments.map(paymentOf), refunds: refunds.map(refundOf) }
  }

  async recordProviderEvent(event: ProviderEvent): Promise<boolean> {
    const { changes } = await this.#writer.run(
      'INSERT INTO provider_events VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING',
      [event.provider, event.eventId, event.body, event.signature, this.now()],
    )
    return changes === 1
  }

  loadNetwork() {
    const fromDate = new Date(this.now() - networkDaysBack * dayMs).toISOString().slice(0, 10)
    return this.#masterData.loadNetwork(fromDate)
  }

  findRun(id: TrainRunId) {
    return this.#masterData.findRun(id)
  }

  importTimetable(timetable: Timetable, options: ImportOptions) {
    const { fromDate, toDate, onProgress } = options
    return this.#writer.importTimetable(timetable, { fromDate, toDate }, onProgress ?? (() => {}))
  }

  openRuns(fromDate: string, toDate: string) {
    return this.#writer.openRuns({ fromDate, toDate })
  }

  /** Copies the database file while sales go on. */
  backup(file: string, onProgress: (done: number, total: number) => void): Promise<void> {
    return this.#writer.backup(file, onProgress)
  }

  /** Runs read-only queries for checks and reports, all as of one commit. */
  query(queries: readonly (readonly [sql: string, params: readonly (string | number)[]])[]) {
    return this.#writer.all(queries)
  }

  async health() {
    try {
      await this.#writer.all([['SELECT 1', []]])
      return { ok: true, detail: 'the database answers' }
    } catch (error) {
      return { ok: false, detail: error instanceof Error ? error.message : String(error) }
    }
  }

  async close(): Promise<void> {
    await this.#writer.close()
    this.#release()
  }

  async #commit(writes: readonly RunWrite[]): Promise<void> {
    try {
      await this.#writer.write(batchWrites(writes))
    } catch (error) {
      throw faultOf(error)
    }
  }

  async #rows(sql: string, ...params: readonly (string | number)[]): Promise<readonly Row[]> {
    const [rows = []] = await this.#writer.all([[sql, params]])
    return rows
  }

  async #bookingRecords(where: string, params: readonly number[]): Promise<readonly BookingRecord[]> {
    const bookings = await this.#rows(`SELECT * FROM bookings WHERE ${where}`, ...params)
    if (bookings.length === 0) return []
    const ids = JSON.stringify(bookings.map((row) => row.id))
    const paymentIds = JSON.stringify(bookings.map((row) => row.payment_id))
    const [seats = [], payments = [], cancellations = []] = await this.#writer.all([
      [
        'SELECT * FROM booking_seats WHERE booking_id IN (SELECT value FROM json_each(?)) ORDER BY booking_id, seat_id',
        [ids],
      ],
      ['SELECT * FROM payments WHERE id IN (SELECT value FROM json_each(?))', [paymentIds]],
      ['SELECT * FROM cancellations WHERE booking_id IN (SELECT value FROM json_each(?)) ORDER BY id', [ids]],
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

/** A full disk is waited out; an error of the disk itself leaves nothing to trust. */
function faultOf(error: unknown): unknown {
  if (!(error instanceof WriteFailed)) return new OutcomeUnknown(String(error))
  const message = `${error.code}: ${error.message}`
  if (/IOERR|CORRUPT|NOTADB/.test(error.code)) return new DiskFailed(message)
  if (error.outcome === 'unknown') return new OutcomeUnknown(message)
  if (/FULL|BUSY|LOCKED|READONLY|CANTOPEN/.test(error.code)) return new StoreUnavailable(message)
  return error
}
