import assert from 'node:assert/strict'
import { existsSync } from 'node:fs'
import path from 'node:path'
import { before, test } from 'node:test'
import type { TrainId, TrainRunId } from '../../domain/ids.ts'
import { buildNetwork } from '../../domain/railway/build-network.ts'
import { serviceDayOrigin } from '../../domain/railway/service-day.ts'
import type { TrainRun } from '../../domain/railway/train-run.ts'
import { readRulePair } from '../rules.ts'
import {
  type NaiveTrip,
  naiveDates,
  naiveTables,
  naiveTrips,
  type Row,
  realFeeds,
  seconds,
} from './naive-feed.fixture.ts'
import { type GtfsTimetable, readGtfs } from './read-gtfs.ts'
import { plainOptions } from './small-feed.fixture.ts'

const folder = realFeeds
const skip = existsSync(folder) ? false : `the feeds are not here: ${folder}`

/**
 * What a simple count can find: rideable trips, their
 * calls, their runs, the seconds they are under way.
 */
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
  db = await readGtfs(path.join(folder, 'db-fernverkehr.zip'), {
    ...plainOptions,
    ...readRulePair(null, null),
    today: '2026-04-11',
  })
  via = await readGtfs(path.join(folder, 'via-rail.zip'), {
    ...plainOptions,
    ...readRulePair(null, null),
    today: '2024-10-14',
  })
})

test('T20: German long-distance traffic agrees with an independent count', { skip }, async () => {
  const naive = naiveFigures(await naiveTables('db-fernverkehr.zip'), '20260411', '20270101')
  assert.deepEqual([naive.trips, naive.stopTimes, naive.twice], [5379, 55_645, 13])
  assertSame(db, naive, '2026-04-11', '2027-01-01')
  assertSound(db)
  assert.equal(db.source, 'gtfs.de - GTFS für Deutschland, Daten bereitgestellt von DELFI e.V.')
  const dates = new Set(db.trains.flatMap((train) => train.serviceDates))
  assert.deepEqual([dates.size, db.report.firstDate, db.report.lastDate], [31, '2026-04-11', '2026-05-11'])
})

