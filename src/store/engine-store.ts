import type { AuditEntry } from '../domain/audit.ts'
import type { Booking } from '../domain/booking.ts'
import type { Change } from '../domain/changes.ts'
import { expireHolds } from '../domain/expire-holds.ts'
import { type Hold, holdDeadline } from '../domain/hold.ts'
import type { BookingId, HoldId, PaymentId, SeatId, TrainRunId, UserId } from '../domain/ids.ts'
import type { Instant } from '../domain/instant.ts'
import type { Rule } from '../domain/inventory.ts'
import type { Network } from '../domain/network.ts'
import { isLiveStatus, type Picture } from '../domain/picture.ts'
import type { Reply } from '../domain/result.ts'
import type { ImportReport, Timetable } from '../domain/timetable.ts'
import type { TrainRun } from '../domain/train-run.ts'
import type { Backend, PeerNews, RunWrite } from './backend.ts'
import { Batcher, type BatcherEvents } from './batcher.ts'
import { DueQueue } from './due-queue.ts'
import { ExpiryQueue } from './expiry-queue.ts'
import { IdBlocks } from './id-blocks.ts'
import { Pictures, type Renewal } from './pictures.ts'
import type {
  BookingRecord,
  DueWork,
  IdKind,
  ImportOptions,
  ProviderEvent,
  RunCommit,
  Scope,
  Store,
} from './store.ts'
import { Watchers } from './watchers.ts'

/** Calls back once after so many milliseconds, until the returned function is called; a test gives its own. */
export type Schedule = (afterMs: number, callback: () => void) => () => void

export interface EngineOptions {
  readonly schedule?: Schedule
  readonly onBatch?: BatcherEvents['onBatch']
  /** Called with what makes going on unsafe; the default throws it where nothing catches it, which ends the process. */
  readonly onFatal?: BatcherEvents['onFatal']
  /** Tells of faults in work that nobody waits for, such as expiry. */
  readonly onBackgroundFault?: (fault: unknown) => void
}

const longestTimer = 2 ** 31 - 1
/** Runs in memory that nobody watches and whose heads are asked for at a time, beside those that somebody does. */
const unwatchedChecks = 500

function timer(afterMs: number, callback: () => void): () => void {
  const handle = setTimeout(callback, Math.min(afterMs, longestTimer))
  handle.unref()
  return () => clearTimeout(handle)
}

function stop(fault: unknown): void {
  setImmediate(() => {
    throw fault
  })
}

/** The store port over a database: engine, pictures, expiry, due work and watchers around a backend. */
export class EngineStore implements Store {
  readonly #backend: Backend
  readonly #pictures: Pictures
  readonly #batcher: Batcher
  readonly #ids: IdBlocks
  readonly #watchers = new Watchers()
  readonly #due = new DueQueue()
  readonly #expiry = new ExpiryQueue()
  readonly #schedule: Schedule
  readonly #onBackgroundFault: (fault: unknown) => void
  #network: Network
  #timer: { readonly at: Instant; readonly cancel: () => void } | undefined
  #isClosed = false
  #checkedCount = 0
  /** Watched runs that another node has changed, and the reading of them. */
  readonly #stale = new Set<TrainRunId>()
  #refreshing: Promise<void> | undefined

