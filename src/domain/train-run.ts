import type { Consist } from './consist.ts'
import type { Fare } from './fare.ts'
import type { StationCode, TrainId, TrainRunId } from './ids.ts'
import { after, type Instant } from './instant.ts'
import { accept, type Reply, refuse } from './result.ts'
import type { Segment } from './segment.ts'

/** One call of a train at a station. Seconds count from the run's `originAt` and may pass 24 hours many times. */
export interface Stop {
  readonly stationCode: StationCode
  readonly arrivalSeconds: number
  readonly departureSeconds: number
  /** Along the route from the first stop, in meters. */
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

/** One train on one service date: the unit of every sale. */
export interface TrainRun {
  readonly id: TrainRunId
  readonly train: Train
  /** `YYYY-MM-DD`, the date on which the run leaves its first stop. */
  readonly serviceDate: string
  /** Noon of the timetable's service day minus twelve hours: midnight, except where clocks change that day (GTFS reference, stop_times.txt). */
  readonly originAt: Instant
  readonly consist: Consist
  readonly fare: Fare
  readonly isOnSale: boolean
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

/** The shortest segment forward between two stations of a train; a train may call twice at one of them. */
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

/** A terminal asked for the wrong way round is served by the run, though nobody alights at its first stop or boards at its last. */
function whyNoSegment(train: Train, from: string, to: string): SegmentRefusal {
  const first = train.stops.findIndex((stop) => stop.stationCode === from)
  const last = train.stops.findLastIndex((stop) => stop.stationCode === to)
  if (first < 0) return { code: 'station_not_on_run', stationCode: from }
  if (last < 0) return { code: 'station_not_on_run', stationCode: to }
  if (last <= first) return { code: 'segment_backwards' }
  const canBoard = train.stops.some((stop) => stop.stationCode === from && stop.canBoard)
  return { code: 'station_not_on_run', stationCode: canBoard ? to : from }
}

function stopAt(train: Train, index: number): Stop {
  const stop = train.stops[index]
  if (!stop) throw new RangeError(`train ${train.number} has no stop ${index}`)
  return stop
}