test('T20: Canadian traffic agrees with an independent count', { skip }, async () => {
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
  // 107:00 in Toronto is 11:00 on the fifth day there; clocks went
  // back on 3 November 2024 while the first of these was under way.
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

/** Every run as a text: its date, its printed number if it has one, and the visible facts of each stop. */
function runTexts(trips: Iterable<NaiveTrip>): readonly string[] {
  return [...trips]
    .flatMap(({ number, stops, dates }) => {
      const path = stops.map(({ station, arrival, departure, board, alight }) =>
        [station, arrival, departure, board, alight].join('@'),
      )
      return dates.map((date) => `${date} ${number} ${path.join(' | ')}`)
    })
    .sort()
}

function asNaive({ trains, stations }: GtfsTimetable, to: string, isPrinted: boolean): readonly NaiveTrip[] {
  const names = new Map(stations.map(({ code, name }) => [code, name]))
  return trains.map((train) => ({
    number: isPrinted ? train.number : '',
    dates: train.serviceDates.filter((date) => date <= to),
    stops: train.stops.map((stop) => ({
      station: names.get(stop.stationCode) ?? '',
      arrival: stop.arrivalSeconds,
      departure: stop.departureSeconds,
      board: stop.canBoard,
      alight: stop.canAlight,
      meters: stop.distanceMeters,
    })),
  }))
}

/** The distance of each trip, by its stations. */
function lengths(trips: readonly NaiveTrip[]): ReadonlyMap<string, number> {
  return new Map(
    trips.map(({ stops }) => [stops.map(({ station }) => station).join(), stops.at(-1)?.meters ?? 0]),
  )
}

function differences(first: readonly string[], second: readonly string[]): readonly string[] {
  const others = Map.groupBy(second, (text) => text)
  return first.filter((text) => others.get(text)?.pop() === undefined)
}

test('T20: every run of both feeds agrees with an independent reader, stop by stop', {
  skip,
}, async () => {
  const feeds = [
    [db, 'db-fernverkehr.zip', '2026-04-11', '2026-06-10'],
    [via, 'via-rail.zip', '2024-10-14', '2024-12-13'],
  ] as const
  for (const [timetable, file, from, to] of feeds) {
    const tables = await naiveTables(file)
    const isPrinted = (tables.get('trips.txt') ?? []).every((trip) => trip.trip_short_name)
    const naive = naiveTrips(tables, from.replaceAll('-', ''), to.replaceAll('-', ''))
    const expected = runTexts(naive.map((trip) => (isPrinted ? trip : { ...trip, number: '' })))
    const own = runTexts(asNaive(timetable, to, isPrinted)).filter((text) => text.slice(0, 10) >= from)
    const missing = differences(expected, own)
    const extra = differences(own, expected)
    assert.deepEqual([missing.length, extra.length], [0, 0], [...missing, ...extra].slice(0, 3).join('\n'))
    assert.ok(expected.length > 3000, `${expected.length} runs`)
    const metersOf = lengths(naive)
    for (const [path, meters] of lengths(asNaive(timetable, to, isPrinted)))
      assert.ok(Math.abs(meters - (metersOf.get(path) ?? meters)) < 2, `${path}: ${meters}`)
  }
})

/** One run of each train, since prices do not depend on the date. */
function networkOf({ trains, stations, fares }: GtfsTimetable) {
  const consist = { id: 1, name: 'none', coaches: [], seats: [], travelClasses: [] }
  const runs = trains.map((train, at) => ({
    ...{
      id: (at + 1) as TrainRunId,
      train: { ...train, id: (at + 1) as TrainId },
      originAt: 0,
      isOnSale: true,
    },
    ...{ serviceDate: '2026-01-01', consist, fare: fares.find(({ name }) => name === train.fareName) },
  })) as unknown as TrainRun[]
  return buildNetwork({ version: 1, stations, runs })
}

test('F6: in both feeds, all trains of a fare have the same distance for a pair of stations, the shortest of any of them', {
  skip,
}, () => {
  for (const timetable of [db, via]) {
    const network = networkOf(timetable)
    const shortest = new Map<string, number>()
    const waysOf = function* ({ stops }: TrainRun['train']) {
      for (const [at, from] of stops.entries())
        for (const to of stops.slice(at + 1)) yield [from, to] as const
    }
    const keyOf = (fare: string, codes: readonly string[]) => [fare, ...codes.toSorted()].join('\n')
    const isOnce = ({ stops }: TrainRun['train']) =>
      new Set(stops.map((stop) => stop.stationCode)).size === stops.length
    for (const { train, fare } of network.runs())
      for (const [from, to] of waysOf(train)) {
        if (!from.canBoard || !to.canAlight || !isOnce(train)) continue
        const key = keyOf(fare.name, [from.stationCode, to.stationCode])
        const meters = to.distanceMeters - from.distanceMeters
        shortest.set(key, Math.min(meters, shortest.get(key) ?? meters))
      }
    let compared = 0
    for (const { train, fare } of network.runs()) {
      if (train.id % 20 !== 0 || !isOnce(train)) continue
      for (const [from, to] of waysOf(train)) {
        if (!from.canBoard || !to.canAlight) continue
        const meters = network.tariffMeters(fare, from.stationCode, to.stationCode) ?? Number.NaN
        const least = shortest.get(keyOf(fare.name, [from.stationCode, to.stationCode])) ?? Number.NaN
        assert.ok(
          meters <= least,
          `${train.number} ${from.stationCode}-${to.stationCode}: ${meters}, ${least}`,
        )
        compared++
      }
    }
    assert.ok(compared > 200, `${compared} pairs`)
  }
})
