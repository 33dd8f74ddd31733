import type { HoldId, PaymentId, TrainRunId } from '../domain/ids.ts'
import type { Instant } from '../domain/instant.ts'
import { expireHolds } from '../domain/inventory/expire-holds.ts'
import type { Rule } from '../domain/inventory/inventory.ts'
import type { Picture } from '../domain/inventory/picture.ts'
import type { ImportReply } from '../domain/railway/import-differences.ts'
import type { Network } from '../domain/railway/network.ts'
import type { Timetable } from '../domain/railway/timetable.ts'
import { isSameService, type TrainRun } from '../domain/railway/train-run.ts'
import { actsRun, actsRunId } from '../domain/records/acts-run.ts'
import { type Hold, holdDeadline, isMarkedLive } from '../domain/records/hold.ts'
import type { Reply } from '../domain/result.ts'
import { Setbacks } from '../domain/setbacks.ts'
import type { Backend, Leases, RunWrite } from './backend.ts'
import { Batcher, type BatcherEvents } from './batcher.ts'
import { CurrentNetwork } from './current-network.ts'
import { DatabaseReads } from './database-reads.ts'
import { DueQueue } from './due-queue.ts'
import { Expiry, type Schedule, timer } from './expiry.ts'
import { Health } from './health.ts'
import { IdBlocks } from './id-blocks.ts'
import type { Beside } from './import-thread.ts'
import { OwnLeases } from './own-leases.ts'
import { PeerListener } from './peer-listener.ts'
import { Pictures, type Renewal } from './pictures.ts'
import { assertTimetableStorable } from './storable.ts'
import type { DueWork, IdKind, ImportOptions, RunCommit, RunVersion, Scope, Store } from './store.ts'
import { TouchedRuns } from './touched-runs.ts'
import { Watchers } from './watchers.ts'

export interface EngineOptions {
  readonly schedule?: Schedule
  readonly onBatch?: BatcherEvents['onBatch']
  /** Called when going on is unsafe. The default throws where nothing catches, which ends the process. */
  readonly onFatal?: BatcherEvents['onFatal']
  /** Reports faults in work that nobody waits for, such as expiry. */
  readonly onBackgroundFault?: (fault: unknown) => void
  /** The last claim on a run that waits for a decision has ended, so that it may be on sale again. */
  readonly onWaitingFree?: () => void
  /** Where runs are put aside whose holds cannot be ended. */
  readonly setbacks?: Setbacks
}

function stop(fault: unknown): void {
  setImmediate(() => {
    throw fault
  })
}

/** The store port over a database: engine, pictures, expiry, due work, and watchers around a backend. */
export class EngineStore extends DatabaseReads implements Store {
  readonly #health: Health
  readonly #pictures: Pictures
  readonly #batcher: Batcher
  readonly #ids: IdBlocks
  readonly #watchers = new Watchers()
  readonly #touched = new TouchedRuns()
  readonly #due = new DueQueue()
  readonly #leases: Leases
  readonly #listener: PeerListener
  readonly #expiry: Expiry
  readonly #onBackgroundFault: (fault: unknown) => void
  readonly #onWaitingFree: () => void
  readonly #network: CurrentNetwork

