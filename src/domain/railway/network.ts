import type { StationCode, TrainRunId } from '../ids.ts'
import type { Instant } from '../instant.ts'
import type { Fare } from './fare.ts'
import type { Wording } from './names.ts'
import type { Segment } from './segment.ts'
import type { Station } from './station.ts'
import type { TrainRun } from './train-run.ts'

/** A run that serves a pair of stations, and the legs between them. */
export interface RunOnSegment {
  readonly run: TrainRun
  readonly segment: Segment
}

/** The same with what its price rests on. */
export interface RunOnTariff extends RunOnSegment {
  /** The tariff distance between the stations of the segment. */
  readonly meters: number
}

/** A run that was found for a pair of stations. */
export interface RunFound extends RunOnTariff {
  /** When it leaves the first of them. */
  readonly departsAt: Instant
}

/** The timetable for searches; every import builds a new one. */
export interface Network {
  /** Grows with each import. */
  readonly version: number
  readonly stations: ReadonlyMap<StationCode, Station>
  /** In order of name. */
  readonly stationsByName: readonly Station[]
  /**
   * The station of a stop of a run, with the name and the time zone that the run was sold with. Undefined if
   * the run was removed, and its station with it.
   */
  stationOf(run: TrainRun, stopIndex: number): Station | undefined
  run(id: TrainRunId): TrainRun | undefined
  runs(): Iterable<TrainRun>
  /** What a run shows when it leaves a stop; the name of its last station if the timetable does not say. */
  headsign(run: TrainRun, stopIndex: number): Wording
  /**
   * The tariff distance of a pair of stations under a fare: the shortest way that any train
   * with this fare has between them, in both directions. Undefined if none joins them.
   */
  tariffMeters(fare: Fare, from: StationCode, to: StationCode): number | undefined
  /**
   * Runs from one station to another whose local date of departure at `from` is `journeyDate`, in order of
   * departure.
   */
  findRuns(from: StationCode, to: StationCode, journeyDate: string): readonly RunFound[]
}
