import assert from 'node:assert/strict'
import { test } from 'node:test'
import { admissionBounds, makeAdmission } from './admission.ts'
import { laneBounds, latenessOf, makeLanes } from './lanes.ts'
import { makeTurnLengths } from './loop-load.ts'
import { operations } from './operations.ts'
import { loopOf, openWorld, type World } from './world.fixture.ts'

const { fewestPerSecond, rememberedMs, maxNames } = admissionBounds

/** Newcomers arrive evenly for some milliseconds; how many of them come in. */
function arrive(
  admission: ReturnType<typeof makeAdmission>,
  { from, perSecond, forMs }: { readonly from: number; readonly perSecond: number; readonly forMs: number },
): number {
  let inside = 0
  const gapMs = 1000 / perSecond
  for (let at = Math.ceil(from / gapMs) * gapMs; at < from + forMs; at += gapMs)
    if (admission.letIn(`newcomer ${++newcomers}`, at)) inside++
  return inside
}

let newcomers = 0

test('L40: under overload those who are in go on, and others wait until there is room', () => {
  let lateness = 0
  const admission = makeAdmission({ busyShare: () => 0.5, lateness: () => lateness })
  assert.equal(admission.letIn('regular', 0), true)
  arrive(admission, { from: 0, perSecond: 100, forMs: 5_000 })
  lateness = 10
  const inside = arrive(admission, { from: 5_000, perSecond: 1_000, forMs: 10_000 })
  assert.ok(inside < 2_000, `${inside} of 10,000 newcomers`)
  for (let index = 0; index < 100; index++) assert.equal(admission.letIn('regular', 15_000), true)
  assert.equal(admission.letIn('regular', 15_000 + rememberedMs / 2), true)
})

test('L40: whoever was not served for a while is a newcomer again', () => {
  let lateness = 0
  const admission = makeAdmission({ busyShare: () => 0.5, lateness: () => lateness })
  assert.equal(admission.letIn('once', 0), true)
  lateness = 10
  const later = 3 * rememberedMs
  arrive(admission, { from: later - 2_000, perSecond: 1_000, forMs: 2_001 })
  assert.equal(admission.letIn('once', later), false)
})

/**
 * A server that can serve `capacity` visitors a second, each of whom comes back after a quarter of a second
 * for half of their work. Returns how many came in during each second.
 */
function overloaded(perSecond: (second: number) => number, capacity: number, seconds: number) {
  const laterMs = 250
  let queue = 0
  let busyShare = 0
  const lateness = () => ((queue / capacity) * 1000) / 8
  const admission = makeAdmission({ busyShare: () => busyShare, lateness })
  const inside = Array.from({ length: seconds }, () => 0)
  const returning: number[] = []
  for (let now = 0; now < seconds * 1000; now++) {
    const second = Math.floor(now / 1000)
    const admitted = arrive(admission, { from: now, perSecond: perSecond(second), forMs: 1 })
    returning.push(admitted / 2)
    const work = queue + admitted / 2 + (returning[now - laterMs] ?? 0)
    const done = Math.min(work, capacity / 1000)
    queue = work - done
    busyShare += (done / (capacity / 1000) - busyShare) / 20
    inside[second] = (inside[second] ?? 0) + admitted
  }
  return inside
}

test('L41: at ten times capacity, as many newcomers come in as the server can serve', () => {
  const inside = overloaded((second) => (second < 5 ? 500 : 10_000), 1_000, 20).slice(8)
  const mean = inside.reduce((sum, one) => sum + one, 0) / inside.length
  assert.ok(mean > 850 && mean < 1_100, `${mean} a second: ${inside}`)
})

test('L41: a few newcomers come in however busy the server is, and all of them when it no longer is', () => {
  let lateness = 0
  const admission = makeAdmission({ busyShare: () => 0.5, lateness: () => lateness })
  arrive(admission, { from: 0, perSecond: 100, forMs: 1_000 })
  lateness = 100
  arrive(admission, { from: 1_000, perSecond: 1_000, forMs: 10_000 })
  const inside = arrive(admission, { from: 11_000, perSecond: 1_000, forMs: 10_000 })
  assert.ok(Math.abs(inside - 10 * fewestPerSecond) <= fewestPerSecond, `${inside}`)
  lateness = 0
  arrive(admission, { from: 21_000, perSecond: fewestPerSecond / 2, forMs: 3_000 })
  assert.equal(arrive(admission, { from: 24_000, perSecond: 1_000, forMs: 1_000 }), 1_000)
})

test('L41: without overload nobody is refused, however many come at once', () => {
  const admission = makeAdmission({ busyShare: () => 1, lateness: () => 1 })
  assert.equal(arrive(admission, { from: 0, perSecond: 1_000_000, forMs: 100 }), 100_000)
})