  private constructor(backend: Backend, network: Network, options: EngineOptions) {
    super(backend)
    this.#health = new Health(() => backend.health())
    this.#network = new CurrentNetwork(
      network,
      () => backend.loadNetwork(),
      () => backend.networkVersion(),
      (before, now) => this.#onNetwork(before, now),
    )
    this.#onBackgroundFault = options.onBackgroundFault ?? (() => {})
    this.#onWaitingFree = options.onWaitingFree ?? (() => {})
    this.#expiry = new Expiry({
      schedule: options.schedule ?? timer,
      now: () => this.now(),
      end: (trainRunId) => this.decide({ trainRunId }, expireHolds),
      setbacks: options.setbacks ?? new Setbacks(),
      onFault: this.#onBackgroundFault,
    })
    this.#pictures = new Pictures({
      reader: backend,
      findRun: (id) => (id === actsRunId ? actsRun : (this.#network.now.run(id) ?? backend.findRun(id))),
      onRenewed: (renewal) => this.#onRenewed(renewal),
      readTimetable: () => this.#readNewer(),
    })
    this.#ids = new IdBlocks((kind, count) => backend.takeIds(kind, count))
    this.#batcher = new Batcher(backend, this.#pictures, {
      onCommitted: (writes) => this.#onCommitted(writes),
      onBatch: options.onBatch ?? (() => {}),
      isTimetableOld: () => this.#network.isOld,
      onTimetableOld: () => this.#readNewer(),
      onFault: (fault) => this.#health.onFault(fault),
      onFatal: options.onFatal ?? stop,
    })
    this.#leases = backend.leases ?? new OwnLeases(this.#due, this)
    this.#listener = new PeerListener({
      pictures: this.#pictures,
      watchers: this.#watchers,
      expiry: this.#expiry,
      onNetwork: (version) => this.#network.hear(version),
      onPrepared: () => backend.readAhead(),
      onFault: this.#onBackgroundFault,
    })
  }

  /**
   * Opens the engine over a backend and resumes what an earlier process left: due work, and holds that still
   * run.
   */
  static async open(backend: Backend, options: EngineOptions = {}): Promise<EngineStore> {
    const store = new EngineStore(backend, await backend.loadNetwork(), options)
    if (backend.touchedRuns) store.#touched.learn(await backend.touchedRuns())
    store.#due.seed(await backend.listDue())
    const takenUp = store.#takeUpHolds()
    // Any node ends overdue holds, so an unavailable worker of a cluster must not stop this node from selling
    // what is not on that worker.
    if (backend.peers) takenUp.catch(store.#onBackgroundFault)
    else await takenUp
    await backend.peers?.start(store.#listener)
    return store
  }

  /** Reads the runs with live holds, so that these holds end on time. */
  async #takeUpHolds(): Promise<void> {
    const runs = await this.backend.runsWithLiveHolds()
    await Promise.all(runs.map((id) => this.picture(id)))
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

  picture(trainRunId: TrainRunId): Promise<Picture | undefined> {
    return this.#pictures.load(trainRunId)
  }

  pictureNow(trainRunId: TrainRunId): Picture | undefined {
    return this.#pictures.get(trainRunId)
  }

  isUntouched(run: TrainRun): boolean {
    return this.#touched.isUntouched(run)
  }

  get runChanges(): number {
    return this.#pictures.versions.changes
  }

  runVersion(trainRunId: TrainRunId): RunVersion {
    return this.#pictures.versions.of(trainRunId)
  }

  watch(trainRunId: TrainRunId, listener: (commit: RunCommit) => void): () => void {
    return this.#watchers.watch(trainRunId, listener)
  }

  commitsSince(trainRunId: TrainRunId, commitSeq: number): readonly RunCommit[] | undefined {
    const picture = this.#pictures.get(trainRunId)
    return picture && this.#watchers.since(trainRunId, commitSeq, picture.commitSeq)
  }

  async findHold(trainRunId: TrainRunId, id: HoldId, isMeant: (hold: Hold) => boolean = () => true) {
    const live = this.#exactPicture(trainRunId)?.hold(id)
    if (live && isMeant(live)) return live
    const hold = await this.backend.findHold(trainRunId, id)
    return hold && isMeant(hold) ? hold : undefined
  }

  async findPayment(trainRunId: TrainRunId, id: PaymentId) {
    return this.#exactPicture(trainRunId)?.payment(id) ?? this.backend.findPayment(trainRunId, id)
  }

  leaseDueWork(limit: number): Promise<readonly DueWork[]> {
    return this.#leases.lease(limit)
  }

  holdsLease(work: DueWork): Promise<boolean> {
    return this.#leases.holds(work)
  }

  putAside(work: DueWork, pauseMs: number): Promise<void> {
    return this.#leases.putAside(work, pauseMs)
  }

  nextDueAt(): Promise<Instant | null> {
    return this.#leases.nextDueAt()
  }

  network(): Network {
    return this.#network.now
  }

  async findRun(id: TrainRunId): Promise<TrainRun | undefined> {
    return this.#network.now.run(id) ?? this.backend.findRun(id)
  }

  async importTimetable(timetable: Timetable, options: ImportOptions): Promise<ImportReply> {
    assertTimetableStorable(timetable)
    await this.#endOverdueHolds()
    return this.#whileImported((beside) => this.backend.importTimetable(timetable, options, beside))
  }

  async openRuns(fromDate: string, toDate: string): Promise<number> {
    await this.#endOverdueHolds()
    return this.#whileImported((beside) => this.backend.openRuns(fromDate, toDate, beside))
  }

  /**
   * A hold whose time has run out keeps no run from becoming what the timetable has; one that cannot be ended
   * does, until it can.
   */
  async #endOverdueHolds(): Promise<void> {
    const runs = await this.backend.runsWithLiveHolds(this.now())
    await Promise.allSettled(runs.map((trainRunId) => this.decide({ trainRunId }, expireHolds)))
  }

  health() {
    return this.#health.ask()
  }

  async close(): Promise<void> {
    const heard = this.#listener.close()
    this.#expiry.close()
    await this.#batcher.close()
    await heard
    await this.backend.close()
  }

  /**
   * With other nodes at work, a picture may be a moment old, and a caller must not see an old state of their
   * own hold.
   */
  #exactPicture(trainRunId: TrainRunId): Picture | undefined {
    return this.isShared ? undefined : this.#pictures.get(trainRunId)
  }

  #onRenewed(renewal: Renewal): void {
    this.#touched.touch(renewal.picture.run.id)
    for (const hold of renewal.holds) this.#expiry.push(holdDeadline(hold), renewal.picture.run.id)
    this.#expiry.watch()
    this.#watchers.tellRenewed(renewal)
  }

  /** Where this process imports itself, the reading has begun already. */
  #readNewer(): Promise<void> {
    return this.isShared ? this.#network.ask() : this.#network.caughtUp()
  }

  #onNetwork(before: Network, now: Network): void {
    this.#pictures.refreshRuns((id) => now.run(id))
    for (const id of this.#watchers.watchedRuns) {
      const [old, current] = [before.run(id), now.run(id)]
      if (!old || !current || !isSameService(old, current)) this.#watchers.tellOtherRun(id)
    }
  }

  /**
   * Imports, and reads the timetable as soon as it is in effect. Until it is in memory, only the runs that
   * the import has changed have to wait, which takes a moment: nearly everything was read ahead.
   */
  async #whileImported<T>(work: (beside: Beside) => Promise<T>): Promise<T> {
    let reading: Promise<void> = Promise.resolve()
    const alone: Beside['alone'] = async (putInEffect) => {
      const put = async () => {
        await putInEffect()
        reading = this.isShared ? this.#network.ask() : this.#network.read()
        // Waited for below; a fault of the import comes first.
        reading.catch(() => {})
      }
      // Where several nodes share a database, it sees to this run by run.
      await (this.isShared ? put() : this.#batcher.alone(put))
    }
    // A roll of the horizon takes effect source by source, so the one before has to be in memory first. What
    // cannot be read ahead is read when it is in effect.
    const onPrepared = async () => {
      await reading
      await this.backend.readAhead().catch(this.#onBackgroundFault)
    }
    try {
      const result = await work({ alone, onPrepared })
      await reading
      return result
    } finally {
      await this.backend.forgetAhead()
    }
  }

  #isWaitingFree({ trainRunId, changes }: RunWrite): boolean {
    const picture = this.#pictures.get(trainRunId)
    if (picture?.run.offSaleReason !== 'WAITING' || picture.isClaimed) return false
    return changes.some(({ kind }) => kind === 'claim_removed')
  }

  #onCommitted(writes: readonly RunWrite[]): void {
    this.#health.onCommitted()
    for (const write of writes) {
      this.#due.publish(write.changes)
      for (const change of write.changes) {
        if ((change.kind === 'hold_added' || change.kind === 'hold_changed') && isMarkedLive(change.hold))
          this.#expiry.push(holdDeadline(change.hold), write.trainRunId)
      }
      this.#watchers.tellCommitted(write)
    }
    if (writes.some((write) => this.#isWaitingFree(write))) this.#onWaitingFree()
    this.#expiry.watch()
  }
}
