import { nameProblems } from './name-problems.ts'
import type { GtfsProblem } from './problems.ts'
import { type FeedStop, type FeedStops, stopFlaws } from './stops.ts'
import { type Field, type Reading, readTable } from './table.ts'
import { parseTime } from './times.ts'
import type { FeedTrips, StopTime } from './trips.ts'

type StopTimeColumn =
  | 'trip_id'
  | 'stop_id'
  | 'stop_sequence'
  | 'arrival_time'
  | 'departure_time'
  | 'pickup_type'
  | 'drop_off_type'
  | 'stop_headsign'

const file = 'stop_times.txt'

/** Counts of the calls of the chosen trips. */
export interface CallCounts {
  readonly stopTimes: number
  /** Calls at which passengers board or alight by arrangement (`pickup_type`, `drop_off_type` 2 or 3). */
  readonly callsOnRequest: number
}

/** Reads the calls of the chosen trips and adds them to the trips. */
export async function readStopTimes(
  reading: Reading,
  trips: FeedTrips,
  stops: FeedStops,
): Promise<CallCounts> {
  let stopTimes = 0
  let callsOnRequest = 0
  const form = {
    file,
    keys: ['trip_id', 'stop_sequence'] as const,
    columns: ['stop_id', 'arrival_time', 'departure_time'] as const,
    optional: ['pickup_type', 'drop_off_type', 'stop_headsign'] as const,
  }
  const flawsOf = rememberFlaws(stops)
  await readTable<StopTimeColumn>(reading, form, (field, line, flaw) => {
    const id = field('trip_id')
    const trip = trips.chosen.get(id)
    if (!trip) {
      if (!trips.others.has(id)) reading.problems.add(file, line, flaw ?? `trip_id ${id} is not in trips.txt`)
      return
    }
    stopTimes++
    if (isOnRequest(field)) callsOnRequest++
    const call = flaw ?? parseStopTime(field, line, stops)
    if (typeof call === 'string') return reading.problems.addToTrip(id, { file, line, reason: call })
    if (call.headsign !== '') checkHeadsign(call, id, reading)
    for (const problem of flawsOf(call.stop)) reading.problems.addToTrip(id, problem)
    trip.stopTimes.push(call)
  })
  return { stopTimes, callsOnRequest }
}

function checkHeadsign({ headsign, line }: StopTime, tripId: string, { problems }: Reading): void {
  for (const problem of nameProblems(file, line, { stop_headsign: headsign }))
    problems.addToTrip(tripId, problem)
}

/** The flaws of each stop, computed once. */
function rememberFlaws(stops: FeedStops): (stop: FeedStop) => readonly GtfsProblem[] {
  const known = new Map<FeedStop, readonly GtfsProblem[]>()
  return (stop) => {
    const flaws = known.get(stop) ?? stopFlaws(stop, stops)
    known.set(stop, flaws)
    return flaws
  }
}

function isOnRequest(field: Field<StopTimeColumn>): boolean {
  return /^[23]$/.test(field('pickup_type')) || /^[23]$/.test(field('drop_off_type'))
}

/** The call, or its mistakes. */
function parseStopTime(field: Field<StopTimeColumn>, line: number, stops: FeedStops): StopTime | string {
  const stop = stops.get(field('stop_id'))
  const arrival = optionalTime(field('arrival_time'))
  const departure = optionalTime(field('departure_time'))
  const sequence = field('stop_sequence')
  const odd = (['pickup_type', 'drop_off_type'] as const).find((column) => !/^[0-3]?$/.test(field(column)))
  if (!stop) return `stop_id ${field('stop_id') || '(empty)'} is not in stops.txt`
  if (arrival === undefined) return `arrival_time ${field('arrival_time')} is not a time (HH:MM:SS)`
  if (departure === undefined) return `departure_time ${field('departure_time')} is not a time (HH:MM:SS)`
  if (!/^\d{1,9}$/.test(sequence)) return `stop_sequence ${sequence} is not a whole number`
  if (odd) return `${odd} is ${field(odd)}; it must be 0 to 3`
  return {
    line,
    sequence: Number(sequence),
    stop,
    // A single time stands for both: the train does not wait.
    arrival: arrival ?? departure,
    departure: departure ?? arrival,
    // 1 is "not available"; 2 and 3, on request, are for the crew to arrange.
    canBoard: field('pickup_type') !== '1',
    canAlight: field('drop_off_type') !== '1',
    headsign: field('stop_headsign'),
  }
}

/** Null if the field is empty. */
function optionalTime(text: string): number | null | undefined {
  return text === '' ? null : parseTime(text)
}
