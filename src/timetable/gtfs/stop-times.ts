import type { FeedStops } from './stops.ts'
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

const file = 'stop_times.txt'

/** Reads the calls of the chosen trips into them, and says how many there are. */
export async function readStopTimes(reading: Reading, trips: FeedTrips, stops: FeedStops): Promise<number> {
  let count = 0
  const form = {
    file,
    keys: ['trip_id', 'stop_sequence'] as const,
    columns: ['stop_id', 'arrival_time', 'departure_time'] as const,
    optional: ['pickup_type', 'drop_off_type'] as const,
  }
  await readTable<StopTimeColumn>(reading, form, (field, line) => {
    const trip = trips.chosen.get(field('trip_id'))
    if (trip) {
      count++
      const call = parseStopTime(field, line, stops)
      if (typeof call === 'string') reading.problems.add(file, line, call)
      else trip.stopTimes.push(call)
    } else if (!trips.others.has(field('trip_id')))
      reading.problems.add(file, line, `trip_id ${field('trip_id')} is not in trips.txt`)
  })
  return count
}

/** The call, or what is wrong with it. */
function parseStopTime(field: Field<StopTimeColumn>, line: number, stops: FeedStops): StopTime | string {
  const stop = stops.get(field('stop_id'))
  const arrival = optionalTime(field('arrival_time'))
  const departure = optionalTime(field('departure_time'))
  const sequence = field('stop_sequence')
  const odd = (['pickup_type', 'drop_off_type'] as const).find((column) => !/^[0-3]?$/.test(field(column)))
  if (!stop) return `stop_id ${field('stop_id') || '(empty)'} is not in stops.txt`
  if (arrival === undefined) return `arrival_time ${field('arrival_time')} is no time (HH:MM:SS)`
  if (departure === undefined) return `departure_time ${field('departure_time')} is no time (HH:MM:SS)`
  if (!/^\d{1,9}$/.test(sequence)) return `stop_sequence ${sequence} is no whole number`
  if (odd) return `${odd} is ${field(odd)}; it must be 0 to 3`
  return {
    line,
    sequence: Number(sequence),
    stop,
    // One of the two alone means both: the train does not wait.
    arrival: arrival ?? departure,
    departure: departure ?? arrival,
    // 1 is "not available"; 2 and 3, on request, are for the crew to arrange.
    canBoard: field('pickup_type') !== '1',
    canAlight: field('drop_off_type') !== '1',
  }
}

/** Null where the field is empty. */
function optionalTime(text: string): number | null | undefined {
  return text === '' ? null : parseTime(text)
}
