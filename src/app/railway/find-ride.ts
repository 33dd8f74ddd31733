import type { StationCode } from '../../domain/ids.ts'
import type { Network, RunOnTariff } from '../../domain/railway/network.ts'
import { metersOf } from '../../domain/railway/price.ts'
import type { Segment } from '../../domain/railway/segment.ts'
import {
  findSegment,
  type SegmentRefusal,
  type Train,
  type TrainRun,
} from '../../domain/railway/train-run.ts'
import { accept, type Reply, refuse } from '../../domain/result.ts'
import { parseTrainRunId } from '../wire-ids.ts'

export type UnknownStation = { readonly code: 'unknown_station'; readonly stationCode: string }
export type RunNotFound = { readonly code: 'run_not_found' }
export type RideRefusal = RunNotFound | UnknownStation | SegmentRefusal

/** The run with this id, as clients write it. */
export function findRun(network: Network, trainRunId: string): Reply<TrainRun, RunNotFound> {
  const id = parseTrainRunId(trainRunId)
  const run = id === undefined ? undefined : network.run(id)
  return run ? accept(run) : refuse({ code: 'run_not_found' })
}

/** The code of a station in the timetable; the timetable proves that the text is one. */
export function findStationCode(network: Network, text: string): Reply<StationCode, UnknownStation> {
  const code = text as StationCode
  return network.stations.has(code) ? accept(code) : refuse({ code: 'unknown_station', stationCode: text })
}

export interface RideQuery {
  readonly trainRunId: string
  readonly fromStationCode: string
  readonly toStationCode: string
}

export interface Ride extends RunOnTariff {
  readonly from: StationCode
  readonly to: StationCode
}

/**
 * A passenger's ride on a run. Refuses in this order: run, boarding station, alighting station, the segment
 * between them.
 */
export function findRide(network: Network, query: RideQuery): Reply<Ride, RideRefusal> {
  const run = findRun(network, query.trainRunId)
  if (!run.ok) return run
  const from = findStationCode(network, query.fromStationCode)
  if (!from.ok) return from
  const to = findStationCode(network, query.toStationCode)
  if (!to.ok) return to
  const segment = findSegment(run.value.train, from.value, to.value)
  if (!segment.ok) return segment
  const meters = tariffMeters(network, run.value, segment.value)
  return accept({ run: run.value, segment: segment.value, meters, from: from.value, to: to.value })
}

/** The distance that a segment of a run is priced by. */
export function tariffMeters(network: Network, { train, fare }: TrainRun, segment: Segment): number {
  const [from, to] = [train.stops[segment.fromLeg], train.stops[segment.toLeg]]
  const meters = from && to && network.tariffMeters(fare, from.stationCode, to.stationCode)
  return meters ?? metersOf(train, segment)
}

/** A part of the way of a run: between two of its stops, each left out for the end of its way. */
export interface WayQuery {
  readonly trainRunId: string
  readonly fromStationCode?: string | undefined
  readonly toStationCode?: string | undefined
}

/**
 * The legs between two stops, whether or not anybody may board or alight there; of a station where the train
 * calls twice, the longer way.
 */
export function findWay(
  { stops }: Train,
  { fromStationCode, toStationCode }: WayQuery,
): Reply<Segment, SegmentRefusal> {
  const [from, to] = [fromStationCode as StationCode | undefined, toStationCode as StationCode | undefined]
  const fromLeg = from === undefined ? 0 : stops.findIndex(({ stationCode }) => stationCode === from)
  const toLeg =
    to === undefined ? stops.length - 1 : stops.findLastIndex(({ stationCode }) => stationCode === to)
  if (fromLeg < 0 && from !== undefined) return refuse({ code: 'station_not_on_run', stationCode: from })
  if (toLeg < 0 && to !== undefined) return refuse({ code: 'station_not_on_run', stationCode: to })
  return fromLeg < toLeg ? accept({ fromLeg, toLeg }) : refuse({ code: 'segment_backwards' })
}
