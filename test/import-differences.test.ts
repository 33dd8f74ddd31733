import assert from 'node:assert/strict'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { dayAhead, seatsOf } from './harness/railway.ts'
import { writeFeed } from './harness/toy-feed.ts'
import { until } from './harness/wait.ts'
import { createWorld, temporaryFolder, type World } from './harness/world.ts'

const journey = { from_station_code: 'A', to_station_code: 'B' }
const calendarHead =
  'service_id,monday,tuesday,wednesday,thursday,friday,saturday,sunday,start_date,end_date\n'

/** The toy railway without its train of one day. */
function withoutDay(offset: number): Readonly<Record<string, string>> {
  return { 'calendar_dates.txt': `service_id,date,exception_type\nS,${compact(offset)},2\n` }
}

function compact(offset: number): string {
  return dayAhead(offset).replaceAll('-', '')
}

async function bookOn(world: World, date: string): Promise<string> {
  return (await bookingOn(world, date)).train_run_id
}

async function bookingOn({ client }: World, date: string) {
  const [run] = (await client.search(journey, date)).body.train_runs
  assert.ok(run)
  const wish = { train_run_id: run.train_run_id, ...journey }
  const seat = seatsOf((await client.seats(wish)).body).find((one) => one.seat.status === 'AVAILABLE')
  assert.ok(seat)
  const token = await client.session()
  const hold = await client.hold(token, { ...wish, seat_numbers: [seat.seat.seat_number] })
  const { body } = await client.book(token, hold.body)
  assert.equal(body.status, 'CONFIRMED')
  return { ...body, token }
}

async function importFeed(
  t: TestContext,
  world: World,
  files: Readonly<Record<string, string>>,
  ...more: readonly string[]
) {
  const feed = writeFeed(join(temporaryFolder(t), 'feed'), files)
  const { status, stdout, stderr } = await world.run(['import', 'gtfs', feed, '--json', ...more])
  return { status, answer: JSON.parse(stdout || '{}'), stderr }
}

test('O70: `import` names what it would take off sale, and without `--yes`, or a yes on a terminal, changes nothing and ends with status 1.', async (t) => {
  const world = await createWorld(t, { env: { HOLDFAST_DEMO: 'off' } })
  assert.equal((await importFeed(t, world, {})).status, 0)
  const id = await bookOn(world, dayAhead(3))

  const dry = await importFeed(t, world, withoutDay(3), '--dry-run')
  assert.deepEqual([dry.status, dry.answer.needs, dry.answer.runsWithdrawn], [0, 'consent_needed', 1])
  const withdrawn = dry.answer.differences.filter((one: { change: string }) => one.change === 'withdrawn')
  assert.equal(withdrawn.length, 1)
  const { number, dates, bookings } = withdrawn[0]
  assert.deepEqual(
    { number, dates, bookings },
    {
      number: 'IC 1',
      dates: [dayAhead(3)],
      bookings: { [dayAhead(3)]: 1 },
    },
  )

  const refused = await importFeed(t, world, withoutDay(3))
  assert.deepEqual([refused.status, refused.answer.code], [1, 'consent_needed'])
  assert.match(
    refused.answer.error,
    /takes 1 of the \d+ runs of "Toy" off sale, 1 of them with 1 booking.*--yes/,
  )
  assert.equal((await world.client.search(journey, dayAhead(3))).body.train_runs.length, 1)

  const done = await importFeed(t, world, withoutDay(3), '--yes')
  assert.deepEqual([done.status, done.answer.runsWithdrawn], [0, 1])
  const after = (await world.client.search(journey, dayAhead(3))).body.train_runs
  assert.deepEqual(
    after.map((run) => [run.train_run_id, run.on_sale]),
    [[id, false]],
  )
  assert.equal(after[0]?.off_sale_reason, 'WITHDRAWN')
  const doctor = await world.run(['doctor'])
  assert.equal(doctor.status, 0, doctor.stdout + doctor.stderr)
})

