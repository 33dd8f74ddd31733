import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { HoldId, UserId } from '../ids.ts'
import { after } from '../instant.ts'
import { expireHolds } from '../inventory/expire-holds.ts'
import { makeRun } from '../railway/run.fixture.ts'
import { holdMs } from '../records/hold.fixture.ts'
import { coolDownMs } from '../records/hold.ts'
import { alice, World } from '../world.fixture.ts'
import { type AddressBlock, seatsOfEveryBlock } from './address-block.ts'
import { take as ask, codeOf } from './counted.fixture.ts'
import { releaseHold } from './release-hold.ts'
import { pin, pinned, yes } from './sale.fixture.ts'

const here: AddressBlock = { names: [11], share: 0.1 }
const elsewhere: AddressBlock = { names: [22], share: 0.1 }

/** A run with this many rows of four seats. */
function worldOf(rows: number): World {
  return new World(makeRun([{ number: '1', rows: Array.from({ length: rows }, () => 'wa aw') }]))
}

/** Seats for a guest from a block. */
function take(world: World, id: number, seats: number | string, block?: AddressBlock, legs = 'A-C') {
  return ask({ world, id, seats, legs }, block ? { block } : {})
}

/** How many seats a thousand sessions get that ask for one each. */
function taken(world: World, block?: AddressBlock): number {
  return Array.from({ length: 1_000 }, (_, id) => take(world, id + 1, 1, block)).filter(({ ok }) => ok).length
}

test('Z1: a thousand sessions of one block hold a tenth of a run, and without the cap all of it', () => {
  assert.equal(taken(worldOf(75), here), 30)
  assert.equal(taken(worldOf(75), { ...here, share: 0.25 }), 75)
  assert.equal(taken(worldOf(75)), 300)
})

test('Z2: a block may hold 18 seats of however small a run: two parties of nine', () => {
  const world = worldOf(10)
  assert.deepEqual(
    [9, 9, 1].map((seats, at) => codeOf(take(world, at + 1, seats, here))),
    ['held', 'held', 'network_holds_too_many'],
  )
  assert.equal(seatsOfEveryBlock, 18)
})

test('Z1: who is refused learns how many seats the block may hold and when the first of them is free', () => {
  const world = worldOf(10)
  take(world, 1, 9, here)
  world.now = after(world.now, 30_000)
  take(world, 2, 8, here)
  const reply = take(world, 3, 2, here)
  assert(!reply.ok)
  const facts = { maxSeats: 18, seatsHeld: 17, retryAfterMs: holdMs - 30_000 }
  assert.deepEqual(reply.refusal, { code: 'network_holds_too_many', ...facts })
  assert.equal(codeOf(take(world, 4, 1, here)), 'held', 'exactly the share')
})

test('Z3: seats count until they are paid, released, or run out, and other blocks do not count', () => {
  const world = worldOf(20)
  take(world, 1, '1-1 1-2 1-3 1-4 1-5 1-6 1-7 1-8 1-9', here)
  take(world, 2, 9, here)
  assert.equal(codeOf(take(world, 3, 9, here)), 'network_holds_too_many')
  assert.equal(codeOf(take(world, 4, 9, elsewhere)), 'held')
  assert.equal(codeOf(take(world, 5, 9)), 'held', 'a caller whose holds are not counted')
  const seats = '1-1 1-2 1-3 1-4 1-5 1-6 1-7 1-8 1-9'
  const userId = (alice + 1) as UserId
  pinned(world, pin('p1', 'h1', seats, { userId }))
  assert.equal(codeOf(take(world, 6, 9, here)), 'network_holds_too_many', 'while the payment runs')
  assert.ok(yes(world, 'p1', 'b1').ok)
  assert.equal(codeOf(take(world, 7, 9, here)), 'held', 'after it')
  const release = { holdId: 2 as HoldId, holdToken: 'token of h2', userId: (alice + 2) as UserId }
  world.decide((inventory, now) => releaseHold(inventory, release, now))
  assert.equal(codeOf(take(world, 8, 9, here)), 'held', 'after a release')
  world.now = after(world.now, holdMs)
  assert.equal(codeOf(take(world, 9, 9, here)), 'held', 'after their time, with no commit that says so')
})

