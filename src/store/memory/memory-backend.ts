import type { BookingId, HoldId, PaymentId, TrainRunId, UserId } from '../../domain/ids.ts'
import type { Instant } from '../../domain/instant.ts'
import type { Records } from '../../domain/inventory/overlay.ts'
import { emptyRunState, type RunState } from '../../domain/inventory/run-state.ts'
import type { ImportReply, ImportReport, PastImport } from '../../domain/railway/import-differences.ts'
import type { Timetable } from '../../domain/railway/timetable.ts'
import type { TrainRun } from '../../domain/railway/train-run.ts'
import { actsRunId } from '../../domain/records/acts-run.ts'
import type { AuditEntry } from '../../domain/records/audit.ts'
import type { Booking } from '../../domain/records/booking.ts'
import { type Hold, isMarkedLive, isOverdue } from '../../domain/records/hold.ts'
import { ownBooking } from '../../domain/records/ownership.ts'
import { nobody, type PeopleScope } from '../../domain/records/people.ts'
import type { Backend, RunWrite, Transaction, Wanted } from '../backend.ts'
import type { Clock } from '../clock.ts'
import type { Beside } from '../import-thread.ts'
import type {
  BookingRecord,
  EndedHold,
  EndedPage,
  EndPage,
  EntryPage,
  IdKind,
  ImportOptions,
  ListedBooking,
  PeopleAsOf,
  ProviderEvent,
  Seeker,
  TrailOf,
  TrailPage,
  WantedBookings,
} from '../store.ts'
import { MemoryBooks } from './memory-books.ts'
import { deskAccountIn, openDeskAccountsIn } from './memory-desk.ts'
import { MemoryFeed } from './memory-feed.ts'
import { cancelingIn, endsIn } from './memory-heads.ts'
import { MemoryOutbox } from './memory-outbox.ts'
import { RunTables } from './memory-tables.ts'
import { MemoryTimetable, type RunUsage } from './memory-timetable.ts'

/**
 * A database of plain maps: the readable oracle for the other stores. It forgets everything when it is
 * closed.
 */
export class MemoryBackend implements Backend {
  readonly batches = { together: 1, alone: 0 }
  readonly leases = null
  readonly peers = null
  readonly loadChanges = null
  readonly locatorKey = [0x5bd1e995, 0x1b873593, 0x27d4eb2f, 0x165667b1]
  readonly #clock: Clock
  readonly #runs = new Map<TrainRunId, RunTables>()
  readonly #timetable = new MemoryTimetable()
  readonly #nextIds = new Map<IdKind, number>()
  readonly #providerEvents = new Map<string, ProviderEvent>()
  readonly #imports: { readonly report: ImportReport; readonly importedAt: Instant }[] = []

