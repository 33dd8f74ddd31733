import assert from 'node:assert/strict'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { lookInto } from './harness/database.ts'
import { assertLedgerEqualsBookings } from './harness/ledger.ts'
import { dayAhead, seatsOf } from './harness/railway.ts'
import { createWorld, type World } from './harness/world.ts'
import { projectRoot } from './tree/source-tree.ts'

const feeds = join(projectRoot, '..', 'shared', 'data', 'gtfs')
const isAbsent = !existsSync(feeds) && 'the folder ../shared/data/gtfs with real feeds is not here'

interface ImportReport {
  readonly stations: number
  readonly trains: number
  readonly runsOpened: number
  readonly runsRemoved: number
  readonly feed: { readonly trips: number; readonly stopTimes: number }
}

test('T20, O12, O15, D11: a national feed is imported beside a running server, and two seats on it are sold and one is given back', {
  skip: isAbsent,
}, async (t) => {
  const world = await createWorld(t, { mockApart: true, env: { HOLDFAST_DEMO: 'off' } })
  assert.deepEqual((await world.client.stations()).body.stations, [])
  const report = await importFeed(world, 'db-fernverkehr.zip', ['--shift-to', dayAhead(0)])
  assert.deepEqual(
    [report.feed.trips, report.feed.stopTimes],
    [5379, 55_645],
    'as counted in the files themselves',
  )
  assert.equal((await world.client.stations()).body.stations.length, report.stations)

  const journey = {
    from_station_code: await stationCode(world, 'S+U Berlin Hauptbahnhof'),
    to_station_code: await stationCode(world, 'Hamburg Hbf'),
  }
  const found = (await world.client.search(journey, dayAhead(3))).body.train_runs
  assert.ok(found.length >= 10, `${found.length} trains a day from Berlin to Hamburg`)
  const [run] = found
  assert.ok(run)
  assert.ok(
    run.departure_time.startsWith(dayAhead(3)) && /\+0[12]:00$/.test(run.departure_time),
    run.departure_time,
  )
  const map = (await world.client.seats({ train_run_id: run.train_run_id, ...journey })).body
  const seats = seatsOf(map)
    .slice(0, 2)
    .map(({ seat }) => seat.seat_number)

  const token = await world.client.session()
  const hold = await world.client.hold(token, {
    train_run_id: run.train_run_id,
    ...journey,
    seat_numbers: seats,
  })
  assert.equal(hold.status, 201, hold.text)
  const booking = (await world.client.book(token, hold.body)).body
  assert.equal(booking.status, 'CONFIRMED')
  assert.equal(booking.journey_date, dayAhead(3))
  const quote = (await world.client.quote(token, booking.booking_id, { seat_numbers: seats.slice(0, 1) }))
    .body
  const rest = (await world.client.cancel(token, booking.booking_id, quote.quote_id)).body
  assert.deepEqual(
    [rest.status, rest.num_passengers, rest.refunded_cents],
    ['CONFIRMED', 2, quote.refund_cents],
  )
  await assertLedgerEqualsBookings(world)

  const again = await importFeed(world, 'db-fernverkehr.zip', ['--shift-to', dayAhead(0)])
  assert.deepEqual([again.runsOpened, again.runsRemoved], [0, 0], 'the same feed again changes nothing')
  assert.equal((await world.client.booking(token, booking.booking_id)).body.status, 'CONFIRMED')
  lookInto(world.data, (database) =>
    assert.equal(
      database.number('SELECT count(*) FROM run_heads'),
      1,
      'a row only for the run that was sold',
    ),
  )
  const doctor = await world.run(['doctor', '--json'])
  assert.equal(doctor.status, 0, doctor.stdout + doctor.stderr)
})

test('T6, W13: a train that runs for days crosses time zones, each station by its own clock', {
  skip: isAbsent,
}, async (t) => {
  const world = await createWorld(t, { env: { HOLDFAST_DEMO: 'off' } })
  // The feed begins in October 2023 with a single train; its timetable of October 2024, with the long trains,
  // is moved to today.
  const report = await importFeed(world, 'via-rail.zip', ['--shift-to', dayAhead(0)])
  assert.deepEqual([report.feed.trips, report.feed.stopTimes], [149, 2213])
  const journey = {
    from_station_code: await stationCode(world, 'Toronto'),
    to_station_code: await stationCode(world, 'Vancouver'),
  }
  const week = await Promise.all(
    [1, 2, 3, 4, 5, 6, 7].map((days) => world.client.search(journey, dayAhead(days))),
  )
  const runs = week.flatMap((day) => day.body.train_runs)
  assert.ok(runs.length >= 1, 'the Canadian leaves Toronto')
  for (const run of runs) {
    const [departs, arrives] = [run.departure_time, run.arrival_time].map((time) =>
      Temporal.Instant.from(time),
    )
    assert.match(run.departure_time, /-0[45]:00$/)
    assert.match(run.arrival_time, /-0[78]:00$/)
    assert.ok(
      departs && arrives && arrives.since(departs).total('hours') > 72,
      `${run.departure_time} to ${run.arrival_time}`,
    )
  }
})

async function importFeed(world: World, file: string, options: readonly string[]): Promise<ImportReport> {
  const { status, stdout, stderr } = await world.run([
    'import',
    'gtfs',
    join(feeds, file),
    '--json',
    ...options,
  ])
  assert.equal(status, 0, stdout + stderr)
  return JSON.parse(stdout)
}

async function stationCode(world: World, name: string): Promise<string> {
  const { body } = await world.client.call<{ stations: { station_code: string; name: string }[] }>(
    'GET',
    `/api/stations?q=${encodeURIComponent(name)}`,
  )
  const station = body.stations.find((one) => one.name === name) ?? body.stations[0]
  assert.ok(station, `no station ${name}`)
  return station.station_code
}