/** A block holds a seat and lets its time run out; a commit may say so or not. */
function letRunOut(world: World, id: number, block: AddressBlock, isSaid: boolean): void {
  assert.equal(codeOf(take(world, id, '1-1', block)), 'held')
  world.now = after(world.now, holdMs)
  if (isSaid) world.decide(expireHolds)
}

for (const isSaid of [true, false])
  test(`Z5: a seat that ran out twice cools down for that block alone, ${isSaid ? 'with' : 'without'} a commit that says so`, () => {
    const world = worldOf(5)
    letRunOut(world, 1, here, isSaid)
    const first = world.now
    letRunOut(world, 2, here, isSaid)
    const reply = take(world, 3, '1-1 1-2', here)
    assert(!reply.ok)
    const retryAfterMs = coolDownMs - holdMs
    assert.deepEqual(reply.refusal, { code: 'seats_cooling_down', seatNumbers: ['1-1'], retryAfterMs })
    const copy = world.copy()
    assert.equal(codeOf(take(copy, 4, '1-1', elsewhere)), 'held')
    assert.equal(codeOf(take(world.copy(), 4, '1-1')), 'held')
    world.now = after(first, coolDownMs - 1)
    assert.equal(codeOf(take(world, 5, '1-1', here)), 'seats_cooling_down')
    world.now = after(first, coolDownMs)
    assert.equal(codeOf(take(world, 6, '1-1', here)), 'held')
  })

test('Z5: a declined payment is no unpaid end, and neither is a release', () => {
  const world = worldOf(5)
  for (const id of [1, 2]) {
    take(world, id, '1-1', here)
    const release = { holdId: id as HoldId, holdToken: `token of h${id}`, userId: (alice + id) as UserId }
    world.decide((inventory, now) => releaseHold(inventory, release, now))
  }
  for (const id of [3, 4]) {
    take(world, id, '1-1', here)
    pinned(world, pin(`p${id}`, `h${id}`, '1-1', { userId: (alice + id) as UserId }))
    world.now = after(world.now, 10 * holdMs)
    world.decide(expireHolds)
  }
  assert.equal(codeOf(take(world, 5, '1-1', here)), 'held')
})

test('Z5: only ends on legs that the segment shares count', () => {
  const world = worldOf(5)
  letRunOut(world, 1, here, true)
  letRunOut(world, 2, here, true)
  assert.equal(codeOf(take(world.copy(), 3, '1-1', here)), 'seats_cooling_down')
  assert.equal(codeOf(take(world, 4, '1-1', here, 'C-E')), 'held')
})

test('Z6: the system chooses no seat that cools down, offers none, and says so when only those are left', () => {
  const world = worldOf(1)
  letRunOut(world, 1, here, true)
  letRunOut(world, 2, here, true)
  const chosen = take(world.copy(), 3, 3, here)
  assert.deepEqual(
    chosen.ok && chosen.value.hold.seats.map(({ seatId }) => seatId),
    ['1-2', '1-3', '1-4'].map((number) => world.seatId(number)),
  )
  const all = take(world.copy(), 4, 4, here)
  assert.deepEqual(!all.ok && all.refusal.code === 'seats_cooling_down' && all.refusal.seatNumbers, ['1-1'])
  take(world, 5, '1-2')
  const other = take(world, 6, '1-2', here)
  assert(!other.ok && other.refusal.code === 'seat_taken')
  assert.ok(!other.refusal.alternatives.includes('1-1'), other.refusal.alternatives.join())
  assert.equal(codeOf(take(world, 7, 4, here)), 'not_enough_seats', 'nobody else would find four either')
})
