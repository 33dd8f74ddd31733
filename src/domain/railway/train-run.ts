import type { StationCode, TrainId, TrainRunId } from '../ids.ts'
import { after, type Instant } from '../instant.ts'
import { accept, type Reply, refuse } from '../result.ts'
import type { Consist } from './consist.ts'
import type { Fare } from './fare.ts'
import type { Segment } from './segment.ts'

/**
 * One call of a train at a station. Seconds count from the run's `originAt` and may pass 24 hours many times.
 */
export interface Stop {
  readonly stationCode: StationCode
  readonly arrivalSeconds: number
  readonly departureSeconds: number
  /** Distance along the route from the first stop, in meters. */
  readonly distanceMeters: number
  readonly canBoard: boolean
  readonly canAlight: boolean
}

/** A numbered service as timetabled: "12951". */
export interface Train {
  readonly id: TrainId
  readonly number: string
  readonly name: string
  readonly stops: readonly Stop[]
}

/**
 * Why an import has taken a run off sale. `WITHDRAWN`: the timetable no longer has it. `WAITING`: the
 * timetable differs from what was sold, and somebody has to decide what becomes of its passengers.
 */
export type OffSaleReason = 'WITHDRAWN' | 'WAITING'

/** What a newer timetable may change about a run. */
interface Edition {
  readonly train: Train
  /**
   * Noon of the timetable's service day minus twelve hours: midnight,
   * except where clocks change that day (GTFS reference, stop_times.txt).
   */
  readonly originAt: Instant
  readonly consist: Consist
  readonly fare: Fare
}

/** What a run was until a newer timetable changed it; `edition` is the last one that was sold like this. */
export interface FormerRun extends Edition {
  readonly edition: number
}

/** One train on one service date: the unit of every sale. */
export interface TrainRun extends Edition {
  readonly id: TrainRunId
  /** `YYYY-MM-DD`, the date on which the run leaves its first stop. */
  readonly serviceDate: string
  /**
   * Grows when an import changes the run after somebody has claimed a seat on it, and when one changes the
   * names of stations that it is sold with.
   */
  readonly edition: number
  /** Oldest first. */
  readonly former: readonly FormerRun[]
  /** Null unless an import has taken it off sale. */
  readonly offSaleReason: OffSaleReason | null
  /** Neither an import nor the railway itself has taken it off sale. */
  readonly isOnSale: boolean
  /**
   * The version of the network whose names and time zones of stations it was sold with; null while it has
   * those of today.
   */
  readonly stationsAsOf: number | null
}

/**
 * Whether both are the same run with the same train, times, consist and fare, and the same names of stations,
 * so that what was looked up on one also holds on the other. Trains, consists and fares never change, and a
 * store keeps one object of each; another name is another edition.
 */
export function isSameService(a: TrainRun, b: TrainRun): boolean {
  return (
    a.id === b.id &&
    a.edition === b.edition &&
    a.train === b.train &&
    a.originAt === b.originAt &&
    a.consist === b.consist &&
    a.fare === b.fare
  )
}

/**
 * Why holds cannot be placed on a run, whatever the time is. `CLOSED`: by the railway itself. `CANCELLED`: it
 * does not go there.
 */
export type OffSale = OffSaleReason | 'CLOSED' | 'CANCELLED'

/** Null if neither an import nor the railway has taken the run off sale. */
export function whyOffSale({ isOnSale, offSaleReason }: TrainRun): OffSale | null {
  return offSaleReason ?? (isOnSale ? null : 'CLOSED')
}

/** The run as somebody bought it who bought this edition. */
export function asSold(run: TrainRun, edition: number): TrainRun {
  const sold = run.former.find((one) => edition <= one.edition)
  return sold ? { ...run, ...sold } : run
}

export function departureAt(run: TrainRun, stopIndex: number): Instant {
  return after(run.originAt, stopAt(run.train, stopIndex).departureSeconds * 1000)
}

export function arrivalAt(run: TrainRun, stopIndex: number): Instant {
  return after(run.originAt, stopAt(run.train, stopIndex).arrivalSeconds * 1000)
}

export type SegmentRefusal =
  | { readonly code: 'station_not_on_run'; readonly stationCode: string }
  | { readonly code: 'segment_backwards' }

/** The shortest segment forward between two stations of a train, which may call at one of them twice. */
export function findSegment(train: Train, from: string, to: string): Reply<Segment, SegmentRefusal> {
  let best: Segment | undefined
  let lastBoard = -1
  for (let index = 0; index < train.stops.length; index++) {
    const stop = stopAt(train, index)
    if (stop.stationCode === to && stop.canAlight && lastBoard >= 0) {
      if (!best || index - lastBoard < best.toLeg - best.fromLeg) best = { fromLeg: lastBoard, toLeg: index }
    }
    if (stop.stationCode === from && stop.canBoard) lastBoard = index
  }
  if (best && from !== to) return accept(best)
  return refuse(whyNoSegment(train, from, to))
}

/**
 * A terminal named in the wrong direction counts as served, so it is `segment_backwards`, although nobody
 * alights at the first stop or boards at the last.
 */
function whyNoSegment(train: Train, from: string, to: string): SegmentRefusal {
  const first = train.stops.findIndex((stop) => stop.stationCode === from)
  const last = train.stops.findLastIndex((stop) => stop.stationCode === to)
  if (first < 0) return { code: 'station_not_on_run', stationCode: from }
  if (last < 0) return { code: 'station_not_on_run', stationCode: to }
  if (last <= first || from === to) return { code: 'segment_backwards' }
  const canBoard = train.stops.some((stop) => stop.stationCode === from && stop.canBoard)
  return { code: 'station_not_on_run', stationCode: canBoard ? to : from }
}

function stopAt(train: Train, index: number): Stop {
  const stop = train.stops[index]
  if (!stop) throw new RangeError(`train ${train.number} has no stop ${index}`)
  return stop
}
