import { setImmediate } from 'node:timers'
import { setTimeout as pause } from 'node:timers/promises'
import type { TrainRunId } from '../domain/ids.ts'
import type { Rule } from '../domain/inventory/inventory.ts'
import { InvariantBroken } from '../domain/inventory/overlay.ts'
import type { Picture } from '../domain/inventory/picture.ts'
import type { RunMark } from '../domain/inventory/run-state.ts'
import { actsRunId } from '../domain/records/acts-run.ts'
import type { Reply } from '../domain/result.ts'
import type { Backend, RunWrite, Transaction } from './backend.ts'
import { type AnyReply, Batch, type Command } from './batch.ts'
import { ContendedRuns } from './contended-runs.ts'
import { DiskFailed, isFinal, StoreBusy, TimetableOld, TransactionLost } from './faults.ts'
import type { Pictures } from './pictures.ts'
import type { Scope } from './store.ts'
import { WaitingCommands } from './waiting-commands.ts'

/** A larger batch would keep its first commands waiting for its last. */
const most = { commands: 512, runs: 64 }
/** Commands that may wait. Further ones are refused at once, so that a stall cannot feed itself. */
const maxQueue = 20_000
/**
 * How often a batch is decided again after the database aborted it in favor of another transaction. After
 * that, the store is busy.
 */
const maxLosses = 5
const lossPauseMs = 10
/** How often a command waits for a newer timetable before the store is busy. */
const maxDelays = 5

export interface BatcherEvents {
  /** Called after each commit, when the pictures are already published. */
  onCommitted(writes: readonly RunWrite[]): void
  onBatch(facts: { readonly commands: number; readonly writes: number; readonly commitMs: number }): void
  /** Whether the database may have a newer timetable than this process. */
  isTimetableOld(): boolean
  /** Reads the newer timetable, or waits until it is read. */
  onTimetableOld(): Promise<void>
  /** A batch could not be written, or it is unknown whether it was. */
  onFault(fault: unknown): void
  /** An invariant is broken or the disk is failing: the process must stop and restart. */
  onFatal(fault: unknown): void
}

/** Runs that are reserved for a batch until it is answered. */
interface Flight {
  readonly kind: keyof typeof waitsOf
  readonly runIds: Set<TrainRunId>
}

/**
 * `together` takes the heads that are free. `inTurn` does so for runs that other nodes sell, too, once none
 * of them is doing the same. `alone` waits for the head of its run.
 */
const waitsOf = { together: 'nothing', inTurn: 'turn', alone: 'head' } as const

/**
 * Decides together what arrived in one turn of the event loop, against the published pictures and an overlay
 * of the batch's own decisions. Writes the result in one transaction, and publishes and answers after COMMIT.
 * There is no timer, so a single client waits for nobody. A run is in one batch at a time; what arrives for
 * it meanwhile gathers.
 */
export class Batcher {
  readonly #backend: Backend
  readonly #pictures: Pictures
  readonly #events: BatcherEvents
  readonly #waiting = new WaitingCommands<Command>()
  readonly #contended = new ContendedRuns()
  readonly #inFlight = { together: 0, inTurn: 0, alone: 0 }
  /** Runs whose batch is being committed while the next one already waits for the head. */
  readonly #committing = new Map<TrainRunId, Promise<void>>()
  #decidingCount = 0
  /** Commands that wait for a newer timetable. */
  #asideCount = 0
  #isStarting = false
  #isClosed = false
  /** Resolves when no work makes batches wait. */
  #pause: Promise<unknown> = Promise.resolve()

  constructor(backend: Backend, pictures: Pictures, events: BatcherEvents) {
    this.#backend = backend
    this.#pictures = pictures
    this.#events = events
  }

  get queueDepth(): number {
    return this.#waiting.count + this.#asideCount
  }

