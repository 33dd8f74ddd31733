import type { TrainRunId } from '../domain/ids.ts'

/**
 * Commands that wait for a batch, by run. A run that is in a batch is not given to another one; its commands
 * that arrive meanwhile wait for the batch to take them along, or for the next one.
 */
export class WaitingCommands<Command> {
  /** Runs that are in no batch, those that have waited longest first. */
  readonly #ready = new Map<TrainRunId, Command[]>()
  readonly #inBatch = new Map<TrainRunId, Command[]>()
  #count = 0

  get count(): number {
    return this.#count
  }

  has(id: TrainRunId): boolean {
    return this.#ready.has(id) || this.#inBatch.has(id)
  }

  add(id: TrainRunId, command: Command): void {
    this.#count++
    const waiting = this.#inBatch.get(id) ?? this.#ready.get(id)
    if (waiting) waiting.push(command)
    else this.#ready.set(id, [command])
  }

  /** Reserves runs for a batch, at most this many runs and about this many commands. */
  reserve(most: { readonly runs: number; readonly commands: number }, suits: (id: TrainRunId) => boolean) {
    const ids: TrainRunId[] = []
    let commandCount = 0
    for (const [id, commands] of this.#ready) {
      if (!suits(id)) continue
      if (ids.length > 0 && commandCount + commands.length > most.commands) break
      commandCount += commands.length
      ids.push(id)
      if (ids.length === most.runs) break
    }
    for (const id of ids) this.#inBatch.set(id, this.#ready.get(id) ?? [])
    for (const id of ids) this.#ready.delete(id)
    return ids
  }

  /** Takes the commands that wait for reserved runs, at most this many. */
  take(ids: Iterable<TrainRunId>, most: number): readonly Command[] {
    const taken: Command[] = []
    for (const id of ids) taken.push(...(this.#inBatch.get(id)?.splice(0, most - taken.length) ?? []))
    this.#count -= taken.length
    return taken
  }

  /** The batch no longer needs these runs. `commands` are those of them that it has not decided. */
  release(
    ids: Iterable<TrainRunId>,
    commandsOf: ReadonlyMap<TrainRunId, readonly Command[]> = new Map(),
  ): void {
    for (const id of ids) {
      const newer = this.#inBatch.get(id)
      if (!newer) continue
      const older = commandsOf.get(id) ?? []
      this.#inBatch.delete(id)
      this.#count += older.length
      if (older.length + newer.length > 0) this.#ready.set(id, [...older, ...newer])
    }
  }
}
