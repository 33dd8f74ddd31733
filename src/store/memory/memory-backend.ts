import type { AuditEntry } from '../../domain/audit.ts'
import type { BookingId, HoldId, PaymentId, TrainRunId, UserId } from '../../domain/ids.ts'
import type { Records } from '../../domain/overlay.ts'
import { emptyRunState, isLiveStatus, type RunState } from '../../domain/picture.ts'
import type { Timetable } from '../../domain/timetable.ts'
import type { Backend, RunWrite, Transaction, Wanted } from '../backend.ts'
import type { Clock } from '../clock.ts'
import type { BookingRecord, IdKind, ImportOptions, ProviderEvent } from '../store.ts'
import { RunTables } from './memory-tables.ts'
import { MemoryTimetable } from './memory-timetable.ts'

/** A database of plain maps: the readable oracle that the other stores are compared with. It forgets everything when it is closed. */
export class MemoryBackend implements Backend {
  readonly batchSpan = 'store'
  readonly leases = null
  readonly peers = null
  readonly loadChanges = null
  readonly locatorKey = [0x5bd1e995, 0x1b873593, 0x27d4eb2f, 0x165667b1]
  readonly #clock: Clock
  readonly #runs = new Map<TrainRunId, RunTables>()
  readonly #timetable = new MemoryTimetable()
  readonly #nextIds = new Map<IdKind, number>()
  readonly #providerEvents = new Map<string, ProviderEvent>()

  constructor(clock: Clock) {
    this.#clock = clock
  }

  now() {
    return this.#clock.now()
  }

  async begin(): Promise<Transaction> {
    return {
      now: this.now(),
      heads: null,
      keepLeases: null,
      loadRuns: (ids) => this.loadRuns(ids),
      loadChanges: null,
      loadRecords: async (wanted) => new Map(wanted.map((one) => [one.trainRunId, this.#records(one)])),
      commit: async (writes) => this.#commit(writes),
      rollback: async () => {},
    }
  }

  async loadRuns(ids: readonly TrainRunId[]): Promise<ReadonlyMap<TrainRunId, RunState>> {
    return new Map(ids.map((id) => [id, this.#runs.get(id)?.state() ?? emptyRunState]))
  }

  async takeIds(kind: IdKind, count: number): Promise<number> {
    const first = this.#nextIds.get(kind) ?? 1
    this.#nextIds.set(kind, first + count)
    return first
  }

  async findHold(trainRunId: TrainRunId, id: HoldId) {
    return this.#runs.get(trainRunId)?.holds.get(id)
  }

  async findPayment(trainRunId: TrainRunId, id: PaymentId) {
    return this.#runs.get(trainRunId)?.payments.get(id)
  }

  async findBooking(id: BookingId): Promise<BookingRecord | undefined> {
    for (const tables of this.#runs.values()) if (tables.bookings.has(id)) return record(tables, id)
    return undefined
  }

  async listBookings(userId: UserId, limit: number, beforeId?: BookingId): Promise<readonly BookingRecord[]> {
    return [...this.#runs.values()]
      .flatMap((tables) => [...tables.bookings.values()].map((booking) => ({ tables, booking })))
      .filter(({ booking }) => booking.userId === userId && (beforeId === undefined || booking.id < beforeId))
      .sort((a, b) => b.booking.id - a.booking.id)
      .slice(0, limit)
      .map(({ tables, booking }) => record(tables, booking.id))
  }

  async auditEntries(trainRunId: TrainRunId, holdId: HoldId): Promise<readonly AuditEntry[]> {
    return (this.#runs.get(trainRunId)?.entries ?? []).filter((entry) => entry.holdId === holdId)
  }

  async runsWithLiveHolds(): Promise<readonly TrainRunId[]> {
    return [...this.#runs]
      .filter(([, tables]) => [...tables.holds.values()].some(isLiveStatus))
      .map(([id]) => id)
  }

  async listOpenPayments() {
    return this.#payments().filter((payment) => payment.status === 'REQUESTED')
  }

  async listDue() {
    const refunds = [...this.#runs.values()].flatMap((tables) => [...tables.refunds.values()])
    return {
      payments: this.#payments().filter((payment) => payment.dueAt !== null),
      refunds: refunds.filter((refund) => refund.dueAt !== null && refund.status === 'QUEUED'),
    }
  }

  async recordProviderEvent(event: ProviderEvent): Promise<boolean> {
    const name = `${event.provider}\n${event.eventId}`
    if (this.#providerEvents.has(name)) return false
    this.#providerEvents.set(name, event)
    return true
  }

  async loadNetwork() {
    return this.#timetable.network()
  }

  async findRun(id: TrainRunId) {
    return this.#timetable.findRun(id)
  }

  async importTimetable(timetable: Timetable, options: ImportOptions) {
    return this.#timetable.import(timetable, options, (id) => this.#runs.has(id))
  }

  async openRuns(fromDate: string, toDate: string) {
    return this.#timetable.openRuns(fromDate, toDate)
  }

  async health() {
    return { ok: true, detail: 'in memory' }
  }

  async close(): Promise<void> {}

  /** The rows of a run, for tests that go round the engine. */
  tables(trainRunId: TrainRunId): RunTables {
    let tables = this.#runs.get(trainRunId)
    if (!tables) {
      tables = new RunTables()
      this.#runs.set(trainRunId, tables)
    }
    return tables
  }

  /** All of the batch or nothing: what could fail is worked out before anything is changed. */
  #commit(writes: readonly RunWrite[]): void {
    const claims = writes.map((write) => this.tables(write.trainRunId).claimsAfter(write))
    for (const [index, write] of writes.entries())
      this.tables(write.trainRunId).write(write, claims[index] ?? [])
  }

  #payments() {
    return [...this.#runs.values()].flatMap((tables) => [...tables.payments.values()])
  }

  #records(wanted: Wanted): Records {
    const tables = this.#runs.get(wanted.trainRunId) ?? new RunTables()
    const bookings = pick(tables.bookings, wanted.bookings)
    const paymentIds = new Set([...wanted.payments, ...bookings.map((booking) => booking.paymentId)])
    const refundIds = new Set(wanted.refunds)
    return {
      holds: pick(tables.holds, wanted.holds),
      payments: pick(tables.payments, wanted.payments),
      bookings,
      quotes: pick(tables.quotes, wanted.quotes),
      cancellations: pick(tables.cancellations, wanted.cancellations),
      refunds: [...tables.refunds.values()].filter(
        (row) => refundIds.has(row.id) || paymentIds.has(row.paymentId),
      ),
    }
  }
}

function pick<Id, Row>(rows: ReadonlyMap<Id, Row>, ids: readonly Id[]): readonly Row[] {
  return ids.flatMap((id) => rows.get(id) ?? [])
}

function record(tables: RunTables, id: BookingId): BookingRecord {
  const booking = tables.bookings.get(id)
  const payment = booking && tables.payments.get(booking.paymentId)
  if (!booking || !payment) throw new Error(`booking ${id} has no payment`)
  const cancellations = [...tables.cancellations.values()].filter((row) => row.bookingId === id)
  return { booking, payment, cancellations: cancellations.sort((a, b) => a.id - b.id) }
}
