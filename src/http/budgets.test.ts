import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { allowances, makeBudgets } from './budgets.ts'
import { addressName } from './caller-address.ts'
import { budgetOf, pageEntrance } from './entrance.ts'
import { laneBounds } from './lanes.ts'
import { operations } from './operations.ts'
import { openWorld, type World } from './world.fixture.ts'

test('L7: every operation, page and file has a budget and a lane', async () => {
  for (const entrance of [...operations, pageEntrance]) {
    assert.ok(entrance.lane in laneBounds, entrance.name)
    const budget = budgetOf(entrance)
    // Cheap checks have no budget, since monitors must always get an answer.
    if (budget === 'none') assert.equal(entrance.lane, 'health', entrance.name)
    else assert.ok(budget in allowances, entrance.name)
  }
})

/** How many of these requests get an answer other than `rate_limited`. */
async function letIn(count: number, ask: () => ReturnType<World['call']>): Promise<number> {
  let inside = 0
  for (let asked = 0; asked < count; asked++) if ((await ask()).status !== 429) inside++
  return inside
}

test('L21: a fare calendar counts as one request for each of its days', async () => {
  const path = '/api/fare_calendar?from_station_code=A&to_station_code=C&from_date=2027-03-15'
  for (const [query, weight] of [
    ['&days=62', 62],
    ['&days=1', 1],
    ['', 31],
  ] as const) {
    const world = await openWorld()
    const { burst } = allowances.general
    const whole = Math.floor(burst / weight)
    assert.equal(await letIn(whole + 5, () => world.call('GET', path + query)), whole, query)
    await world.app.close()
  }
  const world = await openWorld()
  for (const days of ['0', '63', '99', 'x', '-5', '62&days=62'])
    assert.equal((await world.call('GET', `${path}&days=${days}`)).body.code, 'malformed_request', days)
  await world.app.close()
})

test('L7: pages, files, the reference and unknown paths share one budget per address', async () => {
  const world = await openWorld()
  const { burst } = allowances.pages
  const paths = ['/', '/docs/', '/docs/js/scalar.js', '/nowhere', '/%', '/api/nowhere']
  let asked = 0
  const inside = await letIn(burst + 20, () => world.call('HEAD', paths[asked++ % paths.length] ?? ''))
  assert.equal(inside, burst)
  for (const path of paths) assert.equal((await world.call('GET', path)).body.code, 'rate_limited', path)
  assert.equal((await world.call('POST', '/nowhere', { body: {} })).body.code, 'rate_limited')
  assert.equal((await world.call('GET', '/api/stations')).status, 200, 'searches have their own budget')
  await world.app.close()
})

test('L8: an address over its other limits can still pay, confirm and cancel', async () => {
  const world = await openWorld()
  const token = await world.guest()
  const { burst } = allowances.general
  assert.equal(await letIn(burst + 20, () => world.call('GET', '/api/train_runs/1')), burst)
  const paying = ['/api/bookings', '/api/bookings/X/cancellation_quotes', '/api/bookings/X/cancellations']
  for (const path of paying) {
    // Callers without a session are refused for their address, as everywhere.
    assert.equal((await world.call('POST', path, { key: 'k', body: {} })).body.code, 'rate_limited', path)
    const answer = await world.call('POST', path, { token, key: 'k', body: {} })
    assert.notEqual(answer.body.code, 'rate_limited', path)
  }
  await world.app.close()
})

test('L8: payment requests without a session take nothing from the budget of callers with one', async () => {
  const world = await openWorld()
  const token = await world.guest()
  const stranger = () => world.call('POST', '/api/bookings', { token: 'g1.1.1.x', key: 'k', body: {} })
  assert.equal(await letIn(allowances.general.burst + 20, stranger), allowances.general.burst)
  const answer = await world.call('POST', '/api/bookings', { token, key: 'k', body: {} })
  assert.equal(answer.body.code, 'malformed_request')
  await world.app.close()
})

test('L8: callers at one address can pay as often as its payment budget allows', () => {
  const budgets = makeBudgets()
  const take = (budget: 'paying' | 'general') => budgets.ofAddress(budget, '192.0.2.1', 0)
  for (let paid = 0; paid < allowances.paying.burst; paid++) assert.equal(take('paying'), 0)
  assert.ok(take('paying') > 0)
  assert.equal(take('general'), 0)
})

