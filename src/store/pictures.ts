import type { Hold } from '../domain/hold.ts'
import type { SeatId, TrainRunId } from '../domain/ids.ts'
import {
  areSameClaims,
  emptyRunState,
  isLiveStatus,
  Picture,
  type RunChanges,
  type RunState,
} from '../domain/picture.ts'
import type { TrainRun } from '../domain/train-run.ts'
import type { RunReader, Transaction } from './backend.ts'

type FindRun = (id: TrainRunId) => TrainRun | undefined | Promise<TrainRun | undefined>

/** What came into memory: a picture that was loaded, or one that was brought up to date. */
export interface Renewal {
  readonly picture: Picture
  /** Its live holds, or those of them that changed. */
  readonly holds: Iterable<Hold>
  /** Where the picture of this run stood before, and the seats whose claims differ since; null where there was none. */
  readonly since: { readonly commitSeq: number; readonly seatIds: readonly SeatId[] } | null
}

/** A picture that is further behind than so many audit entries is loaded whole: that costs no more. */
export const mostEntriesBehind = 256

/** Rough size of all pictures together, in claims, holds and keys, above which those not used for longest are dropped. */
const defaultWeight = 4_000_000

/** Adding up what all pictures weigh takes time, and what a few batches add to it is little. */
const batchesBetweenTrims = 256

/**
 * The pictures in memory: loaded on first use, the runs that were asked for in one turn together, brought up to date by what has
 * changed, and dropped when there are too many.
 */
export class Pictures {
  readonly #pictures = new Map<TrainRunId, Picture>()
  /** The latest commits that were heard of, of runs whose pictures are older. */
  readonly #heard = new Map<TrainRunId, { readonly commitSeq: number }>()
  readonly #reader: RunReader
  readonly #findRun: FindRun
  readonly #onRenewed: (renewal: Renewal) => void
  readonly #maxWeight: number
  #trimCalls = 0
  #gathering: { ids: Set<TrainRunId>; done: Promise<void> } | undefined

  constructor(
    reader: RunReader,
    findRun: FindRun,
    onRenewed: (renewal: Renewal) => void,
    maxWeight = defaultWeight,
  ) {
    this.#reader = reader
    this.#findRun = findRun
    this.#onRenewed = onRenewed
    this.#maxWeight = maxWeight
  }

