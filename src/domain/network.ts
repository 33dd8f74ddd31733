import type { StationCode, TrainRunId } from './ids.ts'
import type { Segment } from './segment.ts'
import type { Station } from './station.ts'
import type { TrainRun } from './train-run.ts'

/** A run that serves a pair of stations, and the legs between them. */
export interface RunOnSegment {
  readonly run: TrainRun
  readonly segment: Segment
}

/** The timetable as searches see it; built anew by every import. */
export interface Network {
  /** Grows with each import. */
  readonly version: number
  readonly stations: ReadonlyMap<StationCode, Station>
  /** In order of name. */
  readonly stationsByName: readonly Station[]
  run(id: TrainRunId): TrainRun | undefined
  runs(): Iterable<TrainRun>
  /** Runs from one station to another whose local date of departure at `from` is `journeyDate`, in order of departure. */
  findRuns(from: StationCode, to: StationCode, journeyDate: string): readonly RunOnSegment[]
}
