import type { SeatId, TrainRunId } from '../domain/ids.ts'
import { Picture } from '../domain/inventory/picture.ts'
import { emptyRunState, type RunChanges, type RunState } from '../domain/inventory/run-state.ts'
import { areSameClaims } from '../domain/inventory/seat-claims.ts'
import { isSameService, type TrainRun } from '../domain/railway/train-run.ts'
import { type Hold, isMarkedLive } from '../domain/records/hold.ts'
import type { RunReader, Transaction } from './backend.ts'
import { StoreBusy, TimetableOld } from './faults.ts'
import { RunVersions } from './run-versions.ts'

type FindRun = (id: TrainRunId) => TrainRun | undefined | Promise<TrainRun | undefined>

/** What came into memory: a picture that was loaded, or one that was updated. */
export interface Renewal {
  readonly picture: Picture
  /** Its live holds, or those of them that changed. */
  readonly holds: Iterable<Hold>
  /**
   * Where the picture of this run was before, the seats whose claims differ since, and whether other parts of
   * it are closed for sale; null if there was none.
   */
  readonly since: {
    readonly commitSeq: number
    readonly seatIds: readonly SeatId[]
    readonly isClosedAnew?: boolean
  } | null
}

/** A picture that is behind by more audit entries than this is loaded whole, which costs no more. */
export const mostEntriesBehind = 256

/**
 * Rough total size of all pictures, in claims, holds, and keys. Above it, the least recently used are
 * dropped.
 */
const defaultWeight = 4_000_000

/** How often runs are read again because an import came in between, or was not known here yet. */
const mostReadings = 5

/** Adding up the weight of all pictures takes time, and a few batches add little to it. */
const batchesBetweenTrims = 256

/**
 * The pictures in memory. They are loaded on first use, together for all runs requested in one turn, updated
 * by what has changed, and dropped when there are too many.
 */
export class Pictures {
  /** Raised with everything that makes a difference to what `get` returns. */
  readonly versions = new RunVersions()
  readonly #pictures = new Map<TrainRunId, Picture>()
  /** The latest known commits of runs whose pictures are older. */
  readonly #heard = new Map<TrainRunId, { readonly commitSeq: number }>()
  readonly #reader: RunReader
  readonly #findRun: FindRun
  readonly #onRenewed: (renewal: Renewal) => void
  readonly #readTimetable: () => Promise<void>
  readonly #maxWeight: number
  /** Counts the timetables: what was read before one may not fit it. */
  #timetables = 0
  #trimCalls = 0
  #gathering: { ids: Set<TrainRunId>; done: Promise<void> } | undefined

  /** `readTimetable` is called if the database has a newer timetable than `findRun`. */
  constructor(parts: {
    reader: RunReader
    findRun: FindRun
    onRenewed: (renewal: Renewal) => void
    readTimetable: () => Promise<void>
    maxWeight?: number
  }) {
    this.#reader = parts.reader
    this.#findRun = parts.findRun
    this.#onRenewed = parts.onRenewed
    this.#readTimetable = parts.readTimetable
    this.#maxWeight = parts.maxWeight ?? defaultWeight
  }

