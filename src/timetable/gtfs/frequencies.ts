import { type Field, type Reading, readTable } from './table.ts'
import { parseTime } from './times.ts'
import type { FeedTrip, FeedTrips } from './trips.ts'

const file = 'frequencies.txt'

/** What frequencies.txt says about trips that stand for many departures. */
export interface Frequencies {
  /** Seconds from the origin of the service day, by trip. */
  readonly departures: ReadonlyMap<FeedTrip, readonly number[]>
  /** Trips with departures that have only a headway, without a time that one could reserve. */
  readonly withoutTimes: ReadonlySet<FeedTrip>
}

type FrequencyColumn = 'trip_id' | 'start_time' | 'end_time' | 'headway_secs' | 'exact_times'

/** Longer than any window of a service day. A longer one is a mistake that would create endless trains. */
const longestWindowSeconds = 2 * 86_400

/** More than the trains of a continent on one day. */
const mostDepartures = 1_000_000

/**
 * Reads frequencies.txt if it exists. Trains that follow a headway without a
 * timetable are left out: they have no departure time that one could reserve.
 */
export async function readFrequencies(reading: Reading, trips: FeedTrips): Promise<Frequencies> {
  const departures = new Map<FeedTrip, Set<number>>()
  const withoutTimes = new Set<FeedTrip>()
  const form = {
    file,
    keys: ['trip_id', 'start_time', 'end_time', 'headway_secs'] as const,
    optional: ['exact_times'] as const,
    mayBeAbsent: true,
  }
  let count = 0
  await readTable<FrequencyColumn>(reading, form, (field, line, flaw) => {
    const id = field('trip_id')
    const trip = trips.chosen.get(id)
    if (!trip) {
      if (!trips.others.has(id)) reading.problems.add(file, line, flaw ?? `trip_id ${id} is not in trips.txt`)
      return
    }
    if (!flaw && field('exact_times') !== '1') return withoutTimes.add(trip)
    const window = flaw ?? parseWindow(field)
    if (typeof window === 'string') return reading.problems.addToTrip(id, { file, line, reason: window })
    const times = departures.get(trip) ?? new Set()
    departures.set(trip, times)
    const before = times.size
    // GTFS reference, frequencies.txt: no train departs at end_time itself.
    for (let time = window.start; time < window.end; time += window.headway) times.add(time)
    count += times.size - before
    if (count > mostDepartures) reading.problems.refuse(file, `makes more than ${mostDepartures} trains`)
  })
  return {
    departures: new Map([...departures].map(([trip, times]) => [trip, [...times]])),
    withoutTimes,
  }
}

interface Window {
  readonly start: number
  readonly end: number
  readonly headway: number
}

function parseWindow(field: Field<FrequencyColumn>): Window | string {
  const start = parseTime(field('start_time'))
  const end = parseTime(field('end_time'))
  const headway = Number(field('headway_secs'))
  if (start === undefined) return `start_time ${field('start_time')} is not a time (HH:MM:SS)`
  if (end === undefined) return `end_time ${field('end_time')} is not a time (HH:MM:SS)`
  if (!Number.isInteger(headway) || headway < 60)
    return `headway_secs is ${field('headway_secs')}; it must be 60 or more`
  if (end - start > longestWindowSeconds)
    return 'the time from start_time to end_time is longer than two days'
  return { start, end, headway }
}
