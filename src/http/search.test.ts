import assert from 'node:assert/strict'
import test from 'node:test'
import { openWorld, timetable, type World } from './world.fixture.ts'

function search(world: World, from: string, to: string, date: string) {
  return world.call(
    'GET',
    `/api/train_runs?from_station_code=${from}&to_station_code=${to}&journey_date=${date}`,
  )
}

async function found(world: World, from: string, to: string, date: string) {
  const { body } = await search(world, from, to, date)
  return body.train_runs?.map((run) => `${run.train_number} ${run.departure_time}`)
}

test('W14: runs are found by their local date of departure at the boarding station, in order', async () => {
  const world = await openWorld()
  assert.deepEqual(await found(world, 'A', 'C', '2027-03-16'), [
    'EARLY 1 2027-03-16T06:00:00+01:00',
    'DAY 2 2027-03-16T12:00:00+01:00',
  ])
  assert.deepEqual(
    await found(world, 'C', 'A', '2027-03-16'),
    ['NIGHT 3 2027-03-16T00:00:00+01:00'],
    'left the day before',
  )
  assert.deepEqual(await found(world, 'E', 'A', '2027-03-15'), ['NIGHT 3 2027-03-15T22:00:00+01:00'])
  assert.deepEqual(await found(world, 'A', 'Z', '2027-03-16'), [])
  assert.deepEqual(await found(world, 'A', 'C', '2020-01-01'), [])
  await world.app.close()
})

test('W14: a run is found until the moment of its departure from the boarding station', async () => {
  const world = await openWorld()
  const untilNoon = Date.parse('2027-03-15T12:00:00+01:00') - world.store.now()
  const departed = async () => (await search(world, 'A', 'C', '2027-03-15')).body.departed_runs
  await world.advance(untilNoon - 1)
  assert.deepEqual(await found(world, 'A', 'C', '2027-03-15'), ['DAY 2 2027-03-15T12:00:00+01:00'])
  assert.equal(await departed(), 1)
  await world.advance(1)
  assert.deepEqual(await found(world, 'A', 'C', '2027-03-15'), [])
  assert.equal(await departed(), 2, 'they are still counted')
  assert.deepEqual(await found(world, 'B', 'C', '2027-03-15'), ['DAY 2 2027-03-15T13:00:00+01:00'])
  await world.app.close()
})

test('W14: a found run shows what each class offers for the segment', async () => {
  const world = await openWorld()
  const token = await world.guest()
  const body = {
    train_run_id: world.runId('DAY 2'),
    from_station_code: 'B',
    to_station_code: 'C',
    travel_class: 'SECOND',
    seat_count: 3,
  }
  assert.equal((await world.call('POST', '/api/seat_holds', { token, key: 'k', body })).status, 201)
  const counts = async (from: string, to: string) => {
    const { train_runs: runs } = (await search(world, from, to, '2027-03-15')).body
    return runs?.[0]?.classes?.map(
      (one) => `${one.travel_class} ${one.seats_available}/${one.seats_total} ${one.price_cents}`,
    )
  }
  assert.deepEqual(await counts('A', 'C'), ['FIRST 6/6 5200', 'SECOND 17/20 2900', 'BICYCLE 2/2 300'])
  assert.deepEqual(await counts('C', 'D'), ['FIRST 6/6 3100', 'SECOND 20/20 1700', 'BICYCLE 2/2 300'])
  await world.app.close()
})

test('W14: a search between unknown or equal stations is refused', async () => {
  const world = await openWorld()
  const code = async (from: string, to: string) => (await search(world, from, to, '2027-03-15')).body.code
  assert.equal(await code('X', 'X'), 'unknown_station')
  assert.equal(await code('A', 'X'), 'unknown_station')
  assert.equal(await code('A', 'A'), 'segment_backwards')
  await world.app.close()
})

test('W15: a calendar shows the cheapest available seat, and days without trains or seats', async () => {
  // One caller takes a whole class, which is too much for one address.
  const world = await openWorld({ limits: false })
  const token = await world.guest()
  const take = (travelClass: string, count: number, key: string) =>
    world.call('POST', '/api/seat_holds', {
      token,
      key,
      body: {
        train_run_id: world.runId('DAY 2'),
        from_station_code: 'A',
        to_station_code: 'C',
        travel_class: travelClass,
        seat_count: count,
      },
    })
  for (const [count, key] of [
    [9, 'a'],
    [9, 'b'],
    [2, 'c'],
  ] as const)
    assert.equal((await take('SECOND', count, key)).status, 201)
  const path = '/api/fare_calendar?from_station_code=A&to_station_code=C&from_date=2027-03-14'
  const { body } = await world.call('GET', `${path}&days=4`)
  const day = (date: string, trainRuns: number, price: number | null, seats: number) => ({
    journey_date: date,
    train_runs: trainRuns,
    price_cents: price,
    currency: trainRuns === 0 ? null : 'CHF',
    seats_available: seats,
  })
  assert.deepEqual(body.days, [
    day('2027-03-14', 0, null, 0),
    day('2027-03-15', 1, 5200, 6),
    day('2027-03-16', 2, 2900, 40),
    day('2027-03-17', 2, 2900, 40),
  ])
  assert.equal(body.as_of, '2027-03-15T08:00:00.000Z')
  assert.equal((await world.call('GET', path)).body.days?.length, 31)
  assert.equal((await world.call('GET', `${path}&days=62`)).body.days?.length, 62)
  await world.app.close()
})

