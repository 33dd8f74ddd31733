import type { TrainRunId } from '../domain/ids.ts'
import { emptyRunState, Picture, type RunState } from '../domain/picture.ts'
import type { TrainRun } from '../domain/train-run.ts'

type LoadRuns = (ids: readonly TrainRunId[]) => Promise<ReadonlyMap<TrainRunId, RunState>>
type FindRun = (id: TrainRunId) => TrainRun | undefined | Promise<TrainRun | undefined>

/** Rough size of all pictures together, in claims, holds and keys, above which those not used for longest are dropped. */
const defaultWeight = 4_000_000

/** Adding up what all pictures weigh takes time, and what a few batches add to it is little. */
const batchesBetweenTrims = 256

/** The pictures in memory: loaded on first use, the runs that were asked for in one turn together, and dropped when there are too many. */
export class Pictures {
  readonly #pictures = new Map<TrainRunId, Picture>()
  readonly #loadRuns: LoadRuns
  readonly #findRun: FindRun
  readonly #onLoaded: (picture: Picture, previous: Picture | undefined) => void
  readonly #maxWeight: number
  #trimCalls = 0
  #gathering: { ids: Set<TrainRunId>; done: Promise<void> } | undefined

  constructor(
    loadRuns: LoadRuns,
    findRun: FindRun,
    onLoaded: (picture: Picture, previous: Picture | undefined) => void,
    maxWeight = defaultWeight,
  ) {
    this.#loadRuns = loadRuns
    this.#findRun = findRun
    this.#onLoaded = onLoaded
    this.#maxWeight = maxWeight
  }

  get(id: TrainRunId): Picture | undefined {
    return this.#pictures.get(id)
  }

  /** The picture of a run, loaded where it is not in memory; undefined where there is no such run. */
  async load(id: TrainRunId): Promise<Picture | undefined> {
    const known = this.#pictures.get(id)
    if (known) return known
    this.#gathering ??= this.#gather()
    this.#gathering.ids.add(id)
    await this.#gathering.done
    return this.#pictures.get(id)
  }

  /**
   * Puts a state that was read in place of what is there, unless what is there is newer; one that was read under the lock of the
   * run's head goes before anything else.
   */
  async put(id: TrainRunId, state: RunState, isLocked = false): Promise<Picture | undefined> {
    const run = await this.#findRun(id)
    // Looked at after the wait, so that a picture that a batch already publishes to is never replaced by its twin.
    const known = this.#pictures.get(id)
    if (known && (isLocked ? known.commitSeq === state.commitSeq : known.commitSeq >= state.commitSeq))
      return known
    if (!run) return undefined
    const picture = new Picture(run, state)
    this.#pictures.set(id, picture)
    this.#onLoaded(picture, known)
    return picture
  }

  /** Shows the pictures in memory what an import has changed of their runs: whether they are on sale. Runs that are gone are looked for again. */
  refreshRuns(run: (id: TrainRunId) => TrainRun | undefined): void {
    for (const [id, picture] of this.#pictures) {
      const current = run(id)
      if (current) picture.run = current
      else this.#pictures.delete(id)
    }
  }

  /** The runs in memory. */
  get ids(): readonly TrainRunId[] {
    return [...this.#pictures.keys()]
  }

  drop(id: TrainRunId): void {
    this.#pictures.delete(id)
  }

  /** Called after a batch: now and then drops pictures, the longest unused first, until the rest is light enough; `isInUse` ones stay. */
  trim(isInUse: (id: TrainRunId) => boolean): void {
    if (++this.#trimCalls % batchesBetweenTrims !== 0) return
    let weight = 0
    for (const picture of this.#pictures.values()) weight += picture.weight
    for (const [id, picture] of this.#pictures) {
      if (weight <= this.#maxWeight) return
      if (isInUse(id)) continue
      weight -= picture.weight
      this.#pictures.delete(id)
    }
  }

  /** Marks a picture as used now: a Map keeps the order in which its keys were set. */
  touch(picture: Picture): void {
    this.#pictures.delete(picture.run.id)
    this.#pictures.set(picture.run.id, picture)
  }

  get count(): number {
    return this.#pictures.size
  }

  #gather(): { ids: Set<TrainRunId>; done: Promise<void> } {
    const ids = new Set<TrainRunId>()
    const done = Promise.resolve().then(async () => {
      this.#gathering = undefined
      const known: TrainRunId[] = []
      for (const id of ids) if (!this.#pictures.has(id) && (await this.#findRun(id))) known.push(id)
      if (known.length === 0) return
      const states = await this.#loadRuns(known)
      for (const id of known) await this.put(id, states.get(id) ?? emptyRunState)
    })
    return { ids, done }
  }
}
