import assert from 'node:assert/strict'
import { existsSync } from 'node:fs'
import path from 'node:path'
import { before, test } from 'node:test'
import { openPromise } from 'yauzl'
import { serviceDayOrigin } from '../../domain/service-day.ts'
import { type GtfsTimetable, readGtfs } from './read-gtfs.ts'
import { plainOptions } from './small-feed.fixture.ts'

const folder = path.resolve(import.meta.dirname, '../../../../shared/data/gtfs')
const skip = existsSync(folder) ? false : `the feeds are not here: ${folder}`

type Row = Readonly<Record<string, string>>

/** A reader as naive as can be: the whole zip file in memory, one character after the other, nothing checked. */
async function naiveTables(file: string): Promise<ReadonlyMap<string, readonly Row[]>> {
  const tables = new Map<string, readonly Row[]>()
  const zip = await openPromise(path.join(folder, file), { lazyEntries: true, autoClose: false })
  for await (const entry of zip.eachEntry()) {
    const chunks: Buffer[] = []
    for await (const chunk of await zip.openReadStreamPromise(entry)) chunks.push(chunk)
    tables.set(entry.fileName, naiveRows(Buffer.concat(chunks).toString('utf8').replace('\ufeff', '')))
  }
  zip.close()
  return tables
}

function naiveRows(text: string): readonly Row[] {
  const rows: string[][] = [[]]
  let field = ''
  let isQuoted = false
  for (const letter of `${text.trimEnd()}\n`) {
    if (letter === '"') isQuoted = !isQuoted
    else if (isQuoted) field += letter
    else if (letter === ',' || letter === '\n') {
      rows.at(-1)?.push(field.trim())
      field = ''
      if (letter === '\n') rows.push([])
    } else field += letter
  }
  const [head = [], ...body] = rows
  return body
    .slice(0, -1)
    .map((row) => Object.fromEntries(head.map((name, index) => [name, row[index] ?? ''])))
}

/** The dates of each trip, `YYYYMMDD`, up to a date. */
function naiveDates(tables: ReadonlyMap<string, readonly Row[]>, from: string, to: string) {
  const dates = new Map<string, Set<string>>()
  const daysOfWeek = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday']
  for (const row of tables.get('calendar.txt') ?? []) {
    const own = new Set<string>()
    const start = row.start_date ?? ''
    const at = new Date(`${start.slice(0, 4)}-${start.slice(4, 6)}-${start.slice(6)}T12:00:00Z`)
    for (; ; at.setUTCDate(at.getUTCDate() + 1)) {
      const date = at.toISOString().slice(0, 10).replaceAll('-', '')
      if (date > to || date > (row.end_date ?? '')) break
      if (date >= from && row[daysOfWeek[at.getUTCDay()] ?? ''] === '1') own.add(date)
    }
    dates.set(row.service_id ?? '', own)
  }
  for (const row of tables.get('calendar_dates.txt') ?? []) {
    const own = dates.get(row.service_id ?? '') ?? new Set<string>()
    dates.set(row.service_id ?? '', own)
    if (row.exception_type === '2') own.delete(row.date ?? '')
    else if ((row.date ?? '') >= from && (row.date ?? '') <= to) own.add(row.date ?? '')
  }
  return dates
}

const seconds = (text = '') => text.split(':').reduce((sum, part) => sum * 60 + Number(part), 0)

/** What can be counted without understanding much: rideable trips, their calls, their runs, the seconds they are under way. */
function naiveFigures(tables: ReadonlyMap<string, readonly Row[]>, from: string, to: string) {
  const parents = new Map(
    (tables.get('stops.txt') ?? []).map((row) => [row.stop_id, row.parent_station || row.stop_id]),
  )
  const callsOf = new Map<string, Row[]>()
  for (const row of tables.get('stop_times.txt') ?? []) {
    const own = callsOf.get(row.trip_id ?? '') ?? []
    callsOf.set(row.trip_id ?? '', own)
    own.push(row)
  }
  const dates = naiveDates(tables, from, to)
  const figures = {
    trips: 0,
    stopTimes: 0,
    unrideable: 0,
    runs: 0,
    callsOfRuns: 0,
    secondsOfRuns: 0,
    twice: 0,
  }
  for (const trip of tables.get('trips.txt') ?? []) {
    const calls = (callsOf.get(trip.trip_id ?? '') ?? []).toSorted(
      (a, b) => Number(a.stop_sequence) - Number(b.stop_sequence),
    )
    const stations = calls.map((call) => parents.get(call.stop_id))
    figures.trips++
    figures.stopTimes += calls.length
    if (new Set(stations).size < stations.length) figures.twice++
    const canRide = calls.some(
      (call, at) =>
        call.pickup_type !== '1' && calls.slice(at + 1).some((later) => later.drop_off_type !== '1'),
    )
    if (!canRide) {
      figures.unrideable++
      continue
    }
    const runs = dates.get(trip.service_id ?? '')?.size ?? 0
    figures.runs += runs
    figures.callsOfRuns += runs * calls.length
    figures.secondsOfRuns += runs * (seconds(calls.at(-1)?.arrival_time) - seconds(calls[0]?.departure_time))
  }
  return figures
}

