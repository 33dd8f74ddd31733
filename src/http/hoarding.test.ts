import assert from 'node:assert/strict'
import test from 'node:test'
import type { TrainRunId } from '../domain/ids.ts'
import { addressBlock } from './caller-address.ts'
import { openWorld, type World } from './world.fixture.ts'

const legs = ['AB', 'BC', 'CD', 'DE']

/** Asks for one second-class seat on one of the four legs of DAY 2, which has 20 on each. */
async function holdOne(
  world: World,
  token: string,
  turn: number,
  from = '127.0.0.1',
  travelClass = 'SECOND',
) {
  const [fromStation, toStation] = legs[turn % legs.length] ?? ''
  const answer = await world.app.inject({
    method: 'POST',
    url: '/api/seat_holds',
    headers: {
      authorization: `Bearer ${token}`,
      'idempotency-key': `k${turn}`,
      'x-forwarded-for': from,
    },
    payload: {
      ...{ train_run_id: world.runId('DAY 2'), travel_class: travelClass, seat_count: 1 },
      ...{ from_station_code: fromStation, to_station_code: toStation },
    },
  })
  return { status: answer.statusCode, body: answer.json() }
}

/** How many seats a thousand sessions of one machine get within five seconds, and the last refusal. */
async function thousandSessions(world: World) {
  let held = 0
  let refused: Record<string, unknown> = {}
  for (let turn = 0; turn < 1_000; turn++) {
    if (turn % 100 === 0) await world.advance(1_000)
    const { status, body } = await holdOne(world, await world.guest(), turn)
    if (status === 201) held++
    else refused = body
  }
  await world.app.close()
  return { held, refused }
}

test('Z10: one machine with 1,000 sessions holds 18 seats of a small run, and is told until when', async () => {
  const { held, refused } = await thousandSessions(await openWorld())
  assert.equal(held, 18)
  assert.equal(refused.code, 'network_holds_too_many')
  assert.equal(refused.status, 429)
  assert.deepEqual([refused.max_seats, refused.seats_held], [18, 18])
  assert.ok(Number(refused.retry_after_ms) > 0 && Number(refused.retry_after_ms) <= 120_000)
})

test('Z11: with limits off the same machine gets every seat, and nothing of its address is kept', async () => {
  const world = await openWorld({ limits: false })
  assert.equal((await thousandSessions(world)).held, 80)
  const picture = await world.store.picture(Number(world.runId('DAY 2')) as TrainRunId)
  const blocks = new Set([...(picture?.holds() ?? [])].map((hold) => hold.addressBlock))
  assert.deepEqual([...blocks], [null])
})

test('Z9: behind a trusted proxy the block is that of the address it names, and otherwise that of the proxy', async () => {
  for (const [trustProxy, expected] of [
    ['127.0.0.1', 201],
    [null, 429],
  ] as const) {
    const world = await openWorld({ trustProxy })
    const token = async () => world.guest()
    for (let turn = 0; turn < 18; turn++)
      assert.equal((await holdOne(world, await token(), turn, `192.0.2.${turn}`)).status, 201)
    assert.equal((await holdOne(world, await token(), 18, '192.0.2.99', 'FIRST')).status, 429)
    assert.equal((await holdOne(world, await token(), 19, '192.0.3.99', 'FIRST')).status, expected)
    await world.app.close()
  }
})

test('Z1: a block is the first 24 bits of an IPv4 address and 48 of an IPv6 address, however they are written', () => {
  assert.equal(addressBlock('192.0.2.77'), '192.0.2.0/24')
  assert.equal(addressBlock('::ffff:192.0.2.1'), '192.0.2.0/24')
  assert.equal(addressBlock('2001:db8:1:2::3'), '2001:db8:1::/48')
  assert.equal(addressBlock('2001:0DB8:0001:ffff:0:0:0:1'), '2001:db8:1::/48')
  assert.equal(addressBlock('unix'), 'unknown')
})