  private constructor(backend: Backend, network: Network, options: EngineOptions) {
    this.#backend = backend
    this.#network = network
    this.#schedule = options.schedule ?? timer
    this.#onBackgroundFault = options.onBackgroundFault ?? (() => {})
    this.#pictures = new Pictures(
      backend,
      (id) => this.#network.run(id) ?? this.findRun(id),
      (renewal) => this.#onRenewed(renewal),
    )
    this.#ids = new IdBlocks((kind, count) => backend.takeIds(kind, count))
    this.#batcher = new Batcher(backend, this.#pictures, {
      onCommitted: (writes) => this.#onCommitted(writes),
      onBatch: options.onBatch ?? (() => {}),
      onFatal: options.onFatal ?? stop,
    })
  }

  /** Opens the engine over a backend and takes up what an earlier process left: due work, and holds whose time goes on. */
  static async open(backend: Backend, options: EngineOptions = {}): Promise<EngineStore> {
    const store = new EngineStore(backend, await backend.loadNetwork(), options)
    store.#due.seed(await backend.listDue())
    const takenUp = store.#takeUpHolds()
    // Any node ends holds that are overdue, so a worker of a cluster that is away must not keep this one from selling what is not on it.
    if (backend.peers) takenUp.catch(store.#onBackgroundFault)
    else await takenUp
    await backend.peers?.start(store.#peerNews())
    return store
  }

  /** Reads the runs with live holds, whose time goes on. */
  async #takeUpHolds(): Promise<void> {
    const runs = await this.#backend.runsWithLiveHolds()
    await Promise.all(runs.map((id) => this.picture(id)))
  }

  get isShared(): boolean {
    return this.#backend.peers !== null
  }

  get locatorKey(): readonly number[] {
    return this.#backend.locatorKey
  }

  /** Figures for the metrics page. */
  get load(): { readonly queueDepth: number; readonly dueCount: number; readonly pictureCount: number } {
    return {
      queueDepth: this.#batcher.queueDepth,
      dueCount: this.#due.size,
      pictureCount: this.#pictures.count,
    }
  }

  decide<T, R extends { readonly code: string }>(scope: Scope, rule: Rule<T, R>): Promise<Reply<T, R>> {
    return this.#batcher.decide(scope, rule)
  }

  nextId(kind: IdKind): Promise<number> {
    return this.#ids.next(kind)
  }

  now(): Instant {
    return this.#backend.now()
  }

  picture(trainRunId: TrainRunId): Promise<Picture | undefined> {
    return this.#pictures.load(trainRunId)
  }

  pictureNow(trainRunId: TrainRunId): Picture | undefined {
    return this.#pictures.get(trainRunId)
  }

  watch(trainRunId: TrainRunId, listener: (commit: RunCommit) => void): () => void {
    return this.#watchers.watch(trainRunId, listener)
  }

  commitsSince(trainRunId: TrainRunId, commitSeq: number): readonly RunCommit[] | undefined {
    const picture = this.#pictures.get(trainRunId)
    return picture && this.#watchers.since(trainRunId, commitSeq, picture.commitSeq)
  }

  async findHold(trainRunId: TrainRunId, id: HoldId): Promise<Hold | undefined> {
    return this.#exactPicture(trainRunId)?.hold(id) ?? this.#backend.findHold(trainRunId, id)
  }

  async findPayment(trainRunId: TrainRunId, id: PaymentId) {
    return this.#exactPicture(trainRunId)?.payment(id) ?? this.#backend.findPayment(trainRunId, id)
  }

  findBooking(id: BookingId, trainRunId?: TrainRunId): Promise<BookingRecord | undefined> {
    return this.#backend.findBooking(id, trainRunId)
  }

  listBookings(userId: UserId, limit: number, beforeId?: BookingId): Promise<readonly BookingRecord[]> {
    return this.#backend.listBookings(userId, limit, beforeId)
  }

  bookingHistory(trainRunId: TrainRunId, booking: Booking): Promise<readonly AuditEntry[]> {
    return this.#backend.auditEntries(trainRunId, booking.holdId)
  }

  listOpenPayments() {
    return this.#backend.listOpenPayments()
  }

  async leaseDueWork(limit: number): Promise<readonly DueWork[]> {
    if (this.#backend.leases) return this.#backend.leases.lease(limit)
    const leased = this.#due.lease(this.now(), limit)
    const work = await Promise.all(
      leased.map(async (item): Promise<DueWork | undefined> => {
        if (item.kind === 'payment') return item
        const payment = await this.findPayment(item.refund.trainRunId, item.refund.paymentId)
        return payment && { ...item, payment }
      }),
    )
    return work.filter((item) => item !== undefined)
  }

  async holdsLease(work: DueWork): Promise<boolean> {
    return this.#backend.leases ? this.#backend.leases.holds(work) : this.#due.holds(work, this.now())
  }

  async nextDueAt(): Promise<Instant | null> {
    return this.#backend.leases ? this.#backend.leases.nextDueAt() : this.#due.nextDueAt()
  }

  recordProviderEvent(event: ProviderEvent): Promise<boolean> {
    return this.#backend.recordProviderEvent(event)
  }

  network(): Network {
    return this.#network
  }

  async findRun(id: TrainRunId): Promise<TrainRun | undefined> {
    return this.#network.run(id) ?? this.#backend.findRun(id)
  }

  async importTimetable(timetable: Timetable, options: ImportOptions): Promise<ImportReport> {
    const importAll = async () => {
      const report = await this.#backend.importTimetable(timetable, options)
      await this.#reloadNetwork()
      return report
    }
    // Nothing may be decided on a run that is leaving. A database of several nodes sees to that itself, run by run.
    return this.isShared ? importAll() : this.#batcher.alone(importAll)
  }

  async openRuns(fromDate: string, toDate: string): Promise<number> {
    const opened = await this.#backend.openRuns(fromDate, toDate)
    if (opened > 0) this.#network = await this.#backend.loadNetwork()
    return opened
  }

  health() {
    return this.#backend.health()
  }

  async close(): Promise<void> {
    this.#isClosed = true
    this.#timer?.cancel()
    await this.#batcher.close()
    await this.#refreshing
    await this.#backend.close()
  }

  /** Beside other nodes a picture may be a moment old, and whoever asks for their own hold must not see it as it was before. */
  #exactPicture(trainRunId: TrainRunId): Picture | undefined {
    return this.isShared ? undefined : this.#pictures.get(trainRunId)
  }

  #onRenewed(renewal: Renewal): void {
    for (const hold of renewal.holds) this.#expiry.push(holdDeadline(hold), renewal.picture.run.id)
    this.#setTimer()
    this.#tellUnseen(renewal)
  }

  /** Commits that this process did not make itself are told as one: of the seats that differ, or of all where nobody knows which. */
  #tellUnseen({ picture, since }: Renewal): void {
    const { id: trainRunId, consist } = picture.run
    const seen = since?.commitSeq ?? this.#watchers.lastTold(trainRunId)
    const { commitSeq } = picture
    if (seen === undefined ? !this.#watchers.isWatched(trainRunId) : seen === commitSeq) return
    // A database that was restored or failed over may have gone back; what was told before is not to be built on.
    if (seen !== undefined && seen > commitSeq) this.#watchers.forget(trainRunId)
    const seatIds = since?.seatIds ?? consist.seats.map((seat) => seat.id)
    this.#watchers.publish({ trainRunId, commitSeq, seatIds })
  }

  #peerNews(): PeerNews {
    return {
      commits: (commits) => {
        for (const [id, commitSeq] of commits) this.#hearOf(id, commitSeq)
      },
      overdue: (trainRunIds) => {
        for (const id of trainRunIds) this.#expire(id)
      },
      networkVersion: (version) => {
        if (version !== this.#network.version) void this.#reloadNetwork().catch(this.#onBackgroundFault)
      },
      resync: () => {
        for (const id of this.#pictures.ids) this.#hearOf(id, Number.POSITIVE_INFINITY)
        for (const id of this.#watchers.watchedRuns) this.#hearOf(id, Number.POSITIVE_INFINITY)
      },
      runsToCheck: () => [...this.#watchers.watchedRuns, ...this.#nextUnwatched()],
    }
  }

  /** The next few of the pictures that nobody watches, round and round: a node that dies may have told of its last commits nobody. */
  #nextUnwatched(): readonly TrainRunId[] {
    const ids = this.#pictures.ids
    if (this.#checkedCount >= ids.length) this.#checkedCount = 0
    const next = ids.slice(this.#checkedCount, this.#checkedCount + unwatchedChecks)
    this.#checkedCount += next.length
    return next
  }

  /** What somebody watches is brought up to date; what nobody does, when somebody asks for it. */
  #hearOf(trainRunId: TrainRunId, commitSeq: number): void {
    const picture = this.#pictures.latest(trainRunId)
    if (picture && picture.commitSeq >= commitSeq) return
    if (!this.#watchers.isWatched(trainRunId)) this.#pictures.hear(trainRunId, commitSeq)
    else if (!this.#stale.has(trainRunId)) {
      this.#stale.add(trainRunId)
      this.#refreshing ??= this.#refresh()
    }
  }

  async #refresh(): Promise<void> {
    try {
      while (this.#stale.size > 0 && !this.#isClosed) {
        const ids = [...this.#stale]
        this.#stale.clear()
        await this.#pictures.renew(ids)
      }
    } catch (fault) {
      // The next look at the heads of watched runs finds what was not read now.
      this.#stale.clear()
      if (!this.#isClosed) this.#onBackgroundFault(fault)
    }
    this.#refreshing = undefined
  }

  async #reloadNetwork(): Promise<void> {
    this.#network = await this.#backend.loadNetwork()
    this.#pictures.refreshRuns((id) => this.#network.run(id))
  }

  #onCommitted(writes: readonly RunWrite[]): void {
    for (const write of writes) {
      this.#due.publish(write.changes)
      for (const change of write.changes) {
        if ((change.kind === 'hold_added' || change.kind === 'hold_changed') && isLiveStatus(change.hold))
          this.#expiry.push(holdDeadline(change.hold), write.trainRunId)
      }
      const { trainRunId, commitSeq } = write
      this.#watchers.publish({ trainRunId, commitSeq, seatIds: changedSeats(write.changes) })
    }
    this.#setTimer()
  }

  /** One timer, for the hold that ends first. */
  #setTimer(): void {
    const at = this.#expiry.nextAt
    if (at === null || this.#isClosed || (this.#timer && this.#timer.at <= at)) return
    this.#timer?.cancel()
    const cancel = this.#schedule(Math.max(0, at - this.now()), () => {
      this.#timer = undefined
      this.#expireDue()
    })
    this.#timer = { at, cancel }
  }

  #expireDue(): void {
    for (const trainRunId of this.#expiry.popDue(this.now())) this.#expire(trainRunId)
    this.#setTimer()
  }

  #expire(trainRunId: TrainRunId): void {
    this.decide({ trainRunId }, expireHolds).catch((fault) => {
      if (!this.#isClosed) this.#onBackgroundFault(fault)
    })
  }
}

function changedSeats(changes: readonly Change[]): readonly SeatId[] {
  const seatIds = new Set<SeatId>()
  for (const change of changes) {
    if (change.kind === 'claim_removed') seatIds.add(change.seatId)
    if (change.kind === 'claim_added' || change.kind === 'claim_changed') seatIds.add(change.claim.seatId)
  }
  return [...seatIds]
}