  decide<T, R extends { readonly code: string }>(scope: Scope, rule: Rule<T, R>): Promise<Reply<T, R>> {
    if (this.#isClosed) return Promise.reject(new StoreBusy('the store is closing'))
    if (this.#waiting.count >= maxQueue) return Promise.reject(new StoreBusy('too many commands are waiting'))
    return new Promise<Reply<T, R>>((resolve, reject) => {
      // The reply that comes back is the one that this rule gave. The batch keeps it with its command and
      // never looks inside.
      const command = { scope, decide: rule, resolve: resolve as (reply: AnyReply) => void, reject }
      this.#waiting.add(scope.trainRunId, command)
      this.#startSoon()
    })
  }

  /**
   * Does work that no batch may run beside. Batches in progress finish first, and commands that arrive
   * meanwhile wait.
   */
  async alone<T>(work: () => Promise<T>): Promise<T> {
    const before = this.#pause
    const done = before.then(async () => {
      while (this.#decidingCount > 0) await new Promise((resolve) => setImmediate(resolve))
      return work()
    })
    this.#pause = done.catch(() => {})
    return done
  }

  /** Accepts no more commands, and waits until the accepted ones are answered. */
  async close(): Promise<void> {
    this.#isClosed = true
    const isBusy = () => this.queueDepth > 0 || Object.values(this.#inFlight).some((count) => count > 0)
    while (isBusy()) await new Promise((resolve) => setImmediate(resolve))
    // The last answers were postponed to the next turn of the event loop, and come before this.
    await new Promise((resolve) => setImmediate(resolve))
  }

  #startSoon(): void {
    if (this.#isStarting) return
    this.#isStarting = true
    setImmediate(() => {
      this.#isStarting = false
      this.#start()
    })
  }

  /** Starts as many batches as there are commands and places for. */
  #start(): void {
    const { together, alone } = this.#backend.batches
    this.#startSome('together', together, (id) => this.#mayJoin(id))
    this.#startSome('inTurn', 1, (id) => this.#mayTakeTurn(id))
    this.#startSome('alone', alone, (id) => !this.#mayJoin(id) && !this.#mayTakeTurn(id))
  }

  #startSome(kind: Flight['kind'], places: number, suits: (id: TrainRunId) => boolean): void {
    const runs = kind === 'alone' ? 1 : most.runs
    while (this.#inFlight[kind] < places) {
      const ids = this.#waiting.reserve({ ...most, runs }, suits)
      if (ids.length === 0) break
      void this.#fly(kind, ids)
    }
  }

  /** Whether a batch of several runs can take this one without making the others wait. */
  #mayJoin(id: TrainRunId): boolean {
    const { together, alone } = this.#backend.batches
    if (together === 0) return false
    return alone === 0 || (!this.#contended.has(id) && !this.#committing.has(id) && this.#isTouched(id))
  }

  #mayTakeTurn(id: TrainRunId): boolean {
    if (this.#backend.batches.together === 0 || !this.#isTouched(id)) return false
    return this.#contended.mayTakeTurn(id) && !this.#committing.has(id)
  }

  /** A run without a commit has no head to lock yet, and one without a picture has to be loaded first. */
  #isTouched(id: TrainRunId): boolean {
    return (this.#pictures.latest(id)?.commitSeq ?? 0) > 0
  }

  async #fly(kind: Flight['kind'], ids: readonly TrainRunId[]): Promise<void> {
    const flight: Flight = { kind, runIds: new Set(ids) }
    this.#inFlight[kind]++
    await this.#pause
    this.#decidingCount++
    await this.#runBatch(new Batch(this.#waiting.take(ids, most.commands)), flight)
    this.#decidingCount--
    this.#inFlight[kind]--
    this.#waiting.release(flight.runIds)
    this.#pictures.trim((id) => this.#waiting.has(id))
    this.#start()
  }

  /** Without a flight, the batch is a retry, which takes nothing along. */
  async #runBatch(first: Batch, flight?: Flight): Promise<void> {
    let batch = first
    for (let losses = 0; ; losses++) {
      try {
        // A flight that has given its runs to the next one takes nothing along anymore.
        return await this.#decideAndCommit(batch, flight?.runIds.size ? flight : undefined)
      } catch (fault) {
        if (fault instanceof TimetableOld) {
          batch = new Batch(this.#setAside(batch.open, new Set(fault.trainRunIds)), batch.isRetry)
          if (batch.open.length === 0) return
          continue
        }
        if (!(fault instanceof TransactionLost)) return this.#recover(batch, fault)
        if (losses === maxLosses) return this.#recover(batch, new StoreBusy(fault.message))
        for (const id of batch.runIds) this.#pictures.drop(id)
        batch = new Batch(batch.open, batch.isRetry)
        // Transactions that collided must not come back at the same moment.
        await pause(lossPauseMs * (losses + Math.random()))
      }
    }
  }

  /**
   * Commands on runs that a newer timetable has otherwise wait until it is in memory, and are decided then.
   * Returns the others, which need not wait.
   */
  #setAside(commands: readonly Command[], runIds: ReadonlySet<number>): readonly Command[] {
    const isMeant = ({ scope }: Command) => runIds.has(scope.trainRunId)
    void this.#addLater(commands.filter(isMeant))
    return commands.filter((command) => !isMeant(command))
  }