test('D44, O70: one extra train under the name of the agency is asked for a source, and takes nothing away', async (t) => {
  const world = await createWorld(t, { env: { HOLDFAST_DEMO: 'off' } })
  await importFeed(t, world, {})
  const extra = { 'trips.txt': 'route_id,service_id,trip_id,trip_short_name\nR,S,T,Extra 9\n' }
  const refused = await importFeed(t, world, extra)
  assert.deepEqual([refused.status, refused.answer.code], [1, 'source_needed'])
  assert.match(refused.answer.error, /Only 0 of the 1 trains .*"Toy".*--source/)
  const beside = await importFeed(t, world, extra, '--source', 'extras')
  assert.deepEqual([beside.status, beside.answer.runsRemoved], [0, 0])
  const found = (await world.client.search(journey, dayAhead(3))).body.train_runs
  assert.deepEqual(found.map((run) => run.train_number).sort(), ['Extra 9', 'IC 1'])
})

test('D40: the days before a newer timetable begins stay on sale', async (t) => {
  const world = await createWorld(t, { env: { HOLDFAST_DEMO: 'off', HOLDFAST_HORIZON_DAYS: '60' } })
  await importFeed(t, world, {})
  const later = { 'calendar.txt': `${calendarHead}S,1,1,1,1,1,1,1,${compact(10)},${compact(300)}\n` }
  const { status, answer } = await importFeed(t, world, later)
  assert.deepEqual([status, answer.runsWithdrawn, answer.runsRemoved], [0, 0, 0])
  for (const day of [1, 9, 10, 40])
    assert.equal((await world.client.search(journey, dayAhead(day))).body.train_runs.length, 1, `day ${day}`)
})

/** The train of the toy railway, so many minutes later. */
function minutesLater(minutes: number): Readonly<Record<string, string>> {
  const at = (hour: number) => `${hour}:${String(minutes).padStart(2, '0')}:00`
  const calls = [`T,${at(23)},${at(23)},A,1`, `T,${at(25)},${at(25)},B,2`]
  return {
    'stop_times.txt': `trip_id,arrival_time,departure_time,stop_id,stop_sequence\n${calls.join('\n')}\n`,
  }
}

test('T90, O93: a booking shows new and old times, and a run that changes too much is listed as waiting by `import` and `doctor`', async (t) => {
  const world = await createWorld(t, { env: { HOLDFAST_DEMO: 'off' } })
  const { client } = world
  await importFeed(t, world, minutesLater(0))
  const day = dayAhead(3)
  const [run] = (await client.search(journey, day)).body.train_runs
  assert.ok(run)
  const wish = { train_run_id: run.train_run_id, ...journey }
  const [seat] = seatsOf((await client.seats(wish)).body)
  assert.ok(seat)
  const token = await client.session()
  const held = await client.hold(token, { ...wish, seat_numbers: [seat.seat.seat_number] })
  const { booking_id: id } = (await client.book(token, held.body)).body
  const shown = async () => {
    const body = (await client.booking(token, id)).body as unknown as Record<string, string | null>
    const hours = ['departure_time', 'sold_departure_time', 'sold_arrival_time'] as const
    return [body.run_change, ...hours.map((name) => body[name]?.slice(11, 16))]
  }
  assert.deepEqual(await shown(), [null, '23:00', undefined, undefined])
  const moved = await importFeed(t, world, minutesLater(10))
  assert.deepEqual([moved.status, moved.answer.runsMoved, moved.answer.runsWaiting], [0, 1, 0])
  assert.deepEqual(await shown(), ['MOVED', '23:10', '23:00', '01:00'])
  assert.equal((await world.run(['doctor'])).status, 0)
  const refused = await importFeed(t, world, minutesLater(20))
  assert.deepEqual([refused.status, refused.answer.code], [1, 'consent_needed'])
  const waiting = await importFeed(t, world, minutesLater(20), '--yes')
  const told = waiting.answer.differences.find((one: { change: string }) => one.change === 'waiting')
  assert.deepEqual(told.causes, [{ what: 'times', minutes: 20 }])
  assert.deepEqual([told.number, told.dates, told.bookings], ['IC 1', [day], { [day]: 1 }])
  assert.deepEqual((await shown())[0], 'WAITING')
  const doctor = await world.run(['doctor'])
  assert.equal(doctor.status, 1)
  assert.match(doctor.stdout + doctor.stderr, new RegExp(`run ${run.train_run_id}: IC 1 on ${day}`))
})