test('L9: an IPv6 address counts together with all others in its /64', () => {
  for (const [one, other] of [
    ['2001:db8::1', '2001:db8:0:0:ffff:ffff:ffff:ffff'],
    ['2001:DB8:0:0::', '2001:db8::192.0.2.1'],
    ['fe80::1%eth0', 'fe80::2%eth1'],
    ['::1', '::2'],
  ] as const)
    assert.equal(addressName(one), addressName(other), `${one} ${other}`)
  const apart = ['2001:db8::1', '2001:db8:0:1::1', '2001:db9::1', '::1', '192.0.2.1', '192.0.2.2', 'nonsense']
  assert.equal(new Set(apart.map(addressName)).size, apart.length)
})

test('L9: an IPv4 address written as IPv6 counts as itself', () => {
  for (const written of ['::ffff:192.0.2.1', '::FFFF:c000:201', '0:0:0:0:0:ffff:192.0.2.1'])
    assert.equal(addressName(written), addressName('192.0.2.1'), written)
  assert.notEqual(addressName('::ffff:192.0.2.1'), addressName('::ffff:192.0.2.2'))
  assert.notEqual(
    addressName('64:ff9b::192.0.2.1'),
    addressName('192.0.2.1'),
    'a translated address is different',
  )
})

test('L9: callers in one /64 share the budget for new sessions; callers in two do not', async () => {
  const world = await openWorld({ trustProxy: '127.0.0.1' })
  let asked = 0
  const openFrom = (address: () => string) =>
    letIn(allowances.sessions.burst + 10, () =>
      world.call('POST', '/api/sessions', { body: {}, headers: { 'x-forwarded-for': address() } }),
    )
  assert.equal(await openFrom(() => `2001:db8::${(++asked).toString(16)}`), allowances.sessions.burst)
  const inTurn = await openFrom(() => `2001:db8:1:${++asked % 2}::1`)
  assert.equal(inTurn, allowances.sessions.burst + 10)
  await world.app.close()
})

test('L45: each answer that uses a budget says what is left, for the address and for the caller', async () => {
  const world = await openWorld()
  const told = ({ headers }: Awaited<ReturnType<World['call']>>) => headers.ratelimit
  const search = '/api/stations?q='
  const first = await world.call('GET', search)
  assert.equal(first.headers['ratelimit-policy'], '"general";q=3000;w=3')
  assert.equal(told(first), '"general";r=2999;t=1')
  const kept = await world.call('GET', search, { headers: { 'if-none-match': String(first.headers.etag) } })
  assert.deepEqual([kept.status, told(kept)], [304, '"general";r=2998;t=1'])
  assert.equal(told(await world.call('GET', search)), '"general";r=2997;t=1', 'an answer that is kept')

  const token = await world.guest()
  const mine = await world.call('GET', '/api/bookings', { token })
  assert.equal(mine.headers['ratelimit-policy'], '"general";q=3000;w=3, "caller";q=200;w=4')
  assert.equal(told(mine), '"general";r=2996;t=1, "caller";r=199;t=1')
  assert.equal(told(await world.call('GET', '/api/bookings')), '"general";r=2995;t=1', 'nobody is asking')
  await letIn(250, () => world.call('GET', '/api/bookings', { token }))
  const refused = await world.call('GET', '/api/bookings', { token })
  assert.deepEqual([refused.status, told(refused)], [429, '"general";r=2744;t=1, "caller";r=0;t=4'])

  await world.advance(10_000)
  assert.equal(
    told(await world.call('GET', '/api/bookings', { token })),
    '"general";r=2999;t=1, "caller";r=199;t=1',
  )
  assert.equal(told(await world.call('GET', '/')), '"pages";r=2999;t=1')
  assert.equal(told(await world.call('GET', '/healthz')), undefined, 'health checks need no budget')
  await world.app.close()
})

test('L45: with limits off nothing is said of them', async () => {
  const world = await openWorld({ limits: false })
  const { headers } = await world.call('GET', '/api/stations?q=')
  assert.ok(!('ratelimit' in headers) && !('ratelimit-policy' in headers))
  await world.app.close()
})

test('L2: what limits remember is bounded in bytes: 50,000 names of 8 kB take less than 20 MB', () => {
  setFlagsFromString('--expose-gc')
  const collect = runInNewContext('gc') as () => void
  const budgets = makeBudgets()
  collect()
  const before = process.memoryUsage().heapUsed
  const long = 'x'.repeat(8_000)
  for (let caller = 0; caller < 25_000; caller++) {
    const network = caller.toString(16).padStart(4, '0')
    // A flat string, as one from a connection would be.
    for (const name of [`2001:db8:${network}::1%${long}`, `${long}${network}`])
      budgets.ofAddress('general', Buffer.from(name).toString(), 0)
  }
  collect()
  const megabytes = (process.memoryUsage().heapUsed - before) / 2 ** 20
  assert.ok(megabytes < 20, `${megabytes} MB`)
  assert.equal(budgets.ofAddress('general', '2001:db8:1::', 0), 0)
})