  readonly outbox: MemoryOutbox
  readonly books = new MemoryBooks(this.#runs, (id) => this.#timetable.findRun(id))
  readonly feed = new MemoryFeed((entry) => this.tables(entry.trainRunId).entries.includes(entry))

  constructor(clock: Clock) {
    this.#clock = clock
    this.outbox = new MemoryOutbox(clock, () => this.#runs.values())
  }

  now() {
    return this.#clock.now()
  }

  async begin(): Promise<Transaction> {
    return {
      now: this.now(),
      heads: null,
      lockMore: null,
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

  async findBooking(
    id: BookingId,
    _trainRunId: TrainRunId | undefined,
    seeker: Seeker | null,
  ): Promise<BookingRecord | undefined> {
    for (const tables of this.#runs.values()) {
      const booking = tables.bookings.get(id)
      if (booking && isFor(seeker, booking, tables)) return record(tables, id)
    }
    return undefined
  }

  async findCodeRun(id: BookingId, userId: UserId) {
    return [...this.#runs.values()]
      .flatMap(({ accessCodes }) => [...accessCodes.values()])
      .find((code) => code.bookingId === id && code.userId === userId)?.trainRunId
  }

  async listBookings(
    userIds: readonly UserId[],
    limit: number,
    beforeId?: BookingId,
  ): Promise<readonly ListedBooking[]> {
    return [...this.#runs.values()]
      .flatMap((tables) => [...tables.bookings.values()].map((booking) => ({ tables, booking })))
      .filter(({ tables, booking }) => userIds.some((userId) => isFor({ userId }, booking, tables)))
      .filter(({ booking }) => beforeId === undefined || booking.id < beforeId)
      .sort((a, b) => b.booking.id - a.booking.id)
      .slice(0, limit)
      .map(({ tables, booking }) => listed(tables, booking))
  }

  readDeskAccount = async (run: TrainRunId, id: PaymentId) => deskAccountIn(this.tables(run), id)
  listOpenDeskAccounts = async (limit: number) => openDeskAccountsIn(this.#runs, limit)

  async listRunBookings(trainRunId: TrainRunId, limit: number, afterId?: BookingId) {
    const tables = this.tables(trainRunId)
    return [...tables.bookings.values()]
      .filter((booking) => booking.id > (afterId ?? 0))
      .sort((a, b) => a.id - b.id)
      .slice(0, limit)
      .map((booking) => listed(tables, booking))
  }

  async listBookingNames(wanted: WantedBookings, limit: number) {
    const byDate = (a: Booking, b: Booking) => Date.parse(a.journeyDate) - Date.parse(b.journeyDate)
    const order = wanted.kind === 'traveled' ? byDate : undefined
    const found = this.#bookingNames((booking) => this.#isWanted(booking, wanted), order)
    return (wanted.kind === 'found' ? found.toReversed() : found).slice(0, limit)
  }

  #isWanted(booking: Booking, wanted: WantedBookings): boolean {
    if (wanted.kind === 'plain') return booking.personalData === 'PLAIN'
    if (wanted.kind === 'traveled')
      return booking.personalData !== 'ERASED' && booking.journeyDate < wanted.before
    if (wanted.kind === 'wrapped') return this.#keyOf(booking)?.wrapped.slice(3, 11) === wanted.by
    const search = this.#keyOf(booking)?.search
    if (wanted.kind !== 'found') return search === null
    const [hashes, { groups }] = [search?.split(' ') ?? [], wanted]
    return groups.length > 0 && groups.every((group) => group.some((hash) => hashes.includes(hash)))
  }

  #keyOf({ trainRunId, paymentId }: Booking) {
    return this.#runs.get(trainRunId)?.personalKeys.get(paymentId)
  }

  async auditEntries(trainRunId: TrainRunId, holdId: HoldId | null, { afterSeq, limit }: EntryPage) {
    return (this.#runs.get(trainRunId)?.entries ?? [])
      .filter((entry) => (holdId === null || entry.holdId === holdId) && entry.seq > afterSeq)
      .slice(0, limit)
  }

  async auditTrail({ trainRunId, holdId }: TrailOf, { from, to, before, limit }: TrailPage) {
    const isBefore = ({ at, seq }: AuditEntry) =>
      before === null || at < before.at || (at === before.at && seq < before.seq)
    return (this.#runs.get(trainRunId)?.entries ?? [])
      .filter((entry) => holdId === null || entry.holdId === holdId)
      .filter((entry) => entry.at >= from && entry.at <= to && isBefore(entry))
      .toSorted((a, b) => b.at - a.at || b.seq - a.seq)
      .slice(0, limit)
  }

  async runsWithLiveHolds(endedBy?: Instant): Promise<readonly TrainRunId[]> {
    const isMeant = (hold: Hold) => (endedBy === undefined ? isMarkedLive(hold) : isOverdue(hold, endedBy))
    return [...this.#runs].filter(([, tables]) => [...tables.holds.values()].some(isMeant)).map(([id]) => id)
  }

  listCancelingRuns = async () => cancelingIn(this.#runs)

  async pastImports(): Promise<readonly PastImport[]> {
    const done = this.#imports.map(({ report: { differences: _, ...summary }, importedAt }, index) => {
      return { id: index + 1, importedAt, summary }
    })
    return done.toReversed()
  }

  importReport = async (id: number) => this.#imports[id - 1]?.report

  auditEnds = async (page: EndPage) => endsIn(this.#runs, page)

  async listEndedHolds({ before, after, limit }: EndedPage): Promise<readonly EndedHold[]> {
    return [...this.#runs.values()]
      .flatMap((tables) => [...tables.holds.values()])
      .filter(({ status, paymentId }) => /RELEASED|EXPIRED/.test(status) && paymentId === null)
      .filter((hold) => hold.expiresAt < before && (after === null || inOrder(after, hold) < 0))
      .sort(inOrder)
      .slice(0, limit)
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

  async readPeople(scope: PeopleScope): Promise<PeopleAsOf> {
    const { people, personalKeys, commitSeq } = this.tables(actsRunId)
    return { ...people.read(scope, personalKeys), commitSeq }
  }

  async findPersonalKey(trainRunId: TrainRunId, id: PaymentId): Promise<string | undefined> {
    return this.tables(trainRunId).personalKeys.get(id)?.wrapped
  }

  async touchedRuns() {
    return { fromDate: '', trainRunIds: this.#runs.keys() }
  }

  async loadNetwork() {
    return this.#timetable.network()
  }

  networkVersion = async () => this.#timetable.network().version

  /** There is nothing to read. */
  async readAhead() {}

  async forgetAhead() {}

  async fitsOf(ids: readonly TrainRunId[]) {
    const found = ids.flatMap((id) => this.#timetable.findRun(id) ?? [])
    return new Map(found.map((run) => [run.id, (other: TrainRun) => other === run]))
  }

  async findRun(id: TrainRunId) {
    return this.#timetable.findRun(id)
  }

  async importTimetable(
    timetable: Timetable,
    options: ImportOptions,
    { alone }: Beside,
  ): Promise<ImportReply> {
    const foretold = this.#import(timetable, { ...options, isDryRun: true })
    if (options.isDryRun || !foretold.ok) return foretold
    let reply: ImportReply = foretold
    await alone(async () => {
      reply = this.#import(timetable, options)
    })
    if (reply.ok) this.#imports.push({ report: reply.value, importedAt: this.now() })
    return reply
  }

  #import(timetable: Timetable, options: ImportOptions): ImportReply {
    return this.#timetable.import(timetable, { ...options, at: this.now() }, this.#usage)
  }

  async openRuns(fromDate: string, toDate: string, { alone }: Beside): Promise<number> {
    let opened = 0
    await alone(async () => {
      opened = this.#timetable.openRuns({ fromDate, toDate, at: this.now() }, this.#usage)
    })
    return opened
  }

  get #usage(): RunUsage {
    return {
      of: (id) => {
        const tables = this.#runs.get(id)
        const bookings = [...(tables?.bookings.values() ?? [])]
        const confirmed = bookings.filter(({ status }) => status === 'CONFIRMED')
        const claimed = new Set(tables?.claims.map(({ seatId }) => seatId))
        return { isUsed: tables !== undefined, bookings: confirmed.length, claimed: [...claimed] }
      },
      onKept: (kept) => this.feed.add(this.#runs.get(kept.run.id)?.noteKept(kept, this.now()) ?? []),
    }
  }

  /** Closes runs past the engine, as tests do it in the other databases. */
  closeRuns(ids: readonly TrainRunId[]): void {
    for (const id of ids) this.#timetable.close(id)
  }

  health = async () => ({ ok: true, detail: 'in memory' })

  async close(): Promise<void> {}

  /** The rows of a run, for tests that bypass the engine. */
  tables(trainRunId: TrainRunId): RunTables {
    let tables = this.#runs.get(trainRunId)
    if (!tables) {
      tables = new RunTables(trainRunId)
      this.#runs.set(trainRunId, tables)
    }
    return tables
  }

  /** All of the batch or nothing: everything that could fail is computed before anything changes. */
  #commit(writes: readonly RunWrite[]): void {
    const claims = writes.map((write) => this.tables(write.trainRunId).claimsAfter(write))
    for (const [index, write] of writes.entries())
      this.tables(write.trainRunId).write(write, claims[index] ?? [])
    this.feed.add(writes.flatMap(({ entries }) => entries))
  }

  #payments() {
    return [...this.#runs.values()].flatMap((tables) => [...tables.payments.values()])
  }

  #bookingNames(isMeant: (booking: Booking) => boolean, order: (a: Booking, b: Booking) => number = () => 0) {
    return [...this.#runs.values()]
      .flatMap((tables) => [...tables.bookings.values()])
      .filter(isMeant)
      .sort((a, b) => order(a, b) || a.id - b.id)
      .map(({ trainRunId, id }) => ({ trainRunId, id }))
  }

  #records(wanted: Wanted): Records {
    const tables = this.#runs.get(wanted.trainRunId) ?? new RunTables(wanted.trainRunId)
    const bookings = pick(tables.bookings, wanted.bookings)
    const paymentIds = new Set([...wanted.payments, ...bookings.map((booking) => booking.paymentId)])
    const refundIds = new Set(wanted.refunds)
    return {
      holds: pick(tables.holds, wanted.holds),
      payments: pick(tables.payments, wanted.payments),
      bookings,
      quotes: pick(tables.quotes, wanted.quotes),
      cancellations: pick(tables.cancellations, wanted.cancellations),
      stretches: tables.stretches(wanted.cleared),
      accessCodes: [...tables.accessCodes.values()].filter(({ bookingId }) =>
        wanted.access.includes(bookingId),
      ),
      people: wanted.people ? tables.people.read(wanted.people, tables.personalKeys) : nobody,
      grants: tables.grants.filter(({ bookingId }) => wanted.access.includes(bookingId)),
      deskEntries: tables.deskEntries.filter(({ paymentId }) => paymentIds.has(paymentId)),
      refunds: [...tables.refunds.values()].filter(
        (row) => refundIds.has(row.id) || paymentIds.has(row.paymentId),
      ),
    }
  }
}

function isFor(seeker: Seeker | null, booking: Booking, tables: RunTables): boolean {
  if (seeker === null) return true
  if ('isMeant' in seeker) return seeker.isMeant({ booking, wrappedKey: wrappedKeyOf(tables, booking) })
  return ownBooking(booking, tables.grants, seeker) !== undefined
}

function wrappedKeyOf({ personalKeys }: RunTables, { paymentId }: Booking): string | null {
  return personalKeys.get(paymentId)?.wrapped ?? null
}

function inOrder(a: Pick<EndedHold, 'expiresAt' | 'id'>, b: Pick<EndedHold, 'expiresAt' | 'id'>): number {
  return a.expiresAt - b.expiresAt || a.id - b.id
}

function pick<Id, Row>(rows: ReadonlyMap<Id, Row>, ids: readonly Id[]): readonly Row[] {
  return ids.flatMap((id) => rows.get(id) ?? [])
}

function listed(tables: RunTables, booking: Booking): ListedBooking {
  const { payment, wrappedKey } = record(tables, booking.id)
  const { id, method, status } = payment
  return { booking, payment: { id, method, status }, wrappedKey }
}

function record(tables: RunTables, id: BookingId): BookingRecord {
  const booking = tables.bookings.get(id)
  const payment = booking && tables.payments.get(booking.paymentId)
  if (!booking || !payment) throw new Error(`booking ${id} has no payment`)
  const cancellations = [...tables.cancellations.values()].filter((row) => row.bookingId === id)
  const wrappedKey = wrappedKeyOf(tables, booking)
  return { booking, payment, wrappedKey, cancellations: cancellations.sort((a, b) => a.id - b.id) }
}