  /** The picture of a run as far as this process knows; undefined if it is known to be old. */
  get(id: TrainRunId): Picture | undefined {
    const picture = this.#pictures.get(id)
    if (!picture || this.#heard.size === 0) return picture
    return picture.commitSeq < (this.#heard.get(id)?.commitSeq ?? 0) ? undefined : picture
  }

  /** The picture of a run in memory, however old. */
  latest(id: TrainRunId): Picture | undefined {
    return this.#pictures.get(id)
  }

  /** The picture of a run, loaded or updated if necessary; undefined if there is no such run. */
  async load(id: TrainRunId): Promise<Picture | undefined> {
    const known = this.get(id)
    if (known) return known
    this.#gathering ??= this.#gather()
    this.#gathering.ids.add(id)
    await this.#gathering.done
    return this.#pictures.get(id)
  }

  /** Takes note of a commit of a run. An older picture is no longer handed out until it is updated. */
  hear(id: TrainRunId, commitSeq: number): void {
    const picture = this.#pictures.get(id)
    if (!picture || picture.commitSeq >= commitSeq) return
    this.versions.raise(id)
    // Nearly every commit has an entry. A picture this far behind would be loaded whole anyway.
    if (Number.isFinite(commitSeq) && commitSeq - picture.commitSeq > mostEntriesBehind) this.drop(id)
    else this.#heard.set(id, { commitSeq: Math.max(commitSeq, this.#heard.get(id)?.commitSeq ?? 0) })
  }

  /**
   * Brings pictures to the state in which a reader sees their runs: by what has changed if that is known,
   * else by loading them whole. `heads` are those of a reader that has locked them. Runs that do not exist
   * are missing from the answer. Throws `TimetableOld` if such a reader sees runs of a newer timetable.
   */
  async renew(
    ids: readonly TrainRunId[],
    reader: RunReader = this.#reader,
    heads: Transaction['heads'] = null,
  ): Promise<ReadonlyMap<TrainRunId, Picture>> {
    const heard = new Map(ids.map((id) => [id, this.#heard.get(id)]))
    const found = await this.#advance(ids, reader, heads)
    const rest = ids.filter((id) => !found.has(id))
    for (const { run, state } of await this.#read(rest, reader, heads !== null))
      found.set(run.id, this.#put(run, state, heads !== null))
    // Commits known before the look have been seen, or belong to a history that no longer exists.
    for (const [id, before] of heard) if (this.#heard.get(id) === before) this.#heard.delete(id)
    return found
  }

  /** The states of runs that exist, and the runs as the present timetable has them. */
  async #read(
    ids: readonly TrainRunId[],
    reader: RunReader,
    isLocked: boolean,
  ): Promise<readonly { readonly run: TrainRun; readonly state: RunState }[]> {
    if (ids.length === 0) return []
    for (let reading = 0; reading < mostReadings; reading++) {
      const timetables = this.#timetables
      const states = await reader.loadRuns(ids)
      const runs = await Promise.all(ids.map((id) => this.#findRun(id)))
      if (timetables !== this.#timetables) continue
      const found = runs.flatMap((run) => (run ? [{ run, state: states.get(run.id) ?? emptyRunState }] : []))
      const changed = found.filter(({ run, state }) => state.fits?.(run) === false)
      if (changed.length === 0) return found
      if (isLocked) throw new TimetableOld(changed.map(({ run }) => run.id))
      await this.#readTimetable()
    }
    throw new StoreBusy('the timetable is being replaced')
  }

  /** The pictures that these changes bring up to date. */
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
      // Another picture in its place may have another history.
      if (!changes || this.#pictures.get(picture.run.id) !== picture) continue
      if (changes.fits?.(picture.run) === false) continue
      this.#take(picture, changes)
      found.set(picture.run.id, picture)
    }
    return found
  }

  /** Commits published to it during the wait are also in the changes, or newer than they are. */
  #take(picture: Picture, changes: RunChanges): void {
    const { commitSeq } = picture
    if (commitSeq >= changes.commitSeq) return
    const since = { commitSeq, seatIds: picture.advance(changes) }
    this.versions.raise(picture.run.id)
    this.#onRenewed({ picture, holds: changes.holds.filter(isMarkedLive), since })
  }

  /**
   * Replaces a state by the one that was read, unless the existing one is newer. A state read under the lock
   * of the run's head takes precedence over everything else.
   */
  #put(run: TrainRun, state: RunState, isLocked: boolean): Picture {
    // Checked after all waits, so that a picture that a batch already publishes to is never replaced by its
    // twin.
    const known = this.#pictures.get(run.id)
    if (known && (isLocked ? known.commitSeq === state.commitSeq : known.commitSeq >= state.commitSeq))
      return known
    const picture = new Picture(run, state)
    this.#pictures.set(run.id, picture)
    this.versions.raise(run.id)
    const since = known ? differenceOf(known, picture) : null
    this.#onRenewed({ picture, holds: picture.holds(), since })
    return picture
  }

  /**
   * Gives the pictures in memory the runs of a new timetable. A picture whose train, times, consist or fare
   * are others now is dropped, like that of a run that is gone: its claims may be on other seats. A new
   * edition is a commit that the picture does not have.
   */
  refreshRuns(run: (id: TrainRunId) => TrainRun | undefined): void {
    this.#timetables++
    this.versions.raiseAll()
    for (const [id, picture] of this.#pictures) {
      const current = run(id)
      if (current && isSameService(current, picture.run)) picture.run = current
      else this.drop(id)
    }
  }

  /** The run as the timetable in memory has it, else the database. */
  runOf(id: TrainRunId): TrainRun | undefined | Promise<TrainRun | undefined> {
    return this.#pictures.get(id)?.run ?? this.#findRun(id)
  }

  /** The runs in memory. */
  get ids(): readonly TrainRunId[] {
    return [...this.#pictures.keys()]
  }

  drop(id: TrainRunId): void {
    this.#pictures.delete(id)
    this.#heard.delete(id)
    this.versions.raise(id)
  }

  /**
   * Called after a batch. Now and then drops pictures, the least recently used first, until the rest is light
   * enough; `isInUse` ones stay.
   */
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

  /**
   * A commit was published to a picture. It is now the last used: a Map keeps the order of setting its keys.
   */
  published(picture: Picture): void {
    this.#pictures.delete(picture.run.id)
    this.#pictures.set(picture.run.id, picture)
    this.versions.raise(picture.run.id)
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

/**
 * Whether so little has changed that loading only the changes is worthwhile. A picture ahead of its run
 * belongs to another history.
 */
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

function differenceOf(before: Picture, now: Picture): Renewal['since'] {
  return {
    commitSeq: before.commitSeq,
    seatIds: differentSeats(before, now),
    isClosedAnew: JSON.stringify(before.closures) !== JSON.stringify(now.closures),
  }
}

function differentSeats(before: Picture, now: Picture): readonly SeatId[] {
  const isDifferent = (id: SeatId) => !areSameClaims(before.claimsOn(id), now.claimsOn(id))
  return now.run.consist.seats.map((seat) => seat.id).filter(isDifferent)
}
