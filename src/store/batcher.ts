import { setImmediate } from 'node:timers'
import { setTimeout as pause } from 'node:timers/promises'
import type { TrainRunId } from '../domain/ids.ts'
import type { Instant } from '../domain/instant.ts'
import type { Inventory, Rule } from '../domain/inventory.ts'
import { InvariantBroken, Overlay, type Records } from '../domain/overlay.ts'
import type { Picture } from '../domain/picture.ts'
import type { Reply } from '../domain/result.ts'
import { linkEntries } from './audit-chain.ts'
import type { Backend, RunWrite, Transaction } from './backend.ts'
import {
  DiskFailed,
  OutcomeUnknown,
  RunGone,
  StoreBusy,
  StoreUnavailable,
  TransactionLost,
} from './faults.ts'
import type { Pictures } from './pictures.ts'
import type { Scope } from './store.ts'
import { missingRecords } from './wanted.ts'

/** Beyond this a batch would keep its first commands waiting for its last. */
const maxBatch = 512
/** Commands that may wait; more are refused at once, so that a stall cannot feed itself. */
const maxQueue = 20_000
/** How often a batch is decided again that the database gave up for another transaction; then the store is busy. */
const maxLosses = 5
const lossPauseMs = 10

type AnyReply = Reply<unknown, { readonly code: string }>

interface Command {
  readonly scope: Scope
  readonly decide: (
    inventory: Inventory,
    now: Instant,
  ) => { readonly reply: AnyReply; readonly changes: Overlay['changes'] }
  readonly resolve: (reply: AnyReply) => void
  readonly reject: (fault: unknown) => void
}

export interface BatcherEvents {
  /** After each commit, with pictures already published. */
  onCommitted(writes: readonly RunWrite[]): void
  onBatch(facts: { readonly commands: number; readonly writes: number; readonly commitMs: number }): void
  /** A broken invariant or a disk that fails: the process must stop and be started again. */
  onFatal(fault: unknown): void
}

/** Lanes: one for the whole store, or one a run; a lane has one batch in flight, and the next gathers meanwhile. */
interface Lane {
  waiting: Command[]
  isRunning: boolean
  /** Whether a batch is under way. */
  isDeciding: boolean
}

/**
 * Decides what arrived in one turn of the event loop together: against the published pictures and an overlay of what the batch has
 * decided itself, written in one transaction, published and answered after COMMIT. No timer, so one client alone waits for nobody.
 */
export class Batcher {
  readonly #backend: Backend
  readonly #pictures: Pictures
  readonly #events: BatcherEvents
  readonly #lanes = new Map<TrainRunId | 'store', Lane>()
  #waitingCount = 0
  #isClosed = false
  /** Over when no work asks for batches to wait. */
  #pause: Promise<unknown> = Promise.resolve()

  constructor(backend: Backend, pictures: Pictures, events: BatcherEvents) {
    this.#backend = backend
    this.#pictures = pictures
    this.#events = events
  }

  get queueDepth(): number {
    return this.#waitingCount
  }

