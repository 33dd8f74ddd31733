import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { ConsistId, StationCode, TrainId, TrainRunId } from '../ids.ts'
import { buildNetwork } from './build-network.ts'
import { serviceDayOrigin } from './service-day.ts'
import { noOtherNames, type Station } from './station.ts'
import { departureAt, findSegment, type Stop, type Train, type TrainRun } from './train-run.ts'

const consist = { id: 1 as ConsistId, name: 'none', coaches: [], seats: [], travelClasses: [] }
const fare = {
  name: 'none',
  currency: 'EUR',
  roundToCents: 1,
  classes: {},
  pairs: [],
  refund: { steps: [], fixedFeeCents: 0 },
}

function station(code: string, timeZone = 'Europe/Berlin', name = `Station ${code}`): Station {
  return { code: code as StationCode, name, timeZone, latitude: null, longitude: null, ...noOtherNames }
}

/** A stop from text such as `A 08:30`; `A 08:30 -` may not be boarded at. */
function stop(text: string): Stop {
  const [code = '', time = '', mark] = text.split(' ')
  const [hours = 0, minutes = 0] = time.split(':').map(Number)
  const seconds = hours * 3600 + minutes * 60
  const times = { arrivalSeconds: seconds, departureSeconds: seconds, distanceMeters: 0 }
  return { stationCode: code as StationCode, ...times, canBoard: mark !== '-', canAlight: true }
}

function train(id: number, ...stops: readonly string[]): Train {
  return { id: id as TrainId, number: `T${id}`, name: `Train ${id}`, stops: stops.map(stop) }
}

function run(id: number, of: Train, serviceDate: string, timeZone = 'Europe/Berlin'): TrainRun {
  const originAt = serviceDayOrigin(serviceDate, timeZone)
  const sale = { edition: 1, former: [], offSaleReason: null, isOnSale: true, stationsAsOf: null }
  return { id: id as TrainRunId, train: of, serviceDate, originAt, consist, fare, ...sale }
}

const code = (text: string) => text as StationCode

test('S11: a search by date uses the clock at the boarding station, whenever the run started', () => {
  const canadian = train(1, 'TRTO 09:55', 'WNPG 44:30', 'VCVR 100:00')
  const stations = [
    station('TRTO', 'America/Toronto'),
    station('WNPG', 'America/Winnipeg'),
    station('VCVR', 'America/Vancouver'),
  ]
  const runs = ['2026-05-03', '2026-05-04', '2026-05-05'].map((date, index) =>
    run(index + 1, canadian, date, 'America/Toronto'),
  )
  const network = buildNetwork({ version: 1, stations, runs })
  const ids = (from: string, date: string) =>
    network.findRuns(code(from), code('VCVR'), date).map(({ run }) => run.id)
  assert.deepEqual(ids('TRTO', '2026-05-04'), [2])
  // 44:30 in Toronto is 20:30 there on the next day, and 19:30 in Winnipeg.
  assert.deepEqual(ids('WNPG', '2026-05-04'), [1])
  assert.deepEqual(ids('WNPG', '2026-05-06'), [3])
  assert.deepEqual(ids('WNPG', '2026-05-03'), [])
})

test('S11: a train that leaves at midnight by the clock of the station belongs to the new day', () => {
  const night = train(1, 'A 23:59', 'B 24:00', 'C 26:00')
  const stations = ['A', 'B', 'C'].map((name) => station(name))
  const network = buildNetwork({ version: 1, stations, runs: [run(1, night, '2026-05-01')] })
  const dates = ['2026-05-01', '2026-05-02'].filter(
    (date) => network.findRuns(code('B'), code('C'), date).length,
  )
  assert.deepEqual(dates, ['2026-05-02'])
  assert.equal(network.findRuns(code('A'), code('C'), '2026-05-01').length, 1)
})

test('S12: a search finds the shortest segments, in order of departure, and no run that does not allow boarding', () => {
  const stations = ['A', 'B', 'C'].map((name) => station(name))
  const trains = [
    train(1, 'A 10:00', 'B 11:00', 'A 12:00', 'C 13:00'),
    train(2, 'A 09:00', 'C 10:00'),
    train(3, 'A 08:00 -', 'C 09:00'),
    train(4, 'C 08:00', 'A 09:00'),
    train(5, 'A 09:00', 'C 09:30'),
  ]
  const runs = trains.map((of, index) => run(9 - index, of, '2026-05-01'))
  const found = buildNetwork({ version: 1, stations, runs }).findRuns(code('A'), code('C'), '2026-05-01')
  assert.deepEqual(
    found.map(({ run, segment }) => [run.train.number, segment.fromLeg, segment.toLeg]),
    [
      ['T5', 0, 1],
      ['T2', 0, 1],
      ['T1', 2, 3],
    ],
  )
})

test('S12: a search finds nothing from a station to itself, or with an unknown station', () => {
  const network = buildNetwork({
    version: 7,
    stations: [station('A'), station('B')],
    runs: [run(1, train(1, 'A 10:00', 'B 11:00', 'A 12:00'), '2026-05-01')],
  })
  for (const [from, to] of [
    ['A', 'A'],
    ['X', 'B'],
    ['A', 'X'],
  ] as const)
    assert.deepEqual(network.findRuns(code(from), code(to), '2026-05-01'), [])
  assert.equal(network.findRuns(code('A'), code('B'), '2026-05-01').length, 1)
  assert.equal(network.version, 7)
})

