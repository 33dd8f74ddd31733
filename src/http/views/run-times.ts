import type { Network } from '../../domain/railway/network.ts'
import { arrivalAt, departureAt, type TrainRun } from '../../domain/railway/train-run.ts'
import { localTime } from './local-time.ts'

interface StopTimes {
  readonly arrival: string
  readonly departure: string
}

/** The texts of a run's times, with the version of the network that has its stations. */
interface Times {
  readonly version: number
  readonly ofStops: StopTimes[]
}

/** The texts are made once, until an import changes the network. */
const timesByRun = new WeakMap<TrainRun, Times>()

/** The times of one stop of a run, in the local time of its station. */
export function stopTimes(network: Network, run: TrainRun, stopIndex: number): StopTimes {
  let times = timesByRun.get(run)
  if (times?.version !== network.version) {
    times = { version: network.version, ofStops: [] }
    timesByRun.set(run, times)
  }
  let known = times.ofStops[stopIndex]
  if (!known) {
    const zone = stationOf(network, run, stopIndex).timeZone
    known = {
      arrival: localTime(arrivalAt(run, stopIndex), zone),
      departure: localTime(departureAt(run, stopIndex), zone),
    }
    times.ofStops[stopIndex] = known
  }
  return known
}

/** The station of one stop of a run, as the run was sold with it. */
export function stationOf(network: Network, run: TrainRun, stopIndex: number) {
  const station = network.stationOf(run, stopIndex)
  if (!station) throw new Error(`stop ${stopIndex} of run ${run.id} has no station`)
  return station
}