test('X30: a run says what a cancellation gives back', async () => {
  const world = await openWorld()
  const { body } = await world.call('GET', `/api/train_runs/${world.runId('DAY 2')}`)
  assert.deepEqual(body.refund_terms, {
    steps: [
      { hours_before: 24, percent: 100 },
      { hours_before: 0, percent: 50 },
    ],
    fee_cents: 0,
    currency: 'CHF',
  })
  await world.app.close()
})

test('W15: a calendar says how far ahead runs come on sale', async () => {
  const world = await openWorld()
  const path = '/api/fare_calendar?from_station_code=A&to_station_code=C&from_date=2027-03-14'
  assert.equal((await world.call('GET', path)).body.sale_days_ahead, 60)
  await world.app.close()
})

test('W47: dates at the ends of the calendar can be searched, and a calendar beyond them is refused', async () => {
  const world = await openWorld()
  const pair = 'from_station_code=A&to_station_code=C'
  for (const date of ['0000-01-01', '0001-01-01', '9999-12-31'])
    assert.deepEqual(
      (await world.call('GET', `/api/train_runs?${pair}&journey_date=${date}`)).body.train_runs,
      [],
    )
  const calendar = (from: string, days: number) =>
    world.call('GET', `/api/fare_calendar?${pair}&from_date=${from}&days=${days}`)
  assert.deepEqual(
    (await calendar('9999-12-30', 2)).body.days?.map((day) => day.journey_date),
    ['9999-12-30', '9999-12-31'],
  )
  for (const [from, days] of [
    ['9999-12-31', 2],
    ['9999-12-01', 62],
  ] as const) {
    const refused = await calendar(from, days)
    assert.equal(refused.body.code, 'malformed_request')
    assert.equal(refused.body.errors?.[0]?.pointer, '/from_date')
  }
  await world.app.close()
})

test('W14: stations are found by code or name, ignoring case and accents', async () => {
  const world = await openWorld()
  const names = async (typed: string) => {
    const { body } = await world.call('GET', `/api/stations?q=${encodeURIComponent(typed)}`)
    return body.stations?.map((station) => station.station_code).join('')
  }
  assert.equal(await names('ALUND'), 'A')
  assert.equal(await names('étang'), 'E')
  assert.equal(await names('etang'), 'E')
  assert.equal(await names('zelot'), 'Z', 'a letter that only its own keyboard has')
  assert.equal(await names('ZELØT'), 'Z')
  assert.equal(await names('d'), 'DA', 'the code first, then names')
  assert.equal(await names('nowhere'), '')
  const all = (await world.call('GET', '/api/stations')).body.stations?.map((one) => String(one.name)) ?? []
  assert.deepEqual(
    [...all].sort((a, b) => a.localeCompare(b)),
    all,
  )
  assert.equal(all.length, 6)
  await world.app.close()
})

test('W14: a run shows its stops in local time, its coaches and its classes', async () => {
  const world = await openWorld()
  const { body } = await world.call('GET', `/api/train_runs/${world.runId('NIGHT 3')}`)
  assert.deepEqual(
    body.stops?.map((stop) => [stop.station_code, stop.arrival_time, stop.departure_time]),
    [
      ['E', null, '2027-03-15T22:00:00+01:00'],
      ['D', '2027-03-15T22:58:00+01:00', '2027-03-15T23:00:00+01:00'],
      ['C', '2027-03-15T23:58:00+01:00', '2027-03-16T00:00:00+01:00'],
      ['B', '2027-03-16T00:58:00+01:00', '2027-03-16T01:00:00+01:00'],
      ['A', '2027-03-16T01:58:00+01:00', null],
    ],
  )
  assert.deepEqual(body.coaches?.[1], {
    coach_number: '5',
    layout: 'open-saloon-2',
    title: 'Open saloon',
    travel_classes: ['FIRST', 'BICYCLE'],
    seats_total: 8,
  })
  assert.deepEqual([body.commit_seq, body.on_sale, body.service_date], [0, true, '2027-03-15'])
  for (const name of ['0', '999', 'x', '1e3', '01', '9'.repeat(30)])
    assert.equal((await world.call('GET', `/api/train_runs/${name}`)).body.code, 'run_not_found', name)
  await world.app.close()
})

test('L12: the list of all stations is written once for all clients, and again after an import', async () => {
  const world = await openWorld()
  const ask = async () => (await world.call('GET', '/api/stations')).text
  const before = await ask()
  assert.equal(await ask(), before)
  assert.match(before, /"station_code":"B","name":"Berg"/)
  const stations = timetable.stations.map((station) =>
    station.name === 'Berg' ? { ...station, name: 'Berg West' } : station,
  )
  const dates = { fromDate: '2027-03-15', toDate: '2027-03-17' }
  await world.store.importTimetable({ ...timetable, stations }, dates)
  assert.match(await ask(), /"station_code":"B","name":"Berg West"/)
  await world.app.close()
})
