import assert from 'node:assert/strict'
import test from 'node:test'
import { laneBounds, makeLanes } from './lanes.ts'
import { makeLimiter } from './limits.ts'
import { openWorld } from './world.fixture.ts'

test('L1: a bucket allows its burst at once and then its rate, and says how long to wait', () => {
  const limiter = makeLimiter({ ratePerSecond: 50, burst: 200 })
  for (let taken = 0; taken < 200; taken++) assert.equal(limiter.take('a', 1000), 0)
  assert.equal(limiter.take('a', 1000), 20)
  assert.equal(limiter.take('b', 1000), 0, 'another name has its own bucket')
  assert.equal(limiter.take('a', 1019), 1)
  assert.equal(limiter.take('a', 1020), 0)
  let taken = 0
  for (let at = 1020; at <= 3020; at++) if (limiter.take('a', at) === 0) taken++
  assert.equal(taken, 100, 'two seconds give 100')
  let full = 0
  while (limiter.take('a', 1_000_000) === 0) full++
  assert.equal(full, 200, 'a long rest only fills the bucket')
})

test('L1: the time that a bucket was last filled never goes back', () => {
  const limiter = makeLimiter({ ratePerSecond: 1, burst: 1 })
  assert.equal(limiter.take('a', 5000), 0)
  assert.ok(limiter.take('a', 1000) > 0)
})

test('L2: after a million names, the limiter has no more buckets than its maximum', () => {
  const limiter = makeLimiter({ ratePerSecond: 1, burst: 2 }, 1000)
  for (let name = 0; name < 1_000_000; name++) assert.equal(limiter.take(name, 0), 0)
  assert.ok(limiter.size <= 1000, `${limiter.size}`)
  assert.equal(limiter.take(0, 0), 0)
  assert.equal(limiter.take(0, 0), 0, 'a forgotten name starts with a full bucket')
  assert.ok(limiter.take(0, 0) > 0, 'and is then remembered again')
})

test('L3: reading is refused first, then holds, and confirming never', () => {
  let waitMs = 0
  const { read, hold } = laneBounds
  const lanes = makeLanes(() => waitMs, {
    ...laneBounds,
    read: { ...read, inFlight: 2 },
    hold: { ...hold, inFlight: 4 },
  })
  const open = () => (['read', 'hold', 'confirm'] as const).filter((lane) => lanes.isOpen(lane)).join(' ')
  assert.equal(open(), 'read hold confirm')
  waitMs = read.waitMs + 1
  assert.equal(open(), 'hold confirm')
  waitMs = hold.waitMs + 1
  assert.equal(open(), 'confirm')
  waitMs = 0
  for (const _ of [1, 2]) lanes.enter('read')
  assert.equal(open(), 'hold confirm')
  for (const _ of [1, 2, 3, 4]) lanes.enter('hold')
  assert.equal(open(), 'confirm')
  lanes.leave('read', 1)
  lanes.leave('hold', 1)
  assert.equal(open(), 'read hold confirm')
})

test('L1: the 201st request of a caller in one moment is 429 with Retry-After, and a moment later it may ask again', async () => {
  const world = await openWorld()
  const token = await world.guest()
  for (let asked = 0; asked < 200; asked++)
    assert.equal((await world.call('GET', '/api/bookings', { token })).status, 200)
  const refused = await world.call('GET', '/api/bookings', { token })
  assert.equal(refused.status, 429)
  assert.equal(refused.body.code, 'rate_limited')
  assert.equal(refused.body.retry_after_ms, 20)
  assert.equal(refused.headers['retry-after'], '1')
  await world.advance(20)
  assert.equal((await world.call('GET', '/api/bookings', { token })).status, 200)
  await world.app.close()
})

test('L1: an address may open 500 sessions in one moment, and can still send other requests', async () => {
  const world = await openWorld()
  for (let asked = 0; asked < 500; asked++) await world.guest()
  const refused = await world.call('POST', '/api/sessions', { body: {} })
  assert.equal(refused.body.code, 'rate_limited')
  assert.equal((await world.call('GET', '/api/stations')).status, 200)
  await world.app.close()
})

