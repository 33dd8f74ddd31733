import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { StationCode } from '../ids.ts'
import { after } from '../instant.ts'
import { priceCents } from '../railway/price.ts'
import { clock, makeRun, oneCoach, sketchFare } from '../railway/run.fixture.ts'
import { segmentsOf } from '../railway/small-world.fixture.ts'
import { holdMs } from '../records/hold.fixture.ts'
import { alice, bob, idOf, segment, World } from '../world.fixture.ts'
import { type PlaceHold, placeHold } from './place-hold.ts'

/** `hold('h1', 'A-C', '1-1 1-2')`; a number of seats lets the system choose. */
function hold(
  name: string,
  segmentText: string,
  seats: string | number,
  changed: Partial<PlaceHold> = {},
): PlaceHold {
  const [from = '', to = ''] = segmentText.split('-')
  return {
    holdId: idOf(name),
    holdToken: `token of ${name}`,
    userId: alice,
    fromStationCode: from as StationCode,
    toStationCode: to as StationCode,
    segment: segment(segmentText),
    seats:
      typeof seats === 'string'
        ? { kind: 'named', seatNumbers: seats.split(' ') }
        : { kind: 'chosen', travelClass: 'SECOND', seatCount: seats, preferences: {} },
    holdMs,
    holdsPerUser: 10,
    idempotencyKey: `key of ${name}`,
    fingerprint: name,
    ...changed,
  }
}

function place(world: World, command: PlaceHold) {
  return world.decide((inventory, now) => placeHold(inventory, command, now))
}

function placed(world: World, command: PlaceHold) {
  const reply = place(world, command)
  assert(reply.ok, JSON.stringify(reply))
  return reply.value.hold
}

function refusal(world: World, command: PlaceHold) {
  const { reply, changes } = world.ask((inventory, now) => placeHold(inventory, command, now))
  assert(!reply.ok, 'it was accepted')
  assert.deepEqual(changes, [], 'who refuses changes nothing')
  return reply.refusal
}

const letters = ({ fromLeg, toLeg }: { fromLeg: number; toLeg: number }) =>
  `${String.fromCharCode(65 + fromLeg)}-${String.fromCharCode(65 + toLeg)}`

test('H2: of all 100 pairs of segments of a run of 5 stops, one seat takes exactly those that share no leg', () => {
  for (const first of segmentsOf(5))
    for (const second of segmentsOf(5)) {
      const world = new World()
      placed(world, hold('h1', letters(first), '1-1'))
      const reply = place(world, hold('h2', letters(second), '1-1', { userId: bob }))
      const isShared = Math.max(first.fromLeg, second.fromLeg) < Math.min(first.toLeg, second.toLeg)
      assert.equal(reply.ok, !isShared, `${letters(first)} ${letters(second)}`)
    }
})

test('H2: all sets of up to three segments that share no leg fit on one seat, and no other set does', () => {
  let fitting = 0
  for (const a of segmentsOf(5))
    for (const b of segmentsOf(5))
      for (const c of segmentsOf(5)) {
        const world = new World()
        const replies = [a, b, c].map((ride, at) => place(world, hold(`h${at + 1}`, letters(ride), '1-1')).ok)
        const legs = [a, b, c].flatMap(({ fromLeg, toLeg }) => [0, 1, 2, 3].slice(fromLeg, toLeg))
        assert.equal(replies.every(Boolean), new Set(legs).size === legs.length)
        if (replies.every(Boolean)) fitting++
      }
  // Three consecutive segments on four legs: 4 ways to leave one leg out, 3 ways to give two legs to one of
  // them, each in 6 orders.
  assert.equal(fitting, 7 * 6)
})

test('H1: all seats or none', () => {
  const world = new World()
  placed(world, hold('h1', 'A-C', '1-2'))
  const command = hold('h2', 'B-D', '1-1 1-2 1-3', { userId: bob })
  assert.equal(refusal(world, command).code, 'seat_taken')
  assert.equal(world.claims.length, 1)
  const whole = placed(world, hold('h3', 'B-D', '1-3 1-1', { userId: bob }))
  assert.deepEqual(
    whole.seats.map((seat) => seat.seatId),
    [world.seatId('1-1'), world.seatId('1-3')],
    'in the order of the consist',
  )
  assert.deepEqual(
    world.claims
      .slice(1)
      .map(({ state, holdId, fromLeg, toLeg, expiresAt }) => [state, holdId, fromLeg, toLeg, expiresAt]),
    [1, 2].map(() => ['HELD', 3, 1, 3, after(world.now, holdMs)]),
  )
})

