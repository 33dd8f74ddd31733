import assert from 'node:assert/strict'
import test from 'node:test'
import type { StationCode } from '../domain/ids.ts'
import { noOtherNames, type Station } from '../domain/railway/station.ts'
import { openWorld, timetable, type World } from './world.fixture.ts'

async function find(world: World, query: string) {
  const { body } = await world.call('GET', `/api/stations?${new URLSearchParams(query)}`)
  return body.stations?.map((station) => station.station_code)
}

test('W56: stations are found by code and name, whatever the capitals and accents', async () => {
  const world = await openWorld()
  assert.deepEqual(await find(world, 'q=ÅLU'), ['A'])
  assert.deepEqual(await find(world, 'q=etang'), ['E'])
  assert.deepEqual(await find(world, 'q=e'), ['E', 'B', 'C', 'Z'], 'the code, then parts of names in order')
  assert.deepEqual(await find(world, 'q=e&limit=2'), ['E', 'B'])
  await world.app.close()
})

test('W56: "%" and emoji find nothing, and a blank text lists all stations', async () => {
  const world = await openWorld()
  for (const q of ['%25', '🚆', '%2525', '_', '*']) assert.deepEqual(await find(world, `q=${q}`), [], q)
  const all = ['A', 'B', 'C', 'D', 'E', 'Z']
  for (const query of ['', 'q=', 'q=%20', 'limit=1']) assert.deepEqual(await find(world, query), all, query)
  assert.equal((await world.call('GET', '/api/stations?q=a&limit=0')).status, 400)
  await world.app.close()
})

test('W57: stations that share a name have a busier one nearby, and others have none', async () => {
  const world = await openWorld()
  const station = (code: string, name: string, latitude: number): Station => ({
    ...{ code: code as StationCode, name, timeZone: 'UTC', latitude, longitude: 10, ...noOtherNames },
  })
  const stations = [station('N1', 'Neustadt', 50), station('N2', 'Neustadt', 40), station('M', 'Markt', 50.2)]
  const range = { fromDate: '2027-03-15', toDate: '2027-03-17' }
  await world.store.importTimetable({ ...timetable, source: 'other', trains: [], stations }, range)
  const nearOf = async (q: string) => (await world.call('GET', `/api/stations?q=${q}`)).body.stations
  assert.deepEqual(
    (await nearOf('neustadt'))?.map(({ station_code: code, near }) => [code, near]),
    [
      ['N1', { station_code: 'M', name: 'Markt', names: {} }],
      ['N2', null],
    ],
  )
  assert.deepEqual(
    (await nearOf('markt'))?.map(({ near }) => near),
    [null],
  )
  await world.app.close()
})

/** A world whose stations and trains have names in other languages. */
async function openTranslatedWorld(): Promise<World> {
  const world = await openWorld()
  const names = { de: 'Altes Castell', ar: 'قلعة' }
  const stations = timetable.stations.map((station) =>
    station.code === 'C' ? { ...station, names, spokenNames: ['Kastell'] } : station,
  )
  const headsigns = [
    { fromStop: 0, text: 'Étang', byLanguage: { de: 'Weiher' } },
    { fromStop: 2, text: 'Étang by way of Dorf', byLanguage: {} },
  ]
  const trains = timetable.trains.map((train) => (train.number === 'DAY 2' ? { ...train, headsigns } : train))
  const range = { fromDate: '2027-03-15', toDate: '2027-03-17' }
  await world.store.importTimetable({ ...timetable, stations, trains }, range)
  return world
}

test('W56: a station is found by its name in any language, and as it is spoken', async () => {
  const world = await openTranslatedWorld()
  for (const q of ['castell', 'altes', 'قلعة', 'kastell'])
    assert.deepEqual(await find(world, `q=${encodeURIComponent(q)}`), ['C'], q)
  await world.app.close()
})

test('W59: names are there in all languages of the timetable, whatever the request prefers', async () => {
  const world = await openTranslatedWorld()
  const path = `/api/train_runs/${world.runId('DAY 2')}`
  const answers = ['de', 'ar', '*'].map((language) =>
    world.call('GET', path, { headers: { 'accept-language': language } }),
  )
  const [first, ...others] = await Promise.all(answers)
  for (const other of others) assert.equal(other.text, first?.text)
  assert.deepEqual(
    first?.body.stops?.map(({ name, names }) => [name, names]),
    [
      ['Ålund', {}],
      ['Berg', {}],
      ['Castell', { de: 'Altes Castell', ar: 'قلعة' }],
      ['Dorf', {}],
      ['Étang', {}],
    ],
  )
  await world.app.close()
})

test('W58: search, run and booking say what the train shows at the boarding station', async () => {
  const world = await openTranslatedWorld()
  const trainRunId = world.runId('DAY 2')
  const path = '/api/train_runs?to_station_code=E&journey_date=2027-03-15&from_station_code='
  const searched = async (from: string) =>
    (await world.call('GET', path + from)).body.train_runs?.map(({ headsign, headsigns }) => [
      headsign,
      headsigns,
    ])
  assert.deepEqual(await searched('A'), [['Étang', { de: 'Weiher' }]])
  assert.deepEqual(await searched('C'), [['Étang by way of Dorf', {}]])
  const run = (await world.call('GET', `/api/train_runs/${trainRunId}`)).body
  assert.deepEqual([run.headsign, run.headsigns], ['Étang', { de: 'Weiher' }])
  const shown = ['Étang', 'Étang', 'Étang by way of Dorf', 'Étang by way of Dorf', null]
  assert.deepEqual(
    run.stops?.map(({ headsign }) => headsign),
    shown,
  )
  const night = (await world.call('GET', `/api/train_runs/${world.runId('NIGHT 3')}`)).body
  assert.equal(night.headsign, 'Ålund', 'the last station, if the timetable does not say')
  const token = await world.guest()
  const ride = {
    train_run_id: trainRunId,
    from_station_code: 'C',
    to_station_code: 'E',
    seat_numbers: ['4-1'],
  }
  const { hold_token } = (await world.call('POST', '/api/seat_holds', { token, key: 'h', body: ride })).body
  const passenger = { seat_number: '4-1', passenger_name: 'Ada', passenger_age: 36, passenger_gender: 'F' }
  const body = { hold_token, passengers: [passenger], payment: { method: 'mock', token: 'tok_ok' } }
  const booking = (await world.call('POST', '/api/bookings', { token, key: 'b', body })).body
  assert.equal(booking.headsign, 'Étang by way of Dorf')
  await world.app.close()
})
