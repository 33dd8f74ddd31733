import type { StationCode } from '../domain/ids.ts'
import type { Network, RunOnSegment } from '../domain/network.ts'
import { accept, type Reply, refuse } from '../domain/result.ts'
import { findSegment, type SegmentRefusal, type TrainRun } from '../domain/train-run.ts'
import { parseTrainRunId } from './wire-ids.ts'

export type UnknownStation = { readonly code: 'unknown_station'; readonly stationCode: string }
export type RunNotFound = { readonly code: 'run_not_found' }
export type RideRefusal = RunNotFound | UnknownStation | SegmentRefusal

/** The run with this id, as clients write it. */
export function findRun(network: Network, trainRunId: string): Reply<TrainRun, RunNotFound> {
  const id = parseTrainRunId(trainRunId)
  const run = id === undefined ? undefined : network.run(id)
  return run ? accept(run) : refuse({ code: 'run_not_found' })
}

/** The code of a station of the timetable; there the text is the proof. */
export function findStationCode(network: Network, text: string): Reply<StationCode, UnknownStation> {
  const code = text as StationCode
  return network.stations.has(code) ? accept(code) : refuse({ code: 'unknown_station', stationCode: text })
}

export interface RideQuery {
  readonly trainRunId: string
  readonly fromStationCode: string
  readonly toStationCode: string
}

export interface Ride extends RunOnSegment {
  readonly from: StationCode
  readonly to: StationCode
}

/** A passenger's ride on a run. Refuses in the order: run, boarding station, alighting station, the way between them. */
export function findRide(network: Network, query: RideQuery): Reply<Ride, RideRefusal> {
  const run = findRun(network, query.trainRunId)
  if (!run.ok) return run
  const from = findStationCode(network, query.fromStationCode)
  if (!from.ok) return from
  const to = findStationCode(network, query.toStationCode)
  if (!to.ok) return to
  const segment = findSegment(run.value.train, from.value, to.value)
  if (!segment.ok) return segment
  return accept({ run: run.value, segment: segment.value, from: from.value, to: to.value })
}
