import type { Network } from '../../domain/network.ts'
import { arrivalAt, departureAt, type TrainRun } from '../../domain/train-run.ts'
import { localTime } from './local-time.ts'

interface StopTimes {
  readonly arrival: string
  readonly departure: string
}

/** Runs live as long as the timetable that brought them; their times as text go with them. */
const timesByRun = new WeakMap<TrainRun, StopTimes[]>()

/** The times of one stop of a run, in the local time of its station. */
export function stopTimes(network: Network, run: TrainRun, stopIndex: number): StopTimes {
  let times = timesByRun.get(run)
  if (!times) {
    times = []
    timesByRun.set(run, times)
  }
  let known = times[stopIndex]
  if (!known) {
    const zone = stationOf(network, run, stopIndex).timeZone
    known = {
      arrival: localTime(arrivalAt(run, stopIndex), zone),
      departure: localTime(departureAt(run, stopIndex), zone),
    }
    times[stopIndex] = known
  }
  return known
}

/** The station of one stop of a run. */
export function stationOf(network: Network, run: TrainRun, stopIndex: number) {
  const code = run.train.stops[stopIndex]?.stationCode
  const station = code === undefined ? undefined : network.stations.get(code)
  if (!station) throw new Error(`stop ${stopIndex} of run ${run.id} has no station`)
  return station
}
