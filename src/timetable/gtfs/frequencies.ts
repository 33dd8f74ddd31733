import { type Reading, readTable } from './table.ts'
import { parseTime } from './times.ts'
import type { FeedTrip, FeedTrips } from './trips.ts'

const file = 'frequencies.txt'

/** The departures of trips that stand for many: seconds from the origin of the service day, by trip. */
export type Departures = ReadonlyMap<FeedTrip, readonly number[]>

type FrequencyColumn = 'trip_id' | 'start_time' | 'end_time' | 'headway_secs' | 'exact_times'

/**
 * Reads frequencies.txt where there is one. Trains that follow a headway without a timetable are refused: nobody can reserve a
 * seat on a train that has no time of departure.
 */
export async function readFrequencies(reading: Reading, trips: FeedTrips): Promise<Departures> {
  const departures = new Map<FeedTrip, number[]>()
  const form = {
    file,
    keys: ['trip_id', 'start_time', 'end_time', 'headway_secs'] as const,
    optional: ['exact_times'] as const,
  }
  await readTable<FrequencyColumn>(reading, form, (field, line) => {
    const complain = (reason: string) => reading.problems.add(file, line, reason)
    const trip = trips.chosen.get(field('trip_id'))
    const start = parseTime(field('start_time'))
    const end = parseTime(field('end_time'))
    const headway = Number(field('headway_secs'))
    if (!trip && trips.others.has(field('trip_id'))) return
    if (!trip) return complain(`trip_id ${field('trip_id')} is not in trips.txt`)
    if (start === undefined) return complain(`start_time ${field('start_time')} is no time (HH:MM:SS)`)
    if (end === undefined) return complain(`end_time ${field('end_time')} is no time (HH:MM:SS)`)
    if (!Number.isInteger(headway) || headway < 60)
      return complain(`headway_secs is ${field('headway_secs')}; it must be 60 or more`)
    if (field('exact_times') !== '1')
      return complain('exact_times is not 1: a train without a time of departure cannot be reserved')
    const times = departures.get(trip) ?? []
    departures.set(trip, times)
    // GTFS reference, frequencies.txt: end_time itself is no departure.
    for (let time = start; time < end; time += headway) if (!times.includes(time)) times.push(time)
  })
  return departures
}
