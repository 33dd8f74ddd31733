import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { test } from 'node:test'
import { dayAhead, findRide, type Ride, wholeWay } from '../harness/railway.ts'
import { lastByteRace, rawRequest } from '../harness/raw.ts'
import { createWorld, type TestScope, type World } from '../harness/world.ts'
import { twoNodes } from './nodes.ts'

const racers = 60

/** Newcomers, each from a block of addresses of its own, who ask two nodes for a seat in one instant. */
async function race(t: TestScope, unverifiedShare: string) {
  const env = { HOLDFAST_LIMITS: 'on', TRUST_PROXY: '127.0.0.1', UNVERIFIED_SHARE: unverifiedShare }
  const world = await createWorld(t, { site: twoNodes, env })
  const ride = await findRide(world.client, { stops: 2, seats: racers, date: dayAhead(3) })
  const requests = await Promise.all(
    Array.from({ length: racers }, (_, index) => request(world, ride, index)),
  )
  const answers = await lastByteRace(world.urls, requests)
  const codes = answers.map(({ status, body }) => (status === 201 ? '201' : String(JSON.parse(body).code)))
  const held = await world.database.number(
    `SELECT count(*) FROM seat_claims WHERE state = 'HELD' AND train_run_id = ${ride.train_run_id}`,
  )
  return { codes, held }
}

async function request(world: World, ride: Ride, index: number): Promise<Buffer> {
  const headers = {
    authorization: `Bearer ${await world.client.session()}`,
    ...{ 'idempotency-key': randomUUID(), 'content-type': 'application/json' },
    'x-forwarded-for': `10.${index}.0.1`,
  }
  const wish = JSON.stringify(wholeWay(ride, ride.seatNumbers.slice(index, index + 1)))
  return rawRequest('POST', '/api/seat_holds', headers, wish)
}

/** A busy machine may have no time for some of them, which is another matter. */
const told = (codes: readonly string[]) => new Set(codes.filter((code) => code !== 'overloaded'))

test('Z13: of sixty newcomers who ask two nodes in one instant, together they hold 18 seats and no seat more', async (t) => {
  const { codes, held } = await race(t, '0.01')
  assert.deepEqual([...told(codes)].toSorted(), ['201', 'class_under_pressure'])
  assert.equal(held, 18)
})

test('Z13: and without the share they hold as many as they ask for', async (t) => {
  const { codes, held } = await race(t, '1')
  assert.deepEqual([...told(codes)], ['201'])
  assert.ok(held > 18, `${held}`)
})