  /** The picture of a run as far as this process knows; undefined where it is known to be old. */
  get(id: TrainRunId): Picture | undefined {
    const picture = this.#pictures.get(id)
    return picture && picture.commitSeq < (this.#heard.get(id)?.commitSeq ?? 0) ? undefined : picture
  }

  /** The picture of a run that is in memory, however old it may be. */
  latest(id: TrainRunId): Picture | undefined {
    return this.#pictures.get(id)
  }

  /** The picture of a run, loaded or brought up to date where that is needed; undefined where there is no such run. */
  async load(id: TrainRunId): Promise<Picture | undefined> {
    const known = this.get(id)
    if (known) return known
    this.#gathering ??= this.#gather()
    this.#gathering.ids.add(id)
    await this.#gathering.done
    return this.#pictures.get(id)
  }

  /** Hears of a commit of a run: a picture that is older is no longer given out before it was brought up to date. */
  hear(id: TrainRunId, commitSeq: number): void {
    const picture = this.#pictures.get(id)
    if (!picture || picture.commitSeq >= commitSeq) return
    // Each commit has an entry, but for a few: what is so far behind would be loaded whole all the same.
    if (Number.isFinite(commitSeq) && commitSeq - picture.commitSeq > mostEntriesBehind) this.drop(id)
    else this.#heard.set(id, { commitSeq: Math.max(commitSeq, this.#heard.get(id)?.commitSeq ?? 0) })
  }

  /**
   * Brings pictures to where a reader sees their runs: by what has changed where that can be told, else by loading them whole. `heads`
   * are those of a reader that has them locked. Runs that do not exist are not in the answer.
   */
  async renew(
    ids: readonly TrainRunId[],
    reader: RunReader = this.#reader,
    heads: Transaction['heads'] = null,
  ): Promise<ReadonlyMap<TrainRunId, Picture>> {
    const heard = new Map(ids.map((id) => [id, this.#heard.get(id)]))
    const found = await this.#advance(ids, reader, heads)
    const rest = ids.filter((id) => !found.has(id))
    const states = rest.length > 0 ? await reader.loadRuns(rest) : new Map<TrainRunId, RunState>()
    for (const id of rest) {
      const picture = await this.#put(id, states.get(id) ?? emptyRunState, heads !== null)
      if (picture) found.set(id, picture)
    }
    // What was heard of before the look has been seen, or is of a history that is no more.
    for (const [id, before] of heard) if (this.#heard.get(id) === before) this.#heard.delete(id)
    return found
  }

  /** Those pictures that what has changed since brings up to date. */
  async #advance(
    ids: readonly TrainRunId[],
    reader: RunReader,
    heads: Transaction['heads'],
  ): Promise<Map<TrainRunId, Picture>> {
    const found = new Map<TrainRunId, Picture>()
    if (!reader.loadChanges) return found
    const known = ids
      .flatMap((id) => this.#pictures.get(id) ?? [])
      .filter((picture) => isNear(picture, heads))
    if (known.length === 0) return found
    const all = await reader.loadChanges(known.map((picture) => picture.mark))
    for (const picture of known) {
      const changes = all.get(picture.run.id)
      // Another in its place may have another history.
      if (!changes || this.#pictures.get(picture.run.id) !== picture) continue
      this.#take(picture, changes)
      found.set(picture.run.id, picture)
    }
    return found
  }

  /** What was published to it during the wait is in the changes too, or is newer than they are. */
  #take(picture: Picture, changes: RunChanges): void {
    const { commitSeq } = picture
    if (commitSeq >= changes.commitSeq) return
    const since = { commitSeq, seatIds: picture.advance(changes) }
    this.#onRenewed({ picture, holds: changes.holds.filter(isLiveStatus), since })
  }

  /**
   * Puts a state that was read in place of what is there, unless what is there is newer; one that was read under the lock of the
   * run's head goes before anything else.
   */
  async #put(id: TrainRunId, state: RunState, isLocked: boolean): Promise<Picture | undefined> {
    const run = await this.#findRun(id)
    // Looked at after the wait, so that a picture that a batch already publishes to is never replaced by its twin.
    const known = this.#pictures.get(id)
    if (known && (isLocked ? known.commitSeq === state.commitSeq : known.commitSeq >= state.commitSeq))
      return known
    if (!run) return undefined
    const picture = new Picture(run, state)
    this.#pictures.set(id, picture)
    const since = known ? { commitSeq: known.commitSeq, seatIds: differentSeats(known, picture) } : null
    this.#onRenewed({ picture, holds: picture.holds(), since })
    return picture
  }

  /** Shows the pictures in memory what an import has changed of their runs: whether they are on sale. Runs that are gone are looked for again. */
  refreshRuns(run: (id: TrainRunId) => TrainRun | undefined): void {
    for (const [id, picture] of this.#pictures) {
      const current = run(id)
      if (current) picture.run = current
      else this.drop(id)
    }
  }

  /** The runs in memory. */
  get ids(): readonly TrainRunId[] {
    return [...this.#pictures.keys()]
  }

  drop(id: TrainRunId): void {
    this.#pictures.delete(id)
    this.#heard.delete(id)
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
      this.drop(id)
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
      for (const id of ids) if (!this.get(id) && (await this.#findRun(id))) known.push(id)
      if (known.length > 0) await this.renew(known)
    })
    return { ids, done }
  }
}

/** Whether so little has changed since that loading just that is worth it; one that is ahead of its run is of another history. */
function isNear(picture: Picture, heads: Transaction['heads']): boolean {
  if (!heads) return true
  const head = heads.get(picture.run.id)
  return (
    head !== undefined &&
    picture.commitSeq < head.commitSeq &&
    picture.auditSeq <= head.auditSeq &&
    head.auditSeq - picture.auditSeq <= mostEntriesBehind
  )
}

function differentSeats(before: Picture, now: Picture): readonly SeatId[] {
  const isDifferent = (id: SeatId) => !areSameClaims(before.claimsOn(id), now.claimsOn(id))
  return now.run.consist.seats.map((seat) => seat.id).filter(isDifferent)
}
