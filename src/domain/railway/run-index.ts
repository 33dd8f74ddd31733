import type { StationCode, TrainRunId } from '../ids.ts'
import type { Fare } from './fare.ts'
import type { Train, TrainRun } from './train-run.ts'

/** A train and its runs in order of time; a run costs only one array slot here. */
export interface TrainRuns {
  readonly train: Train
  readonly runs: readonly TrainRun[]
  readonly fares: ReadonlySet<Fare>
}

interface Group extends TrainRuns {
  readonly runs: TrainRun[]
  readonly fares: Set<Fare>
}

/** Runs or trains between two moments at which work on an index may pause. */
const itemsInStep = 500

/**
 * The runs of a timetable, by id and by the stations where their trains may be boarded. It may be amended
 * until searches rest on it.
 */
export class RunIndex {
  readonly #runs = new Map<TrainRunId, TrainRun>()
  /** By the train itself, not its id: runs that an import kept may still have the stops of an older one. */
  readonly #groups = new Map<Train, Group>()
  readonly #groupsAt = new Map<StationCode, Set<Group>>()

  /** An index of these runs, built in short steps. */
  static *build(runs: Iterable<TrainRun>): Generator<void, RunIndex> {
    const index = new RunIndex()
    yield* index.amend(withIds(runs))
    return index
  }

  run(id: TrainRunId): TrainRun | undefined {
    return this.#runs.get(id)
  }

  runs(): Iterable<TrainRun> {
    return this.#runs.values()
  }

  /** The trains that may be boarded at a station. */
  trainsAt(code: StationCode): Iterable<TrainRuns> {
    return this.#groupsAt.get(code) ?? []
  }

  *stationsServed(): Generator<void, ReadonlySet<StationCode>> {
    const served = new Set<StationCode>()
    let count = 0
    for (const { train } of this.#groups.values()) {
      if (++count % itemsInStep === 0) yield
      for (const { stationCode } of train.stops) served.add(stationCode)
    }
    return served
  }

  /** Puts runs in the place of those with their ids, in short steps; undefined takes one away. */
  *amend(changes: Iterable<readonly [TrainRunId, TrainRun | undefined]>): Generator<void, void> {
    const touched = new Set<Group>()
    let count = 0
    for (const [id, run] of changes) {
      if (++count % itemsInStep === 0) yield
      const before = this.#runs.get(id)
      if (before === run) continue
      if (before) touched.add(this.#withdraw(before))
      if (run) touched.add(this.#add(run))
    }
    for (const group of touched) {
      if (++count % itemsInStep === 0) yield
      this.#tidy(group)
    }
  }

  #add(run: TrainRun): Group {
    this.#runs.set(run.id, run)
    const group = this.#groups.get(run.train) ?? this.#open(run.train)
    group.runs.push(run)
    return group
  }

  #withdraw(run: TrainRun): Group {
    this.#runs.delete(run.id)
    const group = this.#groups.get(run.train)
    if (!group) throw new Error(`the train of run ${run.id} is not in the index`)
    group.runs.splice(group.runs.indexOf(run), 1)
    return group
  }

  #open(train: Train): Group {
    const group = { train, runs: [], fares: new Set<Fare>() }
    this.#groups.set(train, group)
    for (const { stationCode, canBoard } of train.stops) {
      if (!canBoard) continue
      const groups = this.#groupsAt.get(stationCode)
      if (groups) groups.add(group)
      else this.#groupsAt.set(stationCode, new Set([group]))
    }
    return group
  }

  #tidy(group: Group): void {
    const { train, runs, fares } = group
    runs.sort((a, b) => a.originAt - b.originAt)
    fares.clear()
    for (const { fare } of runs) fares.add(fare)
    if (runs.length > 0) return
    this.#groups.delete(train)
    for (const { stationCode } of train.stops) this.#groupsAt.get(stationCode)?.delete(group)
  }
}

function* withIds(runs: Iterable<TrainRun>): Generator<readonly [TrainRunId, TrainRun]> {
  for (const run of runs) yield [run.id, run]
}
