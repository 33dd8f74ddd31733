/**
 * Reads generated feeds of three sizes, the largest with a million rows in stop_times.txt. The time must grow
 * only in proportion to the size. Each size is read in a separate process, whose memory is reported.
 *
 *   npm run bench:feed-size
 */
import { execFileSync } from 'node:child_process'
import { createWriteStream, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { finished } from 'node:stream/promises'
import { readGtfs } from '../src/timetable/gtfs/read-gtfs.ts'
import { readRulePair } from '../src/timetable/rules.ts'
import { printMachine } from './machine.ts'
import { withFolder } from './temporary-folder.ts'

const sizes = [250_000, 500_000, 1_000_000]
const callsOfTrip = 20
const stationCount = 2_000
const today = '2027-01-04'

function clock(seconds: number): string {
  const parts = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60]
  return parts.map((part) => String(part).padStart(2, '0')).join(':')
}

/** Trains along lines of a grid of stations, spread over the day, on seven services. */
async function writeFeed(folder: string, rows: number): Promise<void> {
  mkdirSync(folder)
  const write = (file: string, lines: readonly string[]) =>
    writeFileSync(join(folder, file), `${lines.join('\n')}\n`)
  write('agency.txt', ['agency_id,agency_name,agency_timezone', 'a,Large Railway,Europe/Berlin'])
  write('routes.txt', ['route_id,route_short_name,route_type', 'r,RE,2'])
  const stops = Array.from({ length: stationCount }, (_, index) => {
    const place = `${45 + Math.floor(index / 50) * 0.1},${5 + (index % 50) * 0.1}`
    return `s${index},Station ${index},${place}`
  })
  write('stops.txt', ['stop_id,stop_name,stop_lat,stop_lon', ...stops])
  const services = Array.from({ length: 7 }, (_, index) => {
    const days = Array.from({ length: 7 }, (_day, day) => (day === index ? 0 : 1)).join(',')
    return `d${index},${days},20270101,20271231`
  })
  const weekdays = 'monday,tuesday,wednesday,thursday,friday,saturday,sunday'
  write('calendar.txt', [`service_id,${weekdays},start_date,end_date`, ...services])
  const tripCount = rows / callsOfTrip
  const trips = Array.from({ length: tripCount }, (_, trip) => `r,d${trip % 7},trip-${trip},${trip}`)
  write('trips.txt', ['route_id,service_id,trip_id,trip_short_name', ...trips])
  const file = createWriteStream(join(folder, 'stop_times.txt'))
  file.write('trip_id,arrival_time,departure_time,stop_id,stop_sequence\n')
  for (let trip = 0; trip < tripCount; trip++) file.write(callsOf(trip))
  file.end()
  await finished(file)
}

function callsOf(trip: number): string {
  const start = (trip * 37) % 80_000
  return Array.from({ length: callsOfTrip }, (_, call) => {
    const time = clock(start + call * 600)
    return `trip-${trip},${time},${time},s${(trip * 7 + call) % stationCount},${call}\n`
  }).join('')
}

async function measureOne(folder: string): Promise<void> {
  const startedAt = performance.now()
  const { trains, report } = await readGtfs(folder, { today, ...readRulePair(null, null) })
  const seconds = (performance.now() - startedAt) / 1000
  const memory = Math.round(process.resourceUsage().maxRSS / 1024)
  const rate = Math.round(report.stopTimes / seconds / 1000)
  console.log(
    `${report.stopTimes} rows: ${seconds.toFixed(1)} s, ${rate} thousand rows a second, ` +
      `${memory} MiB at most, ${trains.length} trains`,
  )
}

async function measureAll(): Promise<void> {
  printMachine()
  await withFolder(async (folder) => {
    for (const rows of sizes) {
      const feed = join(folder, String(rows))
      await writeFeed(feed, rows)
      execFileSync(process.execPath, [import.meta.filename, feed], { stdio: 'inherit' })
    }
  })
}

const given = process.argv[2]
await (given === undefined ? measureAll() : measureOne(given))