test('O94: `runs --waiting` lists every run that waits for a decision, with date, number and bookings.', async (t) => {
  const world = await createWorld(t, { env: { HOLDFAST_DEMO: 'off' } })
  const waiting = async (...args: readonly string[]) => world.run(['runs', '--waiting', ...args])
  await importFeed(t, world, minutesLater(0))
  assert.equal((await waiting()).stdout, 'No run waits for a decision.\n')
  assert.deepEqual(JSON.parse((await waiting('--json')).stdout), { train_runs: [] })
  const runs = [await bookOn(world, dayAhead(5)), await bookOn(world, dayAhead(3))]
  await bookOn(world, dayAhead(3))
  assert.equal((await importFeed(t, world, minutesLater(20), '--yes')).answer.runsWaiting, 2)
  const { train_runs: listed } = JSON.parse((await waiting('--json')).stdout)
  const train = { train_number: 'IC 1', train_name: listed[0]?.train_name }
  assert.deepEqual(listed, [
    { train_run_id: runs[1], ...train, service_date: dayAhead(3), bookings: 2 },
    { train_run_id: runs[0], ...train, service_date: dayAhead(5), bookings: 1 },
  ])
  const [head, first, second, ...rest] = (await waiting()).stdout.split('\n')
  assert.match(head ?? '', /^date +train +name +bookings +run$/)
  assert.match(first ?? '', new RegExp(`^${dayAhead(3)} .* 2 +${runs[1]}$`))
  assert.match(second ?? '', new RegExp(`^${dayAhead(5)} .* 1 +${runs[0]}$`))
  assert.match(rest.join(' '), /tell their passengers/)
  const other = await world.run(['runs', 'A', 'B', '--waiting'])
  assert.deepEqual([other.status, /leave out the stations/.test(other.stderr)], [2, true])
  const none = await world.run(['runs', 'A'])
  assert.deepEqual([none.status, /Name two stations/.test(none.stderr)], [2, true])
  await importFeed(t, world, minutesLater(0))
  assert.equal((await waiting()).stdout, 'No run waits for a decision.\n')
})

function exceptions(...lines: readonly string[]): string {
  return ['service_id,date,exception_type', ...lines, ''].join('\n')
}

test('T126, O99: a search, a run and `runs` say why a run is off sale', async (t) => {
  const world = await createWorld(t, { env: { HOLDFAST_DEMO: 'off' } })
  const { client } = world
  await importFeed(t, world, minutesLater(0))
  const [waiting, withdrawn, kept] = [3, 4, 5].map(dayAhead)
  assert.ok(waiting && withdrawn && kept)
  for (const day of [waiting, withdrawn]) await bookOn(world, day)
  const calendar = {
    'calendar_dates.txt': exceptions(`S,${compact(4)},2`, `S,${compact(3)},2`, `late,${compact(3)},1`),
    'trips.txt': 'route_id,service_id,trip_id,trip_short_name\nR,S,T,IC 1\nR,late,L,IC 1\n',
    'stop_times.txt':
      'trip_id,arrival_time,departure_time,stop_id,stop_sequence\n' +
      'T,23:00:00,23:00:00,A,1\nT,25:00:00,25:00:00,B,2\nL,23:40:00,23:40:00,A,1\nL,25:40:00,25:40:00,B,2\n',
  }
  assert.equal((await importFeed(t, world, calendar, '--yes')).status, 0)
  const expected = { [waiting]: 'WAITING', [withdrawn]: 'WITHDRAWN', [kept]: null }
  const sentences = { WAITING: /off sale: .*decision/, WITHDRAWN: /off sale: no longer in the timetable/ }
  for (const [day, reason] of Object.entries(expected)) {
    const [found] = (await client.search(journey, day)).body.train_runs
    assert.ok(found)
    assert.deepEqual([found.on_sale, found.off_sale_reason], [reason === null, reason])
    const shown = await client.call<typeof found>('GET', `/api/train_runs/${found.train_run_id}`)
    assert.equal(shown.body.off_sale_reason, reason)
    const { stdout } = await world.run(['runs', 'A', 'B', '--date', day])
    assert.match(stdout, reason === null ? / at / : sentences[reason as keyof typeof sentences])
  }
})