function figuresOf({ trains, report }: GtfsTimetable, from: string, to: string) {
  const figures = { ...report, runs: 0, callsOfRuns: 0, secondsOfRuns: 0 }
  for (const train of trains) {
    const runs = train.serviceDates.filter((date) => from <= date && date <= to).length
    const first = train.stops[0]
    const last = train.stops.at(-1)
    figures.runs += runs
    figures.callsOfRuns += runs * train.stops.length
    figures.secondsOfRuns += runs * ((last?.arrivalSeconds ?? 0) - (first?.departureSeconds ?? 0))
  }
  return figures
}

function assertSame(
  timetable: GtfsTimetable,
  naive: ReturnType<typeof naiveFigures>,
  from: string,
  to: string,
) {
  const { trips, stopTimes, tripsNobodyCanRide, runs, callsOfRuns, secondsOfRuns } = figuresOf(
    timetable,
    from,
    to,
  )
  const { twice: _, ...expected } = naive
  assert.deepEqual(
    { trips, stopTimes, unrideable: tripsNobodyCanRide, runs, callsOfRuns, secondsOfRuns },
    expected,
  )
}

function assertSound({ trains, stations, report }: GtfsTimetable) {
  const codes = new Set(stations.map((station) => station.code))
  assert.equal(codes.size, stations.length)
  const keys = new Set<string>()
  const numbers = new Set<string>()
  let runs = 0
  for (const train of trains)
    for (const date of train.serviceDates) {
      keys.add(`${train.key} ${date}`)
      numbers.add(`${train.number} ${date}`)
      runs++
      assert.ok(train.stops.every((stop) => codes.has(stop.stationCode)))
    }
  assert.deepEqual([keys.size, numbers.size], [runs, runs], 'key and number name one train on each date')
  assert.ok(report.trips > 0)
}

let db: GtfsTimetable
let via: GtfsTimetable
before(async () => {
  if (skip) return
  db = await readGtfs(path.join(folder, 'db-fernverkehr.zip'), { ...plainOptions, today: '2026-04-11' })
  via = await readGtfs(path.join(folder, 'via-rail.zip'), { ...plainOptions, today: '2024-10-14' })
})

test('T20: German long-distance traffic reads as an independent count has it', { skip }, async () => {
  const naive = naiveFigures(await naiveTables('db-fernverkehr.zip'), '20260411', '20270101')
  assert.deepEqual([naive.trips, naive.stopTimes, naive.twice], [5379, 55_645, 13])
  assertSame(db, naive, '2026-04-11', '2027-01-01')
  assertSound(db)
  assert.equal(db.source, 'gtfs.de - GTFS für Deutschland, Daten bereitgestellt von DELFI e.V.')
  const dates = new Set(db.trains.flatMap((train) => train.serviceDates))
  assert.deepEqual([dates.size, db.report.firstDate, db.report.lastDate], [31, '2026-04-11', '2026-05-11'])
})

test('T20: Canadian traffic reads as an independent count has it', { skip }, async () => {
  const naive = naiveFigures(await naiveTables('via-rail.zip'), '20241014', '20241213')
  assert.deepEqual([naive.trips, naive.stopTimes], [149, 2213])
  // Trains that started before today and are still under way are read too, beyond the naive count.
  assertSame(via, naive, '2024-10-14', '2024-12-13')
  assertSound(via)
  assert.equal(via.source, 'VIA Rail Canada')
  const zones = new Set(via.stations.map((station) => station.timeZone))
  assert.ok(zones.size >= 6, [...zones].join())
  const longest = Math.max(...via.trains.map((train) => train.stops.at(-1)?.arrivalSeconds ?? 0))
  assert.ok(longest > 75 * 3600, 'The Canadian takes more than three days')
})

test('T20: the Canadian is under way for 97 hours, and clocks in Vancouver show it', { skip }, () => {
  const arrival = (date: string) => {
    const canadian = via.trains.find(
      ({ number, serviceDates }) => number === '1' && serviceDates.includes(date),
    )
    const stop = canadian?.stops.at(-1)
    assert.ok(canadian && stop)
    assert.equal(canadian.stops[0]?.departureSeconds, seconds('9:55:00'))
    const zone = via.stations.find((station) => station.code === stop.stationCode)?.timeZone ?? ''
    const at = serviceDayOrigin(date, canadian.timeZone) + stop.arrivalSeconds * 1000
    return Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone).toPlainDateTime().toString()
  }
  // 107:00 in Toronto is 11:00 on the fifth day there; clocks went back on 3 November 2024 while the first of these was under way.
  assert.deepEqual(['2024-10-30', '2024-11-10'].map(arrival), ['2024-11-03T07:00:00', '2024-11-14T08:00:00'])
})

test('T20: a German feed of the past moves to the present with its weekdays and its number of runs', {
  skip,
}, async () => {
  const options = { ...plainOptions, today: '2026-11-16', shiftTo: '2026-11-23' }
  const moved = await readGtfs(path.join(folder, 'db-fernverkehr.zip'), options)
  assert.deepEqual([moved.report.firstDate, moved.report.lastDate], ['2026-11-21', '2026-12-21'])
  const count = (timetable: GtfsTimetable) =>
    timetable.trains.reduce((sum, train) => sum + train.serviceDates.length, 0)
  assert.equal(count(moved), count(db))
  const keysOf = (timetable: GtfsTimetable) => new Set(timetable.trains.map((train) => train.key))
  assert.deepEqual(keysOf(moved), keysOf(db), 'and every train keeps its key')
})