  decide<T, R extends { readonly code: string }>(scope: Scope, rule: Rule<T, R>): Promise<Reply<T, R>> {
    if (this.#isClosed) return Promise.reject(new StoreBusy('the store is closing'))
    if (this.#waitingCount >= maxQueue) return Promise.reject(new StoreBusy('too many commands are waiting'))
    return new Promise<Reply<T, R>>((resolve, reject) => {
      // The reply that comes back is the one this rule gave: the lane keeps it beside its command and never looks inside.
      this.#enqueue({ scope, decide: rule, resolve: resolve as (reply: AnyReply) => void, reject })
    })
  }

  /** Does work that no batch may run beside: those under way end first, and what arrives meanwhile waits. */
  async alone<T>(work: () => Promise<T>): Promise<T> {
    const before = this.#pause
    const done = before.then(async () => {
      while ([...this.#lanes.values()].some((lane) => lane.isDeciding))
        await new Promise((resolve) => setImmediate(resolve))
      return work()
    })
    this.#pause = done.catch(() => {})
    return done
  }

  /** Takes no more commands and waits until those accepted are answered. */
  async close(): Promise<void> {
    this.#isClosed = true
    while (this.#waitingCount > 0 || [...this.#lanes.values()].some((lane) => lane.isRunning))
      await new Promise((resolve) => setImmediate(resolve))
    // The last answers were put off to the next turn of the event loop: they come before this.
    await new Promise((resolve) => setImmediate(resolve))
  }

  #enqueue(command: Command): void {
    const key = this.#backend.batchSpan === 'store' ? 'store' : command.scope.trainRunId
    let lane = this.#lanes.get(key)
    if (!lane) {
      lane = { waiting: [], isRunning: false, isDeciding: false }
      this.#lanes.set(key, lane)
    }
    lane.waiting.push(command)
    this.#waitingCount++
    if (!lane.isRunning) this.#start(key, lane)
  }

  #start(key: TrainRunId | 'store', lane: Lane): void {
    lane.isRunning = true
    setImmediate(() => this.#drain(key, lane))
  }

  async #drain(key: TrainRunId | 'store', lane: Lane): Promise<void> {
    while (lane.waiting.length > 0) {
      await this.#pause
      const commands = lane.waiting.splice(0, maxBatch)
      this.#waitingCount -= commands.length
      lane.isDeciding = true
      await this.#runBatch(commands)
      lane.isDeciding = false
    }
    lane.isRunning = false
    if (key !== 'store') this.#lanes.delete(key)
    this.#pictures.trim((id) => this.#lanes.has(id))
  }

  async #runBatch(commands: readonly Command[], isRetry = false): Promise<void> {
    for (let losses = 0; ; losses++) {
      const batch = new Batch(commands)
      try {
        return await this.#decideAndCommit(batch)
      } catch (fault) {
        if (!(fault instanceof TransactionLost)) return this.#recover(batch, fault, isRetry)
        if (losses === maxLosses) return this.#recover(batch, new StoreBusy(fault.message), isRetry)
        for (const id of batch.runIds) this.#pictures.drop(id)
        commands = batch.open
        // Those who met once must not come back at the same moment.
        await pause(lossPauseMs * (losses + Math.random()))
      }
    }
  }

  /** A failed write takes nothing with it but time: pictures are read again, and the commands are decided once more, one by one. */
  async #recover(batch: Batch, fault: unknown, isRetry: boolean): Promise<void> {
    for (const id of batch.runIds) this.#pictures.drop(id)
    if (fault instanceof InvariantBroken || fault instanceof DiskFailed) this.#events.onFatal(fault)
    if (isRetry || isFinal(fault)) {
      for (const command of batch.open) command.reject(fault)
      return
    }
    for (const command of batch.open) await this.#runBatch([command], true)
  }

  async #decideAndCommit(batch: Batch): Promise<void> {
    const transaction = await this.#backend.begin(batch.runIds)
    let isCommitting = false
    try {
      const pictures = await this.#picturesFor(batch, transaction)
      await batch.prepare(pictures, transaction)
      const writes = batch.decide(transaction.now)
      if (writes.length > 0) {
        const startedAt = performance.now()
        isCommitting = true
        await transaction.commit(writes)
        this.#events.onBatch({
          commands: batch.size,
          writes: writes.length,
          commitMs: performance.now() - startedAt,
        })
        this.#publish(writes, pictures)
      } else await transaction.rollback()
      batch.answer()
    } catch (fault) {
      if (!isCommitting) await transaction.rollback()
      throw fault
    }
  }

  #publish(writes: readonly RunWrite[], pictures: ReadonlyMap<TrainRunId, Picture>): void {
    for (const write of writes) {
      const picture = pictures.get(write.trainRunId)
      // Another picture in its place, or this one brought up to date meanwhile, was read after the commit and has it already.
      if (!picture || this.#pictures.latest(write.trainRunId) !== picture) continue
      if (picture.commitSeq >= write.commitSeq) continue
      picture.publish(write.commitSeq, { seq: write.auditSeq, hash: write.auditHash }, write.changes)
      this.#pictures.touch(picture)
    }
    this.#events.onCommitted(writes)
  }

  async #picturesFor(batch: Batch, transaction: Transaction): Promise<ReadonlyMap<TrainRunId, Picture>> {
    const { heads } = transaction
    const found = new Map<TrainRunId, Picture>()
    const stale: TrainRunId[] = []
    for (const id of batch.runIds) {
      const picture = this.#pictures.latest(id)
      if (picture && (heads === null || picture.commitSeq === (heads.get(id)?.commitSeq ?? 0)))
        found.set(id, picture)
      else stale.push(id)
    }
    if (stale.length === 0) return found
    const renewed = await this.#pictures.renew(stale, transaction, heads)
    return new Map([...found, ...renewed])
  }
}

