import type { Network } from '../domain/network.ts'
import { departureAt, type TrainRun } from '../domain/train-run.ts'

/** Asking Temporal costs microseconds and the answer never changes, so a run keeps it for each of its stops. */
const datesByRun = new WeakMap<TrainRun, (string | undefined)[]>()

/** Local date of the run's departure from a stop, `YYYY-MM-DD`. */
export function journeyDate(network: Network, run: TrainRun, stopIndex: number): string {
  let dates = datesByRun.get(run)
  if (!dates) {
    dates = []
    datesByRun.set(run, dates)
  }
  let date = dates[stopIndex]
  if (date === undefined) {
    const stationCode = run.train.stops[stopIndex]?.stationCode
    const station = stationCode === undefined ? undefined : network.stations.get(stationCode)
    // A run that has left the network may have lost its station; its date of service is the next best that is known.
    date = station ? dateAt(departureAt(run, stopIndex), station.timeZone) : run.serviceDate
    dates[stopIndex] = date
  }
  return date
}

function dateAt(epochMs: number, timeZone: string): string {
  return Temporal.Instant.fromEpochMilliseconds(epochMs).toZonedDateTimeISO(timeZone).toPlainDate().toString()
}
