import type { BookingId, HoldId, PaymentId, TrainRunId, UserId } from '../domain/ids.ts'
import { after, dayMs, type Instant } from '../domain/instant.ts'
import type { FitsRun, RunState } from '../domain/inventory/run-state.ts'
import type { ImportReport, PastImport } from '../domain/railway/import-differences.ts'
import { actsRunId } from '../domain/records/acts-run.ts'
import type { AuditEntry } from '../domain/records/audit.ts'
import type { ChainEnd } from '../domain/records/checkpoint.ts'
import { coolDownMs, type Hold } from '../domain/records/hold.ts'
import { usersOf } from '../domain/records/ownership.ts'
import type { Payment } from '../domain/records/payment.ts'
import type { PeopleScope } from '../domain/records/people.ts'
import { auditTrailQuery, type EntriesOfRun } from './audit-trail.ts'
import type { PeerFeed } from './backend.ts'
import { bookingNameOf, bookingNamesQuery } from './booking-names.ts'
import { headOf, joined } from './booking-rows.ts'
import type { Books } from './books.ts'
import { cancellationTable } from './columns/after-sale.ts'
import type { SqlValue } from './columns/column.ts'
import { auditTable } from './columns/inventory.ts'
import { eventTable, listedPaymentTable, paymentTable } from './columns/money.ts'
import { bookingSeatTable, holdTable } from './columns/sale.ts'
import { columnValue, insertInto, nameList, type Table } from './columns/table.ts'
import { deskAccountQueries, openDeskAccountOf, openDeskAccountsSql } from './desk-queries.ts'
import { endedHoldOf, endedHoldsParams, endedHoldsSql } from './ended-holds.ts'
import { auditEndsOf, cancelingRunsOf } from './head-queries.ts'
import { MasterData } from './master-data.ts'
import { importReportOf, pastImportsOf } from './past-imports.ts'
import { peopleQueries } from './people-queries.ts'
import { findPersonalKey } from './personal-keys.ts'
import type { ReadableRows } from './readable-rows.ts'
import type { Row } from './rows.ts'
import { statesOf } from './run-rows.ts'
import { SqlBooks } from './sql-books.ts'
import { SqlOutbox } from './sql-outbox.ts'
import type {
  BookingName,
  BookingRecord,
  DeskAccount,
  EndedHold,
  EndedPage,
  EndPage,
  EntryPage,
  IdKind,
  ListedBooking,
  OpenDeskAccount,
  Outbox,
  PeopleAsOf,
  ProviderEvent,
  Seeker,
  TrailOf,
  TrailPage,
  WantedBookings,
} from './store.ts'
import { among, isGranted } from './user-conditions.ts'

/** Runs that started this many days ago can still be on their way; older ones are read on request. */
const networkDaysBack = 5

type Query = readonly [sql: string, values: readonly SqlValue[]]

const selectActsHead: Query = [`SELECT commit_seq FROM run_heads WHERE train_run_id = ${actsRunId}`, []]

/** An erased booking has no key. */
const withKeys =
  'LEFT JOIN personal_keys k ON k.train_run_id = b.train_run_id AND k.payment_id = b.payment_id'
const bookingsWithKeys = `SELECT b.*, k.wrapped_key FROM bookings b ${withKeys}`