/** Deciding again would not help, or must not happen. */
function isFinal(fault: unknown): boolean {
  return (
    fault instanceof OutcomeUnknown ||
    fault instanceof InvariantBroken ||
    fault instanceof StoreUnavailable ||
    fault instanceof StoreBusy
  )
}

/** The commands of one transaction, from the overlay they are decided on to their answers. */
class Batch {
  readonly runIds: readonly TrainRunId[]
  readonly size: number
  /** Commands without an answer. */
  open: readonly Command[]
  #overlays = new Map<TrainRunId, Overlay>()
  #pictures: ReadonlyMap<TrainRunId, Picture> = new Map()
  #answers: { readonly command: Command; readonly reply: AnyReply }[] = []

  constructor(commands: readonly Command[]) {
    this.open = commands
    this.size = commands.length
    this.runIds = [...new Set(commands.map((command) => command.scope.trainRunId))]
  }

  async prepare(pictures: ReadonlyMap<TrainRunId, Picture>, transaction: Transaction): Promise<void> {
    this.#pictures = pictures
    const leased = this.open.flatMap(({ scope }) => scope.lease ?? [])
    if (leased.length > 0) await transaction.keepLeases?.(leased)
    for (const [id, picture] of pictures) this.#overlays.set(id, new Overlay(picture))
    const wanted = missingRecords(
      this.open.map((command) => command.scope),
      this.#overlays,
    )
    if (wanted.length === 0) return
    const records: ReadonlyMap<TrainRunId, Records> = await transaction.loadRecords(wanted)
    for (const [id, found] of records) this.#overlays.get(id)?.learn(found)
  }

  decide(now: Instant): readonly RunWrite[] {
    const waiting: Command[] = []
    for (const command of this.open) if (this.#decideOne(command, now)) waiting.push(command)
    this.open = waiting
    const writes: RunWrite[] = []
    for (const [trainRunId, overlay] of this.#overlays) {
      const picture = this.#pictures.get(trainRunId)
      if (!picture || overlay.changes.length === 0) continue
      const entries = linkEntries(
        trainRunId,
        { seq: picture.auditSeq, hash: picture.auditHash },
        now,
        overlay.changes,
      )
      const last = entries.at(-1)
      writes.push({
        trainRunId,
        commitSeq: overlay.nextCommitSeq,
        at: now,
        changes: overlay.changes,
        entries,
        auditSeq: last?.seq ?? picture.auditSeq,
        auditHash: last?.hash ?? picture.auditHash,
      })
    }
    return writes
  }

  /** Whether the command has to wait for the commit: its own changes, or those its reply rests on, are not durable yet. */
  #decideOne(command: Command, now: Instant): boolean {
    const overlay = this.#overlays.get(command.scope.trainRunId)
    if (!overlay) {
      command.reject(new RunGone(`there is no run ${command.scope.trainRunId}`))
      return false
    }
    try {
      const { reply, changes } = command.decide(overlay, now)
      if (changes.length > 0) overlay.apply(changes)
      if (overlay.changes.length === 0) {
        command.resolve(reply)
        return false
      }
      this.#answers.push({ command, reply })
      return true
    } catch (fault) {
      if (fault instanceof InvariantBroken) throw fault
      command.reject(fault)
      return false
    }
  }

  /** Answers once the next batch has been handed to the disk, which works while these answers are rendered and sent. */
  answer(): void {
    this.open = []
    setImmediate(() => {
      for (const { command, reply } of this.#answers) command.resolve(reply)
    })
  }
}
