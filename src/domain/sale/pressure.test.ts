import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { HoldId, UserId } from '../ids.ts'
import { after } from '../instant.ts'
import { expireHolds } from '../inventory/expire-holds.ts'
import { makeRun } from '../railway/run.fixture.ts'
import { holdMs } from '../records/hold.fixture.ts'
import { coolDownMs } from '../records/hold.ts'
import { alice, World } from '../world.fixture.ts'
import { codeOf, take } from './counted.fixture.ts'
import type { Vouching } from './pressure.ts'
import { releaseHold } from './release-hold.ts'
import { pin, pinned, yes } from './sale.fixture.ts'

const newcomer: Vouching = { share: 0.2, isKnown: false, provenWork: 0 }
const known: Vouching = { ...newcomer, isKnown: true }
const worked = (provenWork: number): Vouching => ({ ...newcomer, provenWork })

/** A run with so many rows of four seats in each class. */
function worldOf(second: number, first = 0): World {
  const rows = (count: number) => Array.from({ length: count }, () => 'wa aw')
  const coaches = [
    { number: '1', rows: rows(second) },
    { number: '2', rows: rows(first), travelClass: 'FIRST' },
  ]
  return new World(makeRun(coaches.slice(0, first > 0 ? 2 : 1)))
}

const ask = (world: World, id: number, seats: number | string, vouching?: Vouching, travelClass = 'SECOND') =>
  take({ world, id, seats, travelClass }, vouching ? { vouching } : {})

/** How many seats a thousand sessions get that ask for one each. */
function taken(world: World, vouching?: Vouching): number {
  return Array.from({ length: 1_000 }, (_, id) => ask(world, id + 1, 1, vouching)).filter(({ ok }) => ok)
    .length
}

function refusalOf(reply: ReturnType<typeof ask>) {
  assert(!reply.ok && reply.refusal.code === 'class_under_pressure', codeOf(reply))
  return reply.refusal
}

test('Z13: a thousand newcomers hold a fifth of a class, and without the share all of it', () => {
  assert.equal(taken(worldOf(50), newcomer), 40)
  assert.equal(taken(worldOf(50), { ...newcomer, share: 0.5 }), 100)
  assert.equal(taken(worldOf(50)), 200)
})

test('Z14: a party of nine newcomers gets nine free seats in any class when nothing else has happened', () => {
  for (const travelClass of ['SECOND', 'FIRST']) {
    const world = worldOf(3, 3)
    assert.equal(codeOf(ask(world, 1, 9, newcomer, travelClass)), 'held')
  }
  const world = worldOf(10)
  assert.equal(codeOf(ask(world, 1, 9, newcomer)), 'held')
  assert.equal(codeOf(ask(world, 2, 9, newcomer)), 'held', 'and so does a second: 18 seats of any class')
  assert.equal(codeOf(ask(world, 3, 1, newcomer)), 'class_under_pressure')
})

test('Z13: exactly the share is held; the next seat is refused, with what holds it up and the work that helps', () => {
  const world = worldOf(30)
  for (const [at, seats] of [9, 9, 5].entries()) ask(world, at + 1, seats, newcomer)
  world.now = after(world.now, 30_000)
  const refused = refusalOf(ask(world.copy(), 4, 2, newcomer))
  assert.deepEqual(refused, {
    ...{ code: 'class_under_pressure', travelClass: 'SECOND', maxSeats: 24, seatsHeld: 23 },
    ...{ retryAfterMs: holdMs - 30_000, work: 2 ** 19 },
  })
  assert.equal(codeOf(ask(world, 5, 1, newcomer)), 'held')
  assert.equal(refusalOf(ask(world, 6, 1, newcomer)).work, 2 ** 18)
})

test('Z13: other classes do not count, and neither do callers who are known, proven or not counted', () => {
  const world = worldOf(20, 20)
  for (const id of [1, 2]) ask(world, id, 9, newcomer)
  assert.equal(codeOf(ask(world, 3, 1, newcomer)), 'class_under_pressure')
  assert.equal(codeOf(ask(world, 4, 9, newcomer, 'FIRST')), 'held')
  assert.equal(codeOf(ask(world, 5, 9, known)), 'held')
  assert.equal(codeOf(ask(world, 6, 9, worked(9 * 2 ** 18))), 'held')
  assert.equal(codeOf(ask(world, 7, 9)), 'held')
  assert.deepEqual(
    [...world.holds.values()].map(({ standing }) => standing),
    ['NEWCOMER', 'NEWCOMER', 'NEWCOMER', 'KNOWN', 'PROVEN', null],
  )
  assert.equal(codeOf(ask(world, 8, '1-70 2-70', newcomer)), 'class_under_pressure', 'one class is enough')
})