test('H3: a caller who breaks several rules hears of the first one only', () => {
  const world = new World()
  placed(world, hold('h1', 'A-C', '1-1'))
  const taken = { holdsPerUser: 1 }
  const ten = Array.from({ length: 9 }, (_, at) => `9-${at}`)
    .concat('9-0')
    .join(' ')
  const old = { idempotencyKey: 'key of h1' }
  const closed = { ...makeRun(), isOnSale: false }
  const code = (command: PlaceHold) => refusal(world, command).code
  assert.equal(code(hold('h2', 'A-C', ten, { ...taken, ...old })), 'idempotency_key_reused')
  assert.equal(code(hold('h2', 'A-C', ten, taken)), 'too_many_seats')
  const off = new World(closed)
  assert.equal(refusal(off, hold('h2', 'A-C', '9-9 9-9', taken)).code, 'duplicate_seats')
  assert.equal(refusal(off, hold('h2', 'A-C', '9-9 1-1', taken)).code, 'run_not_on_sale')
  assert.deepEqual(refusal(world, hold('h2', 'A-C', '9-9 1-1', taken)), {
    code: 'seat_not_on_run',
    seatNumbers: ['9-9'],
  })
  assert.deepEqual(refusal(world, hold('h2', 'A-C', '1-1', taken)), { code: 'too_many_holds', maxHolds: 1 })
  assert.equal(code(hold('h2', 'A-C', '1-1', { holdsPerUser: 2 })), 'seat_taken')
})

test('H3: a choice by the system is refused in the same order', () => {
  const world = new World(makeRun([{ number: '1', rows: ['w'] }]))
  placed(world, hold('h1', 'A-C', 1))
  assert.equal(refusal(world, hold('h2', 'A-C', 10, { holdsPerUser: 1 })).code, 'too_many_seats')
  assert.equal(refusal(world, hold('h2', 'A-C', 9, { holdsPerUser: 1 })).code, 'too_many_holds')
  assert.deepEqual(refusal(world, hold('h2', 'A-C', 9)), {
    code: 'not_enough_seats',
    travelClass: 'SECOND',
    seatsAvailable: 0,
    seatsWanted: 9,
  })
  assert(place(world, hold('h2', 'C-E', 1)).ok)
})

test('H4: sale closes at the departure from the boarding station, and not before', () => {
  const world = new World()
  world.now = after(clock('09:00'), -1)
  assert.equal(refusal(world, hold('h1', 'A-C', '1-1')).code, 'run_not_on_sale')
  placed(world, hold('h2', 'B-C', '1-1'))
  world.now = clock('09:00')
  assert.equal(refusal(world, hold('h3', 'B-C', '1-2')).code, 'run_not_on_sale')
  placed(world, hold('h4', 'C-D', '1-2'))
})

test('H5: each seat is priced by its class and the total is their sum', () => {
  const world = new World(makeRun([...oneCoach, { number: '2', rows: ['w'], travelClass: 'FIRST' }]))
  const found = placed(world, hold('h1', 'B-E', '2-1 1-1'))
  assert.deepEqual(
    found.seats.map((seat) => seat.priceCents),
    [4200, 7000],
  )
  assert.deepEqual([found.totalCents, found.currency], [11_200, 'EUR'])
})

test('I11: a later change of the fare does not change the hold', () => {
  const world = new World()
  const first = placed(world, hold('h1', 'B-E', '1-1'))
  const dearer = { ...world.run, fare: { ...sketchFare, roundToCents: 10_000 } }
  const later = new World(dearer)
  later.holds.set(first.id, first)
  const reply = place(later, hold('h1', 'B-E', '1-1'))
  assert(reply.ok && reply.value.replayed)
  assert.equal(reply.value.hold.totalCents, 4200)
})

test('H6, I2: nobody else gets a leg of the seat before the deadline, and anyone can at the deadline', () => {
  const world = new World()
  const first = placed(world, hold('h1', 'A-C', '1-1'))
  assert.equal(first.expiresAt, after(world.now, holdMs))
  world.now = after(first.expiresAt, -1)
  assert.equal(refusal(world, hold('h2', 'B-D', '1-1', { userId: bob })).code, 'seat_taken')
  world.now = first.expiresAt
  placed(world, hold('h2', 'B-D', '1-1', { userId: bob }))
})

test('H7, I3: with no sweeper, the next claimant ends the expired hold whole and gets the seat', () => {
  const world = new World()
  placed(world, hold('h1', 'A-C', '1-1 1-2'))
  world.now = after(world.now, holdMs)
  placed(world, hold('h2', 'A-B', '1-1', { userId: bob }))
  assert.equal(world.holds.get(idOf('h1'))?.status, 'EXPIRED')
  assert.deepEqual(
    world.claims.map((claim) => [claim.holdId, claim.seatId]),
    [[2, world.seatId('1-1')]],
  )
  assert.deepEqual(
    world.notes.map((note) => [note.action, note.holdId]),
    [
      ['hold_placed', 1],
      ['hold_expired', 1],
      ['hold_placed', 2],
    ],
  )
})

