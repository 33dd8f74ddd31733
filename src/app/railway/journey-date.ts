import type { Network } from '../../domain/railway/network.ts'
import { departureAt, type TrainRun } from '../../domain/railway/train-run.ts'

/**
 * Asking Temporal costs microseconds and the answer never changes, so a run keeps it for each of its stops.
 */
const datesByRun = new WeakMap<TrainRun, Dates>()

/** The dates of a run at its stops, with the version of the network that has its stations. */
interface Dates {
  readonly version: number
  readonly ofStops: (string | undefined)[]
}

/** Local date of the run's departure from a stop, `YYYY-MM-DD`. */
export function journeyDate(network: Network, run: TrainRun, stopIndex: number): string {
  let dates = datesByRun.get(run)
  if (dates?.version !== network.version) {
    dates = { version: network.version, ofStops: [] }
    datesByRun.set(run, dates)
  }
  let date = dates.ofStops[stopIndex]
  if (date === undefined) {
    const station = network.stationOf(run, stopIndex)
    // A run that has left the network may have lost its station; its service date is the next best date
    // known.
    date = station ? dateAt(departureAt(run, stopIndex), station.timeZone) : run.serviceDate
    dates.ofStops[stopIndex] = date
  }
  return date
}

function dateAt(epochMs: number, timeZone: string): string {
  return Temporal.Instant.fromEpochMilliseconds(epochMs).toZonedDateTimeISO(timeZone).toPlainDate().toString()
}
