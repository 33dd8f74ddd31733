import { setImmediate } from 'node:timers'
import type { TrainRunId } from '../domain/ids.ts'
import type { Instant } from '../domain/instant.ts'
import type { Inventory } from '../domain/inventory/inventory.ts'
import { InvariantBroken, Overlay, type Records } from '../domain/inventory/overlay.ts'
import type { Picture } from '../domain/inventory/picture.ts'
import type { Reply } from '../domain/result.ts'
import { linkEntries } from './audit-chain.ts'
import type { RunWrite, Transaction } from './backend.ts'
import { RunGone } from './faults.ts'
import { assertStorable } from './storable.ts'
import type { Scope } from './store.ts'
import { missingRecords } from './wanted.ts'

export type AnyReply = Reply<unknown, { readonly code: string }>

/** A decision that somebody waits for. */
export interface Command {
  /** How often it waited for a newer timetable. */
  delays?: number
  readonly scope: Scope
  readonly decide: (
    inventory: Inventory,
    now: Instant,
  ) => { readonly reply: AnyReply; readonly changes: Overlay['changes'] }
  readonly resolve: (reply: AnyReply) => void
  readonly reject: (fault: unknown) => void
}

/** The commands of one transaction, from their overlay to their answers. */
export class Batch {
  readonly #runIds: Set<TrainRunId>
  #open: readonly Command[]
  #size: number
  #overlays = new Map<TrainRunId, Overlay>()
  #pictures: ReadonlyMap<TrainRunId, Picture> = new Map()
  #answers: { readonly command: Command; readonly reply: AnyReply }[] = []

  /** A retry is of one command; if it fails too, that command is the one that cannot be written. */
  readonly isRetry: boolean

  constructor(commands: readonly Command[], isRetry = false) {
    this.isRetry = isRetry
    this.#open = commands
    this.#size = commands.length
    this.#runIds = new Set(commands.map(runOf))
  }

  get runIds(): readonly TrainRunId[] {
    return [...this.#runIds]
  }

  /** Commands without an answer yet. */
  get open(): readonly Command[] {
    return this.#open
  }

  /** Takes further commands along, before any is decided. */
  add(commands: readonly Command[]): void {
    if (commands.length === 0) return
    this.#open = [...this.#open, ...commands]
    this.#size += commands.length
    for (const command of commands) this.#runIds.add(runOf(command))
  }

  /** Gives up these runs before anything is decided on them; returns their commands. */
  leave(ids: ReadonlySet<TrainRunId>): ReadonlyMap<TrainRunId, readonly Command[]> {
    const left = this.#open.filter((command) => ids.has(runOf(command)))
    this.#open = this.#open.filter((command) => !ids.has(runOf(command)))
    this.#size = this.#open.length
    for (const id of ids) this.#runIds.delete(id)
    return Map.groupBy(left, runOf)
  }

  get size(): number {
    return this.#size
  }

  /** The batches to try when this one could not be written: one for each run, then one for each command. */
  parts(): readonly Batch[] {
    if (this.isRetry) return []
    if (this.#runIds.size === 1) return this.#open.map((command) => new Batch([command], true))
    return [...Map.groupBy(this.#open, runOf).values()].map((commands) => new Batch(commands))
  }

  async prepare(pictures: ReadonlyMap<TrainRunId, Picture>, transaction: Transaction): Promise<void> {
    this.#pictures = pictures
    const leased = this.#open.flatMap(({ scope }) => scope.lease ?? [])
    if (leased.length > 0) await transaction.keepLeases?.(leased)
    for (const [id, picture] of pictures) this.#overlays.set(id, new Overlay(picture))
    const wanted = missingRecords(
      this.#open.map((command) => command.scope),
      this.#overlays,
    )
    if (wanted.length === 0) return
    const records: ReadonlyMap<TrainRunId, Records> = await transaction.loadRecords(wanted)
    for (const [id, found] of records) this.#overlays.get(id)?.learn(found)
  }

  decide(now: Instant): readonly RunWrite[] {
    const waiting: Command[] = []
    for (const command of this.#open) if (this.#decideOne(command, now)) waiting.push(command)
    this.#open = waiting
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
        closures: overlay.closures,
      })
    }
    return writes
  }

  /**
   * True when the command must wait for the commit, because its own changes, or those its reply rests on, are
   * not durable yet.
   */
  #decideOne(command: Command, now: Instant): boolean {
    const overlay = this.#overlays.get(command.scope.trainRunId)
    if (!overlay) {
      command.reject(new RunGone(`there is no run ${command.scope.trainRunId}`))
      return false
    }
    try {
      const { reply, changes } = command.decide(overlay, now)
      assertStorable(changes)
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

  /**
   * Answers once the next batch has been handed to the disk, which works while these answers are rendered and
   * sent.
   */
  answer(): void {
    this.#open = []
    setImmediate(() => {
      for (const { command, reply } of this.#answers) command.resolve(reply)
    })
  }
}

function runOf({ scope }: Command): TrainRunId {
  return scope.trainRunId
}
