import assert from 'node:assert/strict'
import test from 'node:test'
import { type Answer, openWorld, type Wire, type World } from './world.fixture.ts'

function hold(world: World, token: string, key: string, from: string, to: string, seats: readonly string[]) {
  const body = {
    train_run_id: world.runId('DAY 2'),
    from_station_code: from,
    to_station_code: to,
    seat_numbers: seats,
  }
  return world.call('POST', '/api/seat_holds', { token, key, body })
}

function pay(world: World, token: string, key: string, holdToken: unknown, seat: string) {
  const passenger = { seat_number: seat, passenger_name: 'Ada', passenger_age: 36, passenger_gender: 'F' }
  return world.call('POST', '/api/bookings', {
    token,
    key,
    body: { hold_token: holdToken, passengers: [passenger], payment: { method: 'mock', token: 'tok_ok' } },
  })
}

function map(world: World, from = 'A', to = 'C', headers = {}, run = world.runId('DAY 2')): Promise<Answer> {
  return world.call('GET', `/api/train_runs/${run}/seats?from_station_code=${from}&to_station_code=${to}`, {
    headers,
  })
}

function seatsOf(answer: Answer): Map<string, Wire> {
  return new Map(
    (answer.body.coaches ?? []).flatMap((coach) =>
      (coach.seats ?? []).map((seat) => [String(seat.seat_number), seat]),
    ),
  )
}

test('W24: a seat map has every seat once, in coaches by class, with status and price, and each coach without seats in its place', async () => {
  const world = await openWorld()
  const { body } = await map(world)
  assert.deepEqual(
    body.coaches?.map((coach) => [coach.coach_number, coach.travel_class, coach.seats?.length]),
    [
      ['4', 'SECOND', 20],
      ['5', 'FIRST', 6],
      ['5', 'BICYCLE', 2],
      ['6', null, 0],
    ],
  )
  assert.equal(body.coaches?.[0]?.layout?.name, 'open-saloon-2')
  assert.equal(body.coaches?.[3]?.layout?.name, 'restaurant')
  assert.deepEqual(body.coaches?.[0]?.seats?.[1], {
    seat_id: '2',
    seat_number: '4-2',
    seat_label: '2',
    status: 'AVAILABLE',
    price_cents: 2900,
    features: ['aisle'],
    kind: 'seat',
    deck: 0,
    x: 0,
    y: 1,
    group: null,
  })
  const { coaches, ...head } = body
  assert.ok(coaches)
  assert.deepEqual(head, {
    train_run_id: world.runId('DAY 2'),
    from_station_code: 'A',
    to_station_code: 'C',
    commit_seq: 0,
    currency: 'CHF',
    companion_seats: [],
  })
  await world.app.close()
})

test('W24: the strongest live claim on any leg decides, for every segment of a small run', async () => {
  const world = await openWorld()
  const token = await world.guest()
  const sold = await hold(world, token, 'h1', 'A', 'C', ['4-1'])
  await pay(world, token, 'b1', sold.body.hold_token, '4-1')
  await hold(world, token, 'h2', 'D', 'E', ['4-1'])
  await hold(world, token, 'h3', 'B', 'D', ['4-2'])
  const legs = {
    '4-1': ['BOOKED', 'BOOKED', '', 'HELD'],
    '4-2': ['', 'HELD', 'HELD', ''],
    '4-3': ['', '', '', ''],
  }
  const strength = ['', 'HELD', 'BOOKED']
  for (let from = 0; from < 4; from++)
    for (let to = from + 1; to <= 4; to++) {
      const seats = seatsOf(await map(world, 'ABCDE'[from], 'ABCDE'[to]))
      for (const [number, claims] of Object.entries(legs)) {
        const strongest = claims.slice(from, to).sort((a, b) => strength.indexOf(b) - strength.indexOf(a))[0]
        assert.equal(seats.get(number)?.status, strongest || 'AVAILABLE', `${number} ${from}-${to}`)
      }
    }
  await world.app.close()
})