test('S12: stations are listed by name in the order people expect, and runs are found by id', () => {
  const stations = [
    station('3', 'UTC', 'Zug'),
    station('2', 'UTC', 'Ångermünde'),
    station('1', 'UTC', 'Aachen'),
  ]
  const only = run(5, train(1, '1 10:00', '2 11:00'), '2026-05-01', 'UTC')
  const network = buildNetwork({ version: 1, stations, runs: [only] })
  assert.deepEqual(
    network.stationsByName.map(({ name }) => name),
    ['Aachen', 'Ångermünde', 'Zug'],
  )
  assert.equal(network.run(5 as TrainRunId), only)
  assert.equal(network.run(6 as TrainRunId), undefined)
  assert.deepEqual([...network.runs()], [only])
})

/** Numbers in [0, 1) that the seed makes repeatable (mulberry32, public domain). */
function seeded(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let hash = Math.imul(state ^ (state >>> 15), 1 | state)
    hash = (hash + Math.imul(hash ^ (hash >>> 7), 61 | hash)) ^ hash
    return ((hash ^ (hash >>> 14)) >>> 0) / 2 ** 32
  }
}

/** Trains of up to four days over stations in three zones, around the day when clocks change in Europe. */
function randomWorld(seed: number) {
  const random = seeded(seed)
  const below = (limit: number) => Math.floor(random() * limit)
  const zones = ['Europe/Berlin', 'America/Toronto', 'Asia/Kolkata']
  const stations = ['A', 'B', 'C', 'D', 'E'].map((name) => station(name, zones[below(3)]))
  const runs: TrainRun[] = []
  for (let id = 1; id <= 6; id++) {
    let minutes = below(36 * 60)
    const stops = Array.from({ length: 2 + below(5) }, () => {
      minutes += below(900)
      const mark = random() < 0.2 ? ' -' : ''
      return `${'ABCDE'[below(5)]} ${Math.floor(minutes / 60)}:${minutes % 60}${mark}`
    })
    const of = train(id, ...stops)
    for (let day = 25; day <= 31; day++)
      if (random() < 0.7) runs.push(run(100 * id + day, of, `2026-03-${day}`, zones[below(3)]))
  }
  return { stations, runs: runs.toSorted(() => random() - 0.5) }
}

/** The same answer, found by asking each run. */
function askEachRun(
  world: ReturnType<typeof randomWorld>,
  from: Station,
  to: string,
  date: string,
): readonly number[] {
  return world.runs
    .flatMap((run) => {
      const segment = findSegment(run.train, from.code, to)
      return segment.ok ? [{ id: run.id, at: departureAt(run, segment.value.fromLeg) }] : []
    })
    .filter(({ at }) => {
      const local = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(from.timeZone)
      return local.toPlainDate().toString() === date
    })
    .toSorted((a, b) => a.at - b.at || a.id - b.id)
    .map(({ id }) => id)
}

test('S11: on random timetables every search gives the same answer as asking each run', () => {
  let foundCount = 0
  for (let seed = 1; seed <= 60; seed++) {
    const world = randomWorld(seed)
    const network = buildNetwork({ version: 1, ...world })
    for (const from of world.stations)
      for (const to of world.stations)
        for (const day of ['2026-03-26', '2026-03-28', '2026-03-29', '2026-03-30', '2026-04-02']) {
          const found = network.findRuns(from.code, to.code, day).map(({ run }) => run.id)
          assert.deepEqual(
            found,
            askEachRun(world, from, to.code, day),
            `seed ${seed}: ${from.code}-${to.code} ${day}`,
          )
          foundCount += found.length
        }
  }
  assert.ok(foundCount > 1000, `${foundCount} found`)
})

/** A train whose stops lie at the given kilometers: `A0 B30 C100`. */
function trainAt(id: number, text: string): Train {
  const stops = text.split(' ').map((part, index): Stop => {
    const seconds = index * 3600
    const times = { arrivalSeconds: seconds, departureSeconds: seconds }
    const distanceMeters = Number(part.slice(1)) * 1000
    return { stationCode: code(part.slice(0, 1)), ...times, distanceMeters, canBoard: true, canAlight: true }
  })
  return { id: id as TrainId, number: `T${id}`, name: '', stops }
}

test('F6: The tariff distance of a pair of stations under a fare is the shortest way that any train with this fare has between them, in both directions, and it prices every one of these trains.', () => {
  const other = { ...fare, name: 'other' }
  const trains = ['A0 C100', 'A0 B60 C130', 'C0 B40 A120', 'A0 B10 C20'].map((text, at) =>
    trainAt(at + 1, text),
  )
  const runs = trains.map((of, at) => ({ ...run(at + 1, of, '2026-05-04'), fare: at === 3 ? other : fare }))
  const network = buildNetwork({ version: 1, stations: [...'ABC'].map((name) => station(name)), runs })
  const kilometers = (from: string, to: string, of = fare) =>
    (network.tariffMeters(of, code(from), code(to)) ?? Number.NaN) / 1000
  assert.deepEqual([kilometers('A', 'C'), kilometers('C', 'A')], [100, 100])
  assert.deepEqual([kilometers('A', 'B'), kilometers('B', 'A')], [60, 60])
  assert.deepEqual([kilometers('B', 'C'), kilometers('C', 'B')], [40, 40])
  assert.deepEqual([kilometers('A', 'C', other), kilometers('C', 'A', other)], [20, 20])
  const found = network.findRuns(code('A'), code('C'), '2026-05-04')
  assert.deepEqual(
    found.map(({ run, meters }) => [run.id, meters / 1000]),
    [
      [1, 100],
      [2, 100],
      [4, 20],
    ],
  )
  assert.equal(network.tariffMeters({ ...fare }, code('A'), code('C')), undefined)
})