  async #addLater(commands: readonly Command[]): Promise<void> {
    this.#asideCount += commands.length
    const [reading] = await Promise.allSettled([this.#events.onTimetableOld()])
    this.#asideCount -= commands.length
    for (const command of commands) {
      command.delays = (command.delays ?? 0) + 1
      if (reading.status === 'rejected') command.reject(reading.reason)
      else if (command.delays > maxDelays) command.reject(new StoreBusy('the timetable keeps changing'))
      else this.#waiting.add(command.scope.trainRunId, command)
    }
    this.#startSoon()
  }

  /**
   * A failed write costs nothing but time: pictures are read again, and the commands are decided again, run
   * by run and then one by one.
   */
  async #recover(batch: Batch, fault: unknown): Promise<void> {
    for (const id of batch.runIds) this.#pictures.drop(id)
    this.#events.onFault(fault)
    if (fault instanceof InvariantBroken || fault instanceof DiskFailed) this.#events.onFatal(fault)
    const parts = isFinal(fault) ? [] : batch.parts()
    if (parts.length === 0) for (const command of batch.open) command.reject(fault)
    for (const part of parts) await this.#runBatch(part)
  }

  async #decideAndCommit(batch: Batch, flight: Flight | undefined): Promise<void> {
    const transaction = await this.#begin(batch, flight)
    if (!transaction) return
    let isCommitting = false
    try {
      for (const id of batch.runIds) await this.#committing.get(id)
      if (flight) await this.#board(batch, flight, transaction)
      const pictures = await this.#picturesFor(batch, transaction)
      await batch.prepare(pictures, transaction)
      const writes = batch.decide(transaction.now)
      if (writes.length > 0) {
        isCommitting = true
        const commit = () => this.#commit(batch, writes, transaction, pictures)
        await (flight ? this.#beforeNext(flight, commit) : commit())
      } else await transaction.rollback()
      batch.answer()
    } catch (fault) {
      if (!isCommitting) await transaction.rollback()
      throw fault
    }
  }