test('O100: `imports` lists the last imports, newest first, and shows again what one of them did, as the import said it.', async (t) => {
  const world = await createWorld(t, { env: { HOLDFAST_DEMO: 'off' } })
  const json = async (...args: readonly string[]) =>
    JSON.parse((await world.run(['imports', '--json', ...args])).stdout)
  assert.deepEqual(await json(), { imports: [] })
  assert.match((await world.run(['imports'])).stdout, /^Nothing was imported yet: /)
  await importFeed(t, world, {})
  await bookOn(world, dayAhead(3))
  await importFeed(t, world, withoutDay(3), '--dry-run')
  await importFeed(t, world, withoutDay(3))
  const done = await importFeed(t, world, withoutDay(3), '--yes')
  const { imports } = await json()
  assert.equal(imports.length, 2, 'neither a dry run nor a refused import is one')
  assert.deepEqual(
    imports.map((one: { runsWithdrawn: number }) => one.runsWithdrawn),
    [1, 0],
  )
  const [{ id, importedAt }] = imports
  const { feed: _, ...report } = done.answer
  assert.deepEqual(await json(String(id)), { id, importedAt, ...report })
  const [head, first] = (await world.run(['imports'])).stdout.split('\n')
  assert.match(head ?? '', /^import +time +source +opened +changed +waiting +withdrawn +removed$/)
  assert.match(first ?? '', new RegExp(`^${id} +\\S+ \\S+ UTC +Toy +0 +0 +0 +1 +0$`))
  const shown = await world.run(['imports', String(id)])
  assert.match(shown.stdout, /Withdrawn from sale.*1 booking/)
  const none = await world.run(['imports', '99'])
  assert.deepEqual([none.status, /There is no import 99/.test(none.stderr)], [2, true])
})

test('T120, T124: a sold train that stops elsewhere waits alone, and is sold as it runs now as soon as its booking is canceled', async (t) => {
  const world = await createWorld(t, { env: { HOLDFAST_DEMO: 'off' } })
  const { client } = world
  await importFeed(t, world, {})
  const day = dayAhead(3)
  const booking = await bookingOn(world, day)
  const elsewhere = {
    'stops.txt': 'stop_id,stop_name,stop_lat,stop_lon\nA,Alba,50,10\nB,Berg,51,10\nC,Cala,50.5,10\n',
    'stop_times.txt':
      'trip_id,arrival_time,departure_time,stop_id,stop_sequence\n' +
      'T,23:00:00,23:00:00,A,1\nT,23:30:00,23:30:00,C,2\nT,24:30:00,24:30:00,B,3\n',
  }
  const { status, answer } = await importFeed(t, world, elsewhere, '--source', 'Toy', '--yes')
  assert.deepEqual([status, answer.runsWaiting, answer.runsOpened, answer.runsRemoved], [0, 1, 0, 0])
  const told = answer.differences.find((one: { change: string }) => one.change === 'waiting')
  assert.deepEqual(told.causes, [{ what: 'stops', lost: [], added: ['C'] }])
  const found = async () => (await client.search(journey, day)).body.train_runs
  const idsAndReasons = (runs: Awaited<ReturnType<typeof found>>) =>
    runs.map((run) => [run.train_run_id, run.off_sale_reason])
  assert.deepEqual(idsAndReasons(await found()), [[booking.train_run_id, 'WAITING']])
  const quote = await client.quote(booking.token, booking.booking_id)
  await client.cancel(booking.token, booking.booking_id, quote.body.quote_id)
  await until('the run is on sale again', async () => (await found())[0]?.on_sale || undefined, 60_000)
  assert.deepEqual(idsAndReasons(await found()), [[booking.train_run_id, null]])
  const { body } = await client.call<{ stops: { station_code: string }[] }>(
    'GET',
    `/api/train_runs/${booking.train_run_id}`,
  )
  assert.deepEqual(
    body.stops.map((stop) => stop.station_code),
    ['A', 'C', 'B'],
  )
})