test('W10: the tag of the map stays the same while nothing changes, and 304 says so', async () => {
  const world = await openWorld()
  const first = await map(world)
  const tag = String(first.headers.etag)
  assert.match(tag, /^"[^"]+"$/)
  assert.equal((await map(world)).headers.etag, tag)
  for (const asked of [tag, `W/${tag}`, `"x", ${tag}`, '*']) {
    const answer = await map(world, 'A', 'C', { 'if-none-match': asked })
    assert.deepEqual([answer.status, answer.text, answer.headers.etag], [304, '', tag], asked)
  }
  assert.equal((await map(world, 'A', 'C', { 'if-none-match': '"x"' })).status, 200)
  await world.app.close()
})

test('D83: an answer of another version of the program does not count as current', async () => {
  const world = await openWorld()
  for (const path of ['/api/stations', `/api/train_runs/${world.runId('DAY 2')}`]) {
    const tag = String((await world.call('GET', path)).headers.etag)
    assert.match(tag, /^"0\.0\.0-/)
    const older = tag.replace('0.0.0', '0.0.1')
    for (const [asked, status] of [
      [tag, 304],
      [older, 200],
    ] as const)
      assert.equal((await world.call('GET', path, { headers: { 'if-none-match': asked } })).status, status)
  }
  await world.app.close()
})

test('W10: the tag changes with a hold, its release and its end, with or without a commit that records it', async () => {
  for (const runsExpiry of [true, false]) {
    const world = await openWorld({ runsExpiry })
    const token = await world.guest()
    const tags: unknown[] = []
    const look = async (status: string) => {
      const answer = await map(world)
      assert.equal(seatsOf(answer).get('4-1')?.status, status)
      const run = await world.call('GET', `/api/train_runs/${world.runId('DAY 2')}`)
      tags.push(answer.headers.etag, run.headers.etag)
    }
    await look('AVAILABLE')
    const { hold_token: name } = (await hold(world, token, 'h1', 'B', 'C', ['4-1'])).body
    await look('HELD')
    await world.call('DELETE', `/api/seat_holds/${name}`, { token })
    await look('AVAILABLE')
    await hold(world, token, 'h2', 'B', 'C', ['4-1'])
    await world.advance(60_000)
    await hold(world, token, 'h3', 'B', 'C', ['4-2'])
    await look('HELD')
    await world.advance(60_000)
    await look('AVAILABLE')
    await world.advance(60_000)
    await look('AVAILABLE')
    assert.equal(new Set(tags.filter((_, index) => index % 2 === 0)).size, tags.length / 2)
    assert.equal(new Set(tags.filter((_, index) => index % 2 === 1)).size, tags.length / 2)
    await world.app.close()
  }
})

test('W10: a run can be requested with its tag, and HEAD answers like GET without the body', async () => {
  const world = await openWorld()
  const path = `/api/train_runs/${world.runId('DAY 2')}`
  const tag = String((await world.call('GET', path)).headers.etag)
  assert.equal((await world.call('GET', path, { headers: { 'if-none-match': tag } })).status, 304)
  const head = await world.call('HEAD', path)
  assert.deepEqual([head.status, head.text, head.headers.etag], [200, '', tag])
  await world.app.close()
})

test('W9: the seat map refuses in the same order as a hold', async () => {
  const world = await openWorld()
  const refusedAs = async (from: string, to: string, run?: string) => {
    const answer = await map(world, from, to, {}, run)
    return `${answer.status} ${answer.body.code}`
  }
  assert.equal(await refusedAs('X', 'X', '999'), '404 run_not_found')
  assert.equal(await refusedAs('X', 'Z'), '422 unknown_station')
  assert.equal(await refusedAs('A', 'Z'), '422 station_not_on_run')
  assert.equal(await refusedAs('E', 'A'), '422 segment_backwards')
  assert.equal(await refusedAs('B', 'B'), '422 segment_backwards')
  await world.app.close()
})