test('Z13: seats that are paid, released or run out make room', () => {
  const world = worldOf(20)
  const seats = '1-1 1-2 1-3 1-4 1-5 1-6 1-7 1-8 1-9'
  ask(world, 1, seats, newcomer)
  ask(world, 2, 9, newcomer)
  const userId = (alice + 1) as UserId
  pinned(world, pin('p1', 'h1', seats, { userId }))
  assert.equal(codeOf(ask(world, 3, 9, newcomer)), 'class_under_pressure', 'while the payment runs')
  assert.ok(yes(world, 'p1', 'b1').ok)
  assert.equal(codeOf(ask(world, 4, 9, newcomer)), 'held', 'after it')
  const release = { holdId: 2 as HoldId, holdToken: 'token of h2', userId: (alice + 2) as UserId }
  world.decide((inventory, now) => releaseHold(inventory, release, now))
  assert.equal(codeOf(ask(world, 5, 9, newcomer)), 'held', 'after a release')
  world.now = after(world.now, holdMs)
  assert.equal(codeOf(ask(world, 6, 9, newcomer)), 'held', 'after their time, with no commit that says so')
})

for (const isSaid of [true, false])
  test(`Z15: a class whose holds run out unpaid is under pressure for ten minutes, ${isSaid ? 'with' : 'without'} a commit that says so`, () => {
    const world = worldOf(20)
    for (const id of [1, 2]) ask(world, id, 9, newcomer)
    world.now = after(world.now, holdMs)
    if (isSaid) world.decide(expireHolds)
    const refused = refusalOf(ask(world.copy(), 3, 1, newcomer))
    assert.deepEqual([refused.seatsHeld, refused.retryAfterMs], [0, coolDownMs])
    assert.equal(codeOf(ask(world.copy(), 3, 1, worked(2 ** 18))), 'held')
    assert.equal(codeOf(ask(world.copy(), 3, 1, known)), 'held')
    world.now = after(world.now, coolDownMs)
    assert.equal(codeOf(ask(world, 4, 1, newcomer)), 'held')
  })

test('Z15: one booked seat for each four that ran out is enough, and so is one seat fewer that ran out', () => {
  const world = worldOf(20)
  const booked = (id: number, seats: string) => {
    const userId = (alice + id) as UserId
    assert.equal(codeOf(ask(world, id, seats, newcomer)), 'held')
    pinned(world, pin(`p${id}`, `h${id}`, seats, { userId }))
    assert.ok(yes(world, `p${id}`, `b${id}`).ok)
  }
  booked(1, '1-71 1-72 1-73 1-74')
  for (const id of [2, 3]) ask(world, id, id === 2 ? 9 : 8, newcomer)
  world.now = after(world.now, holdMs)
  world.decide(expireHolds)
  assert.equal(codeOf(ask(world.copy(), 4, 1, newcomer)), 'held', '17 ran out')
  ask(world, 5, 1, newcomer)
  world.now = after(world.now, holdMs)
  world.decide(expireHolds)
  assert.equal(codeOf(ask(world.copy(), 6, 1, newcomer)), 'class_under_pressure', '18 ran out, 4 were booked')
  ask(world, 7, '1-75', worked(2 ** 20))
  pinned(world, pin('p7', 'h7', '1-75', { userId: (alice + 7) as UserId }))
  assert.ok(yes(world, 'p7', 'b7').ok)
  assert.equal(codeOf(ask(world, 8, 1, newcomer)), 'held', '18 ran out, 5 were booked')
})

/** 24 of 120 seats are held by newcomers, which is all that they may. */
function pressed(): World {
  const world = worldOf(30)
  for (const [at, seats] of [9, 9, 6].entries()) ask(world, at + 1, seats, newcomer)
  return world
}

test('Z16: work doubles with each share that is held by work and not paid, and half of it is accepted', () => {
  const world = pressed()
  const works: number[] = []
  for (let id = 10; id < 26; id++) {
    const { work } = refusalOf(ask(world, id, 6, newcomer))
    works.push(Math.log2(work / 6))
    assert.equal(codeOf(ask(world, id + 100, 6, worked(work / 2 - 1))), 'class_under_pressure')
    assert.equal(codeOf(ask(world, id + 200, 6, worked(work / 2))), 'held')
  }
  assert.deepEqual(works, [18, 18, 18, 18, 19, 19, 19, 19, 20, 20, 20, 20, 21, 21, 21, 21])
})

test('Z16: seats that were held by work and ran out count twice for ten minutes, and work doubles six times at most', () => {
  const world = pressed()
  const works: number[] = []
  for (let turn = 0; turn < 6; turn++) {
    for (const [at, seats] of [9, 9, 6].entries()) ask(world, 10 * turn + at + 4, seats, worked(2 ** 40))
    world.now = after(world.now, holdMs)
    if (turn % 2 > 0) world.decide(expireHolds)
    works.push(Math.log2(refusalOf(ask(world, 1_000 + turn, 1, newcomer)).work))
  }
  assert.deepEqual(works, [20, 22, 24, 24, 24, 24])
})