  async #commit(
    batch: Batch,
    writes: readonly RunWrite[],
    transaction: Transaction,
    pictures: ReadonlyMap<TrainRunId, Picture>,
  ): Promise<void> {
    const startedAt = performance.now()
    await transaction.commit(writes)
    const commitMs = performance.now() - startedAt
    this.#events.onBatch({ commands: batch.size, writes: writes.length, commitMs })
    this.#publish(writes, pictures)
  }

  /**
   * Where a batch is of one run that no other node sells, the next one is on its way to the head while this
   * one is committed, and goes on after it.
   */
  async #beforeNext(flight: Flight, commit: () => Promise<void>): Promise<void> {
    const [id, ...others] = flight.runIds
    const { alone } = this.#backend.batches
    if (id === undefined || others.length > 0 || alone === 0 || this.#contended.has(id)) return commit()
    const { promise, resolve } = Promise.withResolvers<void>()
    this.#committing.set(id, promise)
    flight.runIds.delete(id)
    this.#waiting.release([id])
    this.#startSoon()
    try {
      await commit()
    } finally {
      if (this.#committing.get(id) === promise) this.#committing.delete(id)
      resolve()
    }
  }

  /** Undefined if the turn did not come in time: its runs then wait for their heads one by one. */
  async #begin(batch: Batch, flight: Flight | undefined): Promise<Transaction | undefined> {
    const { runIds } = batch
    const kind = flight?.kind ?? 'alone'
    try {
      return await this.#backend.begin(runIds, waitsOf[kind], this.#oldMarks(runIds))
    } catch (fault) {
      if (kind !== 'inTurn' || !flight || !(fault instanceof StoreBusy)) throw fault
      for (const id of runIds) this.#contended.lockedElsewhere(id, true)
      this.#waiting.release(flight.runIds, batch.leave(flight.runIds))
      flight.runIds.clear()
      return undefined
    }
  }

  /** Where the pictures are from which other nodes have probably gone on. */
  #oldMarks(ids: readonly TrainRunId[]): readonly RunMark[] {
    return ids.flatMap((id) => (this.#contended.has(id) ? (this.#pictures.latest(id)?.mark ?? []) : []))
  }

  /** Leaves behind runs whose heads are locked elsewhere, and takes along what arrived during the wait. */
  async #board(batch: Batch, flight: Flight, transaction: Transaction): Promise<void> {
    if (flight.kind !== 'alone') this.#leave(batch.runIds, transaction, flight, batch)
    if (flight.kind === 'inTurn') await this.#takeAlong(flight, transaction)
    const { heads } = transaction
    const ids = heads ? [...flight.runIds].filter((id) => heads.has(id)) : flight.runIds
    batch.add(this.#waiting.take(ids, most.commands - batch.size))
  }

  /** Commands came for further runs while the turn did. */
  async #takeAlong(flight: Flight, transaction: Transaction): Promise<void> {
    if (!transaction.lockMore) return
    const ids = this.#waiting.reserve(most, (id) => this.#mayTakeTurn(id))
    if (ids.length === 0) return
    for (const id of ids) flight.runIds.add(id)
    await transaction.lockMore(ids, this.#oldMarks(ids))
    this.#leave(ids, transaction, flight)
  }

  #leave(ids: readonly TrainRunId[], { heads }: Transaction, flight: Flight, batch?: Batch): void {
    const locked = new Set(heads ? ids.filter((id) => !heads.has(id)) : [])
    if (locked.size === 0) return
    for (const id of locked) {
      this.#contended.lockedElsewhere(id, flight.kind === 'inTurn')
      flight.runIds.delete(id)
    }
    this.#waiting.release(locked, batch?.leave(locked))
    this.#startSoon()
  }

  #publish(writes: readonly RunWrite[], pictures: ReadonlyMap<TrainRunId, Picture>): void {
    for (const write of writes) {
      const picture = pictures.get(write.trainRunId)
      // A picture that replaced this one, or this one if it was updated meanwhile, was read after the commit
      // and already contains it.
      if (!picture || this.#pictures.latest(write.trainRunId) !== picture) continue
      if (picture.commitSeq >= write.commitSeq) continue
      picture.publish(write.commitSeq, { seq: write.auditSeq, hash: write.auditHash }, write.changes)
      this.#pictures.published(picture)
    }
    this.#events.onCommitted(writes)
  }

  async #picturesFor(batch: Batch, transaction: Transaction): Promise<ReadonlyMap<TrainRunId, Picture>> {
    const { heads } = transaction
    const found = new Map<TrainRunId, Picture>()
    const stale: TrainRunId[] = []
    for (const id of batch.runIds) {
      const picture = this.#pictures.latest(id)
      const head = heads?.get(id)
      const isSeen = heads === null || picture?.commitSeq === (head?.commitSeq ?? 0)
      if (!picture || !isSeen) stale.push(id)
      else if (head?.fits?.(picture.run) === false) throw new TimetableOld([id])
      else found.set(id, picture)
      this.#contended.look(id, picture !== undefined && !isSeen)
    }
    if (heads === null && this.#events.isTimetableOld()) await this.#assertFit(batch.runIds)
    if (stale.length === 0) return found
    const renewed = await this.#pictures.renew(stale, transaction, heads)
    return new Map([...found, ...renewed])
  }

  /** While an imported timetable is not in memory yet, only runs that it left alone are sold. */
  async #assertFit(ids: readonly TrainRunId[]): Promise<void> {
    const sold = ids.filter((id) => id !== actsRunId)
    const fits = await this.#backend.fitsOf?.(sold)
    const runs = await Promise.all(sold.map((id) => this.#pictures.runOf(id)))
    const changed = runs.flatMap((run) => (run && fits?.get(run.id)?.(run) !== true ? [run.id] : []))
    if (changed.length > 0) throw new TimetableOld(changed)
  }
}