test('H7: one hold in the way of two seats ends once', () => {
  const world = new World()
  placed(world, hold('h1', 'A-C', '1-1 1-2'))
  placed(world, hold('h2', 'A-C', '1-3'))
  world.now = after(world.now, holdMs)
  placed(world, hold('h3', 'A-C', '1-1 1-2 1-3'))
  assert.equal(world.notes.filter((note) => note.action === 'hold_expired').length, 2)
  assert.equal(world.claims.length, 3)
})

test('H7: an expired hold that is not in the way is left alone', () => {
  const world = new World()
  placed(world, hold('h1', 'A-C', '1-1'))
  world.now = after(world.now, holdMs)
  placed(world, hold('h2', 'C-E', '1-1'))
  assert.equal(world.holds.get(idOf('h1'))?.status, 'ACTIVE')
})

test('H8, I8: the same key and request get the same hold and change nothing', () => {
  const world = new World()
  const placedFirst = place(world, hold('h1', 'A-C', '1-1'))
  assert(placedFirst.ok && !placedFirst.value.replayed)
  const first = placedFirst.value.hold
  const again = hold('h1', 'A-C', '1-1', { holdId: idOf('h2'), holdToken: 'another' })
  for (const at of [world.now, after(first.expiresAt, 1)]) {
    world.now = at
    const { reply, changes } = world.ask((inventory, now) => placeHold(inventory, again, now))
    assert.deepEqual([reply, changes], [{ ok: true, value: { hold: first, replayed: true } }, []])
  }
})

test('H8: a key belongs to its user, and a refused hold is not remembered', () => {
  const world = new World()
  placed(world, hold('h1', 'A-C', '1-1'))
  const command = hold('h2', 'A-C', '1-1', { userId: bob, idempotencyKey: 'key of h1' })
  assert.equal(refusal(world, command).code, 'seat_taken')
  world.now = after(world.now, holdMs)
  placed(world, command)
})

test('H9: only holds that still keep seats count', () => {
  const world = new World()
  const limit = { holdsPerUser: 2 }
  world.book('b9', 'A-B', ['1-9'])
  placed(world, hold('h1', 'A-C', '1-1', limit))
  placed(world, hold('h2', 'A-C', '1-2', { ...limit, holdMs: 1000 }))
  assert.equal(refusal(world, hold('h3', 'A-C', '1-3', limit)).code, 'too_many_holds')
  placed(world, hold('h4', 'A-C', '1-4', { ...limit, userId: bob }))
  world.now = after(world.now, 1000)
  placed(world, hold('h3', 'A-C', '1-3', limit))
})

test('H10: a refusal names the taken seats and offers the same number of free seats of the class', () => {
  const world = new World(
    makeRun([
      { number: '1', rows: ['wa aw'] },
      { number: '2', rows: ['wa aw', 'w'] },
    ]),
  )
  placed(world, hold('h1', 'A-C', '2-1 2-2 2-3'))
  assert.deepEqual(refusal(world, hold('h2', 'A-C', '2-1 2-4')), {
    code: 'seat_taken',
    seatNumbers: ['2-1'],
    alternatives: ['1-1', '1-2'],
  })
  assert.deepEqual(refusal(world, hold('h2', 'A-C', '2-1')), {
    code: 'seat_taken',
    seatNumbers: ['2-1'],
    alternatives: ['2-4'],
  })
  placed(world, hold('h3', 'A-C', '1-1 1-2 1-3 1-4 2-4'))
  assert.deepEqual(refusal(world, hold('h2', 'A-C', '2-1 2-2')), {
    code: 'seat_taken',
    seatNumbers: ['2-1', '2-2'],
    alternatives: [],
  })
})

test('H10: a seat that the operator has blocked is taken like any other', () => {
  const world = new World()
  world.block('A-B', '1-1')
  assert.equal(refusal(world, hold('h1', 'A-C', '1-1')).code, 'seat_taken')
  placed(world, hold('h2', 'B-C', '1-1'))
})

test('H14, I14: a hold leaves one entry, with ids and amounts but no token', () => {
  const world = new World()
  const found = placed(world, hold('h1', 'A-C', '1-1 1-2'))
  assert.deepEqual(
    world.notes.map(({ action, userId, holdId }) => [action, userId, holdId]),
    [['hold_placed', alice, found.id]],
  )
  assert(!JSON.stringify(world.notes).includes('token'))
})

test('F7: A hold is priced by the tariff distance of its segment, if there is one.', () => {
  const world = new World()
  const own = place(world, hold('h1', 'A-B', '1-1'))
  const tariff = place(world, hold('h2', 'A-B', '1-2', { meters: 1_000_000 }))
  assert.ok(own.ok && tariff.ok)
  const run = world.run
  const priceOf = (meters?: number) => priceCents(run, 'SECOND', segment('A-B'), meters)
  assert.deepEqual([own.value.hold.totalCents, tariff.value.hold.totalCents], [priceOf(), priceOf(1_000_000)])
  assert.notEqual(priceOf(), priceOf(1_000_000))
})
