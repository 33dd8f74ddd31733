import type { TrainRunId } from '../domain/ids.ts'

/** How often in a row a run must be found unchanged before other nodes are taken not to sell it anymore. */
const quietLooks = 8

/** Which runs other nodes sell, too, as far as this node has noticed. */
export class ContendedRuns {
  /** How often each still has to be found unchanged. */
  readonly #looksLeft = new Map<TrainRunId, number>()
  /** Those that a turn did not help: it did not come, or somebody had their heads whose turn it was not. */
  readonly #stuck = new Set<TrainRunId>()

  has(id: TrainRunId): boolean {
    return this.#looksLeft.has(id)
  }

  mayTakeTurn(id: TrainRunId): boolean {
    return this.#looksLeft.has(id) && !this.#stuck.has(id)
  }

  /** Somebody else had the head of this run; `inTurn` although it was this node's turn. */
  lockedElsewhere(id: TrainRunId, inTurn: boolean): void {
    this.#looksLeft.set(id, quietLooks)
    if (inTurn) this.#stuck.add(id)
  }

  /** The head is locked. If another node has changed the run since the last look, it probably will again. */
  look(id: TrainRunId, isChanged: boolean): void {
    this.#stuck.delete(id)
    const left = isChanged ? quietLooks : (this.#looksLeft.get(id) ?? 0) - 1
    if (left > 0) this.#looksLeft.set(id, left)
    else this.#looksLeft.delete(id)
  }
}