/** The statements that both databases share. */
export abstract class SqlBackend {
  #masterData: MasterData | undefined
  #books: Books | undefined
  readonly outbox: Outbox = new SqlOutbox({
    isSole: () => this.peers === null,
    now: () => this.now(),
    ask: (sql, ...values) => this.rowsOf(sql, ...values),
    tell: (query) => this.tell(query),
  })
  /** Made when it is first asked for: the conditions belong to a database. */
  get books(): Books {
    this.#books ??= new SqlBooks({
      ...{ ask: (queries) => this.ask(queries), isListed: this.isListed },
      among: (column, ids, runIds) => this.among(column, ids, runIds),
    })
    return this.#books
  }

  protected abstract readonly readable: ReadableRows
  /** The end of a condition: an id of master data is in the JSON array of the parameter. */
  protected abstract readonly isListed: string
  /** A condition: the key `k` has one of the hashes in its parameter, which are separated by spaces. */
  protected abstract readonly isFoundBy: string
  /** A condition that finds the audit entries of a run by an index. */
  protected readonly entriesOfRun: EntriesOfRun = (run) => ['train_run_id = ?', [run]]

  abstract readonly peers: PeerFeed | null

  abstract now(): Instant
  /** Answers several queries as of one commit. */
  protected abstract ask(queries: readonly Query[]): Promise<readonly (readonly Row[])[]>
  /** Runs one statement as a transaction of its own. */
  protected abstract tell(query: Query): Promise<readonly Row[]>
  /** A condition for rows whose column is one of these ids, and whose runs are known too. */
  protected abstract among(column: string, ids: readonly number[], runIds: readonly number[]): Query

  async takeIds(kind: IdKind, count: number): Promise<number> {
    const [row] = await this.tell([
      `INSERT INTO id_blocks AS b (kind, next_id) VALUES (?, 1 + ?)
       ON CONFLICT (kind) DO UPDATE SET next_id = b.next_id + ? RETURNING next_id`,
      [kind, count, count],
    ])
    return Number(row?.next_id) - count
  }

  async findHold(trainRunId: TrainRunId, id: HoldId): Promise<Hold | undefined> {
    const [row] = await this.rowsOf(
      'SELECT * FROM seat_holds WHERE train_run_id = ? AND id = ?',
      trainRunId,
      id,
    )
    return row && holdTable.read(row)
  }

  async findPayment(trainRunId: TrainRunId, id: PaymentId): Promise<Payment | undefined> {
    const [row] = await this.rowsOf(
      'SELECT * FROM payments WHERE train_run_id = ? AND id = ?',
      trainRunId,
      id,
    )
    return row && paymentTable.read(row)
  }

  async findBooking(
    id: BookingId,
    trainRunId: TrainRunId | undefined,
    seeker: Seeker | null,
  ): Promise<BookingRecord | undefined> {
    const isTheRun = trainRunId === undefined ? '' : 'b.train_run_id = ? AND '
    const users = seeker && 'userId' in seeker ? usersOf(seeker) : []
    const isTheirs = users.length === 0 ? '' : ` AND (b.user_id ${among(users)} OR ${isGranted(users)})`
    const rows = await this.rowsOf(
      `${bookingsWithKeys} WHERE ${isTheRun}b.id = ?${isTheirs}`,
      ...(trainRunId === undefined ? [] : [trainRunId]),
      id,
      ...users,
      ...users,
    )
    const isMeant = seeker && 'isMeant' in seeker ? seeker.isMeant : () => true
    const [record] = await this.#bookingRecords(rows.filter((row) => isMeant(headOf(row))))
    return record
  }

  async findCodeRun(id: BookingId, userId: UserId): Promise<TrainRunId | undefined> {
    const [row] = await this.rowsOf(
      'SELECT train_run_id FROM access_codes WHERE booking_id = ? AND user_id = ? LIMIT 1',
      id,
      userId,
    )
    return row?.train_run_id as TrainRunId | undefined
  }

  async listBookings(
    userIds: readonly UserId[],
    limit: number,
    beforeId?: BookingId,
  ): Promise<readonly ListedBooking[]> {
    const values = [...userIds, beforeId ?? Number.MAX_SAFE_INTEGER, limit]
    const answers = await this.ask([
      [
        `${bookingsWithKeys} WHERE b.user_id ${among(userIds)} AND b.id < ? ORDER BY b.id DESC LIMIT ?`,
        values,
      ],
      [
        `SELECT b.*, k.wrapped_key FROM booking_grants g
         JOIN bookings b ON b.train_run_id = g.train_run_id AND b.id = g.booking_id ${withKeys}
         WHERE g.user_id ${among(userIds)} AND g.booking_id < ? ORDER BY g.booking_id DESC LIMIT ?`,
        values,
      ],
    ])
    // A booking may be of several of these users: made by one, and given to another.
    const found = new Map(answers.flat().map((row) => [Number(row.id), row]))
    const rows = [...found.values()].toSorted((a, b) => Number(b.id) - Number(a.id)).slice(0, limit)
    return this.#listed(rows)
  }

  async listRunBookings(
    trainRunId: TrainRunId,
    limit: number,
    afterId?: BookingId,
  ): Promise<readonly ListedBooking[]> {
    const sql = `${bookingsWithKeys} WHERE b.train_run_id = ? AND b.id > ? ORDER BY b.id LIMIT ?`
    return this.#listed(await this.rowsOf(sql, trainRunId, afterId ?? 0, limit))
  }

  async readDeskAccount(trainRunId: TrainRunId, id: PaymentId): Promise<DeskAccount> {
    const { queries, read } = deskAccountQueries(trainRunId, id)
    return read(await this.ask(queries))
  }

  async listOpenDeskAccounts(limit: number): Promise<readonly OpenDeskAccount[]> {
    return (await this.rowsOf(openDeskAccountsSql, limit)).map(openDeskAccountOf)
  }

  async listBookingNames(wanted: WantedBookings, limit: number): Promise<readonly BookingName[]> {
    const [sql, values] = bookingNamesQuery(wanted, this.isFoundBy, limit)
    return (await this.rowsOf(sql, ...values)).map(bookingNameOf)
  }

  async auditEntries(
    trainRunId: TrainRunId,
    holdId: HoldId | null,
    { afterSeq, limit }: EntryPage,
  ): Promise<readonly AuditEntry[]> {
    const [ofHold, ids] = holdId === null ? ['', []] : [' AND hold_id = ?', [holdId]]
    const rows = await this.rowsOf(
      `SELECT * FROM audit_entries WHERE train_run_id = ?${ofHold} AND seq > ? ORDER BY seq LIMIT ?`,
      ...[trainRunId, ...ids, afterSeq, limit],
    )
    return rows.map(auditTable.read)
  }

  async auditTrail(of: TrailOf, page: TrailPage): Promise<readonly AuditEntry[]> {
    const [sql, values] = auditTrailQuery(of, page, this.entriesOfRun)
    return (await this.rowsOf(sql, ...values)).map(auditTable.read)
  }

  async runsWithLiveHolds(endedBy?: Instant): Promise<readonly TrainRunId[]> {
    const ended = endedBy === undefined ? '' : ` AND coalesce(pinned_until, expires_at) <= ${Number(endedBy)}`
    const rows = await this.rowsOf(
      `SELECT DISTINCT train_run_id FROM seat_holds WHERE status IN ('ACTIVE', 'PINNED')${ended}`,
    )
    return rows.map((row) => row.train_run_id as TrainRunId)
  }

  listCancelingRuns(): Promise<readonly TrainRunId[]> {
    return cancelingRunsOf((sql) => this.rowsOf(sql))
  }

  pastImports(): Promise<readonly PastImport[]> {
    return pastImportsOf((sql) => this.rowsOf(sql))
  }

  importReport(id: number): Promise<ImportReport | undefined> {
    return importReportOf((sql) => this.rowsOf(sql), id)
  }

  auditEnds(page: EndPage): Promise<readonly ChainEnd[]> {
    return auditEndsOf((sql, ...values) => this.rowsOf(sql, ...values), page)
  }

  async listEndedHolds(page: EndedPage): Promise<readonly EndedHold[]> {
    return (await this.rowsOf(endedHoldsSql, ...endedHoldsParams(page))).map(endedHoldOf)
  }

  async listOpenPayments(): Promise<readonly Payment[]> {
    const rows = await this.rowsOf("SELECT * FROM payments WHERE status = 'REQUESTED' ORDER BY id")
    return this.readable.of(rows, paymentTable.read, 'payment')
  }

  async recordProviderEvent(event: ProviderEvent): Promise<boolean> {
    const { name, inserted } = eventTable
    const at = this.now()
    const rows = await this.tell([
      `${insertInto(name, inserted)} ON CONFLICT DO NOTHING RETURNING event_id`,
      inserted.map((column) => columnValue(column, event, { at })),
    ])
    return rows.length === 1
  }

  async readPeople(scope: PeopleScope): Promise<PeopleAsOf> {
    const { queries, read } = peopleQueries(scope)
    const [heads = [], ...answers] = await this.ask([selectActsHead, ...queries])
    return { ...read(answers), commitSeq: Number(heads[0]?.commit_seq ?? 0) }
  }

  findPersonalKey(trainRunId: TrainRunId, id: PaymentId): Promise<string | undefined> {
    return findPersonalKey((sql, ...values) => this.rowsOf(sql, ...values), trainRunId, id)
  }

  loadNetwork() {
    return this.master.loadNetwork(this.networkFrom)
  }

  networkVersion() {
    return this.master.networkVersion()
  }

  readAhead(): Promise<void> {
    return this.master.readAhead(this.networkFrom)
  }

  forgetAhead(): Promise<void> {
    return this.master.forgetAhead()
  }

  /** The first service date that the network has runs of. */
  protected get networkFrom(): string {
    return new Date(this.now() - networkDaysBack * dayMs).toISOString().slice(0, 10)
  }

  findRun(id: TrainRunId) {
    return this.master.findRun(id)
  }

  /** Holds that ran out before this are remembered no more. */
  protected get coolingSince(): Instant {
    return after(this.now(), -coolDownMs)
  }

  /** The states of runs, from answers of which the last has their rows. */
  protected statesOf(
    ids: readonly TrainRunId[],
    answers: readonly (readonly Row[])[],
  ): ReadonlyMap<TrainRunId, RunState> {
    const fits = this.fitsFrom(answers.at(-1) ?? [])
    return new Map(
      Array.from(statesOf(ids, answers), ([id, state]) => {
        const fitsRun = fits.get(id)
        return [id, fitsRun ? { ...state, fits: fitsRun } : state]
      }),
    )
  }

  protected fitsFrom(runs: readonly Row[]): ReadonlyMap<TrainRunId, FitsRun> {
    return new Map(runs.map((row) => [row.id as TrainRunId, this.master.fits(row)]))
  }

  protected async rowsOf(sql: string, ...values: readonly SqlValue[]): Promise<readonly Row[]> {
    const [rows = []] = await this.ask([[sql, values]])
    return rows
  }

  protected get master(): MasterData {
    this.#masterData ??= new MasterData((queries) => this.ask(queries), this.isListed)
    return this.#masterData
  }

  async #listed(bookings: readonly Row[]): Promise<readonly ListedBooking[]> {
    if (bookings.length === 0) return []
    const [seats = [], payments = []] = await this.ask(this.#withBookings(bookings, listedPaymentTable))
    return joined(bookings, seats, payments, listedPaymentTable.read)
  }

  async #bookingRecords(bookings: readonly Row[]): Promise<readonly BookingRecord[]> {
    if (bookings.length === 0) return []
    const [seats = [], payments = [], cancellations = []] = await this.ask([
      ...this.#withBookings(bookings, paymentTable),
      select(cancellationTable, this.#ofBookings(bookings), 'id'),
    ])
    const cancellationsOf = Map.groupBy(cancellations, (row) => row.booking_id)
    return joined(bookings, seats, payments, paymentTable.read).map((listed, index) => {
      const rows = cancellationsOf.get(bookings[index]?.id ?? null) ?? []
      return { ...listed, cancellations: rows.map(cancellationTable.read) }
    })
  }

  /** The queries for the seats and the payments of bookings. */
  #withBookings(bookings: readonly Row[], payments: Table): readonly [seats: Query, payments: Query] {
    const ofPayments = this.among('id', numbers(bookings, 'payment_id'), numbers(bookings, 'train_run_id'))
    return [
      select(seatsOfBooking, this.#ofBookings(bookings), 'booking_id, seat_id'),
      select(payments, ofPayments, 'id'),
    ]
  }

  #ofBookings(bookings: readonly Row[]): Query {
    return this.among('booking_id', numbers(bookings, 'id'), numbers(bookings, 'train_run_id'))
  }
}

/** A page may have nine hundred of them, so without the run, which the booking has. */
const seatsOfBooking = {
  name: bookingSeatTable.name,
  columns: bookingSeatTable.columns.filter(({ name }) => name !== 'train_run_id'),
}

function numbers(rows: readonly Row[], column: string): readonly number[] {
  return rows.map((row) => Number(row[column]))
}

function select(
  { name, columns }: Pick<Table, 'name' | 'columns'>,
  [where, values]: Query,
  order: string,
): Query {
  return [`SELECT ${nameList(columns)} FROM ${name} WHERE ${where} ORDER BY ${order}`, values]
}