test('L2: who is in is remembered within a bound', () => {
  const admission = makeAdmission({ busyShare: () => 0, lateness: () => 0 })
  for (let name = 0; name < 3 * maxNames; name++) admission.letIn(name, 0)
  assert.ok(admission.size <= maxNames, `${admission.size}`)
})

test('L42: one pause is no overload, nor is a machine that others keep busy, and long turns one after the other are', () => {
  let busyShare = 1
  const turns = makeTurnLengths(() => busyShare)
  const pass = (turnMs: number, count: number) => {
    for (let turn = 0; turn < count; turn++) {
      now += turnMs
      turns.note(turnMs, now)
    }
  }
  let now = 0
  pass(1, 200)
  assert.ok(turns.lengthMs < 2, `${turns.lengthMs}`)
  pass(3_000, 1)
  pass(1, 10)
  assert.ok(turns.lengthMs < 2, 'after a pause of three seconds')
  pass(40, 3)
  assert.equal(turns.lengthMs, 40)
  pass(1, 60)
  assert.ok(turns.lengthMs < 2, 'when it is over')
  busyShare = 0.4
  pass(40, 10)
  assert.equal(turns.lengthMs, 0, 'late, but mostly idle')
})

test('L47: passwords that wait for each other close no lane of the sale and keep no newcomer out', () => {
  const lanes = makeLanes(() => 0)
  for (let password = 0; password < 400; password++) lanes.enter('people')
  for (let password = 0; password < 300; password++) lanes.leave('people', 5_000)
  assert.ok((['read', 'hold', 'page', 'confirm'] as const).every((lane) => lanes.isOpen(lane)))
  assert.equal(latenessOf(0, lanes), 0)
  for (const { name, budget, lane } of operations)
    if (budget === 'signIns') assert.equal(lane, 'people', name)
})

test('L43: holds that take long close their lane while many are under way', () => {
  const lanes = makeLanes(() => 0)
  const { tookMs } = laneBounds.hold
  for (let hold = 0; hold < 200; hold++) lanes.enter('hold')
  for (let hold = 0; hold < 50; hold++) lanes.leave('hold', tookMs / 2)
  assert.equal(lanes.isOpen('hold'), true)
  for (let hold = 0; hold < 100; hold++) lanes.leave('hold', tookMs * 2)
  assert.equal(lanes.isOpen('hold'), false)
  assert.equal(lanes.isOpen('read'), true, 'reading does not wait for the database')
  assert.ok(latenessOf(0, lanes) > 1, 'and newcomers give way')
  for (let hold = 0; hold < 40; hold++) lanes.leave('hold', tookMs * 2)
  assert.equal(lanes.isOpen('hold'), true, 'with few of them, the cause is another')
})

function from(world: World, address: string, path = '/api/stations') {
  return world.call('GET', path, { headers: { 'x-forwarded-for': address } })
}

test('L40: over HTTP, a newcomer is refused with 503 and told when to come back, and a regular is served', async () => {
  let waitMs = 0
  const world = await openWorld({ trustProxy: '127.0.0.1', loop: loopOf(() => waitMs) })
  assert.equal((await from(world, '192.0.2.1')).status, 200)
  await world.advance(100)
  waitMs = laneBounds.read.waitMs
  const newcomers: Awaited<ReturnType<typeof from>>[] = []
  for (let index = 0; index < 2 * fewestPerSecond; index++)
    newcomers.push(await from(world, `192.0.3.${index}`))
  const refused = newcomers.filter(({ status }) => status !== 200)
  assert.equal(refused.length, fewestPerSecond)
  for (const { status, body, headers } of refused) {
    assert.equal(`${status} ${body.code}`, '503 overloaded')
    assert.match(String(headers['retry-after']), /^[12]$/)
    assert.equal(headers['content-type'], 'application/problem+json')
    assert.match(String(body.instance), /^\/api\/stations#/)
  }
  assert.equal((await from(world, '192.0.2.1')).status, 200)
  assert.equal((await from(world, '198.51.100.1', '/healthz')).status, 200)
  await world.app.close()
})

test('L44: a refusal under overload costs its caller nothing, and reads neither session nor body', async () => {
  let waitMs = 0
  const world = await openWorld({ loop: loopOf(() => waitMs) })
  const token = await world.guest()
  waitMs = laneBounds.hold.waitMs + 1
  const hold = (given: object) =>
    world.call('POST', '/api/seat_holds', { key: 'k', body: 'no JSON', ...given })
  for (let asked = 0; asked < 300; asked++)
    assert.equal((await hold({ token })).body.code, 'overloaded', 'the 201st would be rate_limited')
  assert.equal((await hold({ token: 'forged' })).body.code, 'overloaded')
  const paying = await world.call('POST', '/api/bookings', { token, key: 'k', body: {} })
  assert.equal(paying.body.code, 'malformed_request', 'what seats depend on is never refused')
  waitMs = 0
  assert.equal((await hold({ token })).body.code, 'malformed_request')
  await world.app.close()
})
