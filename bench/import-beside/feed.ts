import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** The days on which every train of the feed runs, from today on. */
export const feedDays = 61

const callsOfTrip = 20
const stationCount = 2_000

/** The first and the last station of a trip. */
export function endsOfTrip(trip: number): { readonly from: string; readonly to: string } {
  return { from: stationOf(trip, 0), to: stationOf(trip, callsOfTrip - 1) }
}

function stationOf(trip: number, call: number): string {
  return `large-${(trip * 7 + call) % stationCount}`
}

function clock(seconds: number): string {
  const parts = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60]
  return parts.map((part) => String(part).padStart(2, '0')).join(':')
}

/** Trains on all days, which leave so many minutes after their usual time. */
export function writeFeed(folder: string, tripCount: number, minutesLate: number): void {
  mkdirSync(folder)
  const write = (file: string, lines: readonly string[]) =>
    writeFileSync(join(folder, file), `${lines.join('\n')}\n`)
  const range = (count: number) => Array.from({ length: count }, (_, index) => index)
  const [from, to] = [0, feedDays - 1].map((day) =>
    Temporal.Now.plainDateISO().add({ days: day }).toString().replaceAll('-', ''),
  )
  write('agency.txt', ['agency_id,agency_name,agency_timezone', 'a,Large Railway,Europe/Berlin'])
  write('routes.txt', ['route_id,route_short_name,route_type', 'r,RE,2'])
  write('stops.txt', [
    'stop_id,stop_name,stop_lat,stop_lon',
    ...range(stationCount).map((index) => {
      const place = `${45 + Math.floor(index / 50) * 0.1},${5 + (index % 50) * 0.1}`
      return `large-${index},Station ${index},${place}`
    }),
  ])
  const weekdays = 'monday,tuesday,wednesday,thursday,friday,saturday,sunday'
  write('calendar.txt', [`service_id,${weekdays},start_date,end_date`, `d,1,1,1,1,1,1,1,${from},${to}`])
  write('trips.txt', [
    'route_id,service_id,trip_id,trip_short_name',
    ...range(tripCount).map((trip) => `r,d,trip-${trip},${trip}`),
  ])
  const callsOf = (trip: number) =>
    range(callsOfTrip).map((call) => {
      const time = clock(((trip * 37) % 70_000) + minutesLate * 60 + call * 600)
      return `trip-${trip},${time},${time},${stationOf(trip, call)},${call}`
    })
  write('stop_times.txt', [
    'trip_id,arrival_time,departure_time,stop_id,stop_sequence',
    ...range(tripCount).flatMap(callsOf),
  ])
}