/** How many of 501 new sessions are let in, when they claim to come from two addresses in turn. */
async function sessionsOfTwo(trustProxy: string | null): Promise<number> {
  const world = await openWorld({ trustProxy })
  let opened = 0
  for (let asked = 0; asked <= 500; asked++) {
    const headers = {
      'x-forwarded-for': asked % 2 ? '192.0.2.1' : '192.0.2.2',
      'content-type': 'application/json',
    }
    const answer = await world.app.inject({ method: 'POST', url: '/api/sessions', headers, payload: '{}' })
    if (answer.statusCode === 201) opened++
  }
  await world.app.close()
  return opened
}

test('L6: callers behind a trusted proxy have their own limits', async () => {
  assert.equal(await sessionsOfTwo('10.0.0.0/8,127.0.0.1'), 501)
})

test('L6: a client that is not a trusted proxy cannot claim another address', async () => {
  assert.equal(await sessionsOfTwo(null), 500)
  assert.equal(await sessionsOfTwo('10.0.0.0/8'), 500)
})

test('L4: with limits off the same requests are answered', async () => {
  const world = await openWorld({ limits: false })
  const token = await world.guest()
  for (let asked = 0; asked < 300; asked++)
    assert.equal((await world.call('GET', '/api/bookings', { token })).status, 200)
  await world.app.close()
})

test('L5: the hold after the last one allowed on a run is too_many_holds, until one is released', async () => {
  const world = await openWorld()
  const token = await world.guest()
  const hold = (key: string, seat: string, run = world.runId('DAY 2')) =>
    world.call('POST', '/api/seat_holds', {
      token,
      key,
      body: { train_run_id: run, from_station_code: 'A', to_station_code: 'B', seat_numbers: [seat] },
    })
  const first = await hold('k1', '4-1')
  await hold('k2', '4-2')
  await hold('k3', '4-3')
  const refused = await hold('k4', '4-4')
  assert.equal(refused.status, 429)
  assert.equal(refused.body.code, 'too_many_holds')
  assert.equal(refused.body.max_holds, 3)
  assert.equal((await hold('k5', '4-4', world.runId('NIGHT 3'))).status, 422, 'another run is not counted')
  await world.call('DELETE', `/api/seat_holds/${first.body.hold_token}`, { token })
  assert.equal((await hold('k4', '4-4')).status, 201, 'the same key may succeed later')
  await world.app.close()
})

test('L3: with too many holds under way, the next one is 503 with Retry-After, and a cancellation goes through', async () => {
  const world = await openWorld({ limits: false })
  const token = await world.guest()
  const gate = Promise.withResolvers<void>()
  const decide = world.store.decide.bind(world.store)
  const allUnderWay = Promise.withResolvers<void>()
  let underWay = 0
  world.store.decide = async (scope, rule) => {
    if (++underWay === laneBounds.hold.inFlight) allUnderWay.resolve()
    await gate.promise
    return decide(scope, rule)
  }
  const body = {
    train_run_id: world.runId('DAY 2'),
    from_station_code: 'A',
    to_station_code: 'B',
    seat_numbers: ['4-1'],
  }
  const hold = () => world.call('POST', '/api/seat_holds', { token, key: 'k', body })
  const waiting = Array.from({ length: laneBounds.hold.inFlight }, hold)
  await allUnderWay.promise
  const refused = await Promise.all([hold(), hold(), hold(), hold()])
  for (const answer of refused) {
    assert.equal(`${answer.status} ${answer.body.code}`, '503 overloaded')
    assert.match(String(answer.headers['retry-after']), /^[12]$/)
  }
  assert.ok(
    new Set(refused.map((answer) => answer.body.retry_after_ms)).size > 1,
    'they do not all retry at once',
  )
  const booking = '/api/bookings/00000000/cancellation_quotes'
  const quote = await world.call('POST', booking, { token, body: {} })
  assert.equal(quote.body.code, 'booking_not_found')
  gate.resolve()
  for (const answer of await Promise.all(waiting)) assert.equal(answer.status, 201)
  await world.app.close()
})
