import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { HoldId } from '../ids.ts'
import { after } from '../instant.ts'
import { departureAt } from '../railway/train-run.ts'
import { holdMs, paymentTimeoutMs } from '../records/hold.fixture.ts'
import { holdDeadline } from '../records/hold.ts'
import { alice, bob, idOf, World } from '../world.fixture.ts'
import { closePayment } from './close-payment.ts'
import { declinePayment } from './decline-payment.ts'
import { type PinHold, pinHold } from './pin-hold.ts'
import { releaseHold } from './release-hold.ts'
import { paymentOf, pictureOf, pin, pinned, placed, yes } from './sale.fixture.ts'

function held(seats = '1-1 1-2'): World {
  const world = new World()
  placed(world, 'h1', 'A-C', seats)
  return world
}

function answer(world: World, command: PinHold) {
  return world.decide((inventory, now) => pinHold(inventory, command, now))
}

function code(world: World, command: PinHold): string {
  const reply = answer(world, command)
  return reply.ok ? reply.value.kind : reply.refusal.code
}

test('P1: a pin keeps a hold and its claims until the end of the hold plus the payment time-out', () => {
  const world = held()
  const placedAt = world.now
  world.now = after(placedAt, holdMs - 1)
  const payment = pinned(world, pin('p1', 'h1', '1-1 1-2'))
  const hold = world.hold(idOf<HoldId>('h1'))
  const until = after(placedAt, holdMs + paymentTimeoutMs)
  assert.equal(hold?.status, 'PINNED')
  assert.equal(hold && holdDeadline(hold), until)
  assert.deepEqual(
    world.claims.map((claim) => claim.expiresAt),
    [until, until],
  )
  assert.equal(payment.deadlineAt, after(world.now, paymentTimeoutMs))
  assert(payment.deadlineAt <= until)
})

test('P1: a pinned hold whose bound has passed can no longer be paid, and its seats are free', () => {
  const world = held()
  pinned(world, pin('p1', 'h1', '1-1 1-2'))
  world.now = after(world.now, holdMs + paymentTimeoutMs)
  assert.equal(code(world, pin('p2', 'h1', '1-1 1-2')), 'hold_expired')
  assert.deepEqual(world.claims, [])
  assert.deepEqual(
    world.notes.slice(-2).map((note) => note.action),
    ['hold_expired', 'booking_attempt_refused'],
  )
})

test('P4: the end of the hold is too late, and a millisecond earlier is not', () => {
  for (const [waitMs, expected] of [
    [holdMs - 1, 'pinned'],
    [holdMs, 'hold_expired'],
    [holdMs + 1, 'hold_expired'],
  ] as const) {
    const world = held()
    world.now = after(world.now, waitMs)
    assert.equal(code(world, pin('p1', 'h1', '1-1 1-2')), expected)
  }
})

test('P4: while one attempt runs, another key is told so', () => {
  const world = held()
  pinned(world, pin('p1', 'h1', '1-1 1-2'))
  assert.equal(code(world, pin('p2', 'h1', '1-1 1-2')), 'hold_pinned')
})

/** Each refusal, and a change to the world that causes it; in the documented order. */
const breaks: readonly [code: string, prepare: (world: World) => void, changed: Partial<PinHold>][] = [
  ['idempotency_key_reused', () => {}, { idempotencyKey: 'key of p9', fingerprint: 'another' }],
  ['request_in_progress', () => {}, { idempotencyKey: 'key of p9', fingerprint: 'p9' }],
  ['hold_not_found', () => {}, { holdToken: 'guessed' }],
  ['hold_expired', (world) => (world.now = departureAt(world.run, 0)), {}],
  ['run_not_on_sale', (world) => Object.assign(world.run, { isOnSale: false }), {}],
  ['passengers_do_not_match_seats', () => {}, { passengers: [] }],
  ['payment_unavailable', () => {}, { isProviderAvailable: false }],
]

test('P2: a caller who breaks several rules hears of the first one only', () => {
  for (let first = 0; first < breaks.length; first++) {
    for (let second = first; second < breaks.length; second++) {
      const world = held()
      placed(world, 'h9', 'A-B', '1-20')
      pinned(world, pin('p9', 'h9', '1-20'))
      const chosen = [breaks[first], breaks[second]].filter((one) => one !== undefined)
      for (const [, prepare] of chosen) prepare(world)
      // The earlier change is applied last, in case both change the same member.
      const changed = Object.assign({}, ...chosen.toReversed().map(([, , change]) => change))
      assert.equal(
        code(world, pin('p1', 'h1', '1-1 1-2', changed)),
        breaks[first]?.[0],
        `${first} and ${second}`,
      )
    }
  }
})

test('P2: consumed, released and expired holds get refusals of their own, before the sale is checked', () => {
  const sold = held()
  pinned(sold, pin('p1', 'h1', '1-1 1-2'))
  assert(yes(sold, 'p1', 'b1').ok)
  const released = held()
  const give = { holdId: idOf<HoldId>('h1'), holdToken: 'token of h1', userId: alice }
  released.decide((inventory, now) => releaseHold(inventory, give, now))
  for (const world of [sold, released]) Object.assign(world.run, { isOnSale: false })
  assert.equal(code(sold, pin('p2', 'h1', '1-1 1-2')), 'hold_consumed')
  assert.equal(code(released, pin('p2', 'h1', '1-1 1-2')), 'hold_released')
})

test('P2: the sale of a segment closes at the departure from its boarding station', () => {
  for (const [offsetMs, expected] of [
    [-1, 'pinned'],
    [0, 'run_not_on_sale'],
  ] as const) {
    const world = new World()
    world.now = after(departureAt(world.run, 1), -60_000)
    placed(world, 'h1', 'B-C', '1-1')
    world.now = after(departureAt(world.run, 1), offsetMs)
    assert.equal(code(world, pin('p1', 'h1', '1-1')), expected)
  }
})

test('P2: passengers match when each seat of the hold has one, in any order', () => {
  const cases: readonly [seats: string, expected: string][] = [
    ['1-1 1-2', 'pinned'],
    ['1-2 1-1', 'pinned'],
    ['1-1', 'passengers_do_not_match_seats'],
    ['1-1 1-1', 'passengers_do_not_match_seats'],
    ['1-1 1-3', 'passengers_do_not_match_seats'],
    ['1-1 1-2 1-3', 'passengers_do_not_match_seats'],
  ]
  for (const [seats, expected] of cases) assert.equal(code(held(), pin('p1', 'h1', seats)), expected, seats)
})

test('P3: a refused attempt on one’s own hold leaves one entry; a replay and someone else’s hold leave none', () => {
  const world = held()
  const before = world.notes.length
  assert.equal(code(world, pin('p1', 'h1', '1-1')), 'passengers_do_not_match_seats')
  assert.deepEqual(
    world.notes.slice(before).map((note) => [note.action, note.facts.code]),
    [['booking_attempt_refused', 'passengers_do_not_match_seats']],
  )
  pinned(world, pin('p1', 'h1', '1-1 1-2'))
  const unchanged = pictureOf(world)
  assert.equal(code(world, pin('p1', 'h1', '1-1 1-2')), 'request_in_progress')
  assert.equal(code(world, pin('p1', 'h1', '1-1 1-2', { fingerprint: 'other' })), 'idempotency_key_reused')
  assert.equal(code(world, pin('p2', 'h1', '1-1 1-2', { userId: bob })), 'hold_not_found')
  assert.equal(pictureOf(world), unchanged)
})

test('P3: audit entries name no passenger', () => {
  const world = held()
  pinned(world, pin('p1', 'h1', '1-1 1-2'))
  yes(world, 'p1', 'b1')
  assert.doesNotMatch(JSON.stringify(world.notes), /Passenger/)
})

test('P5: a decline frees the seats and is the answer to its key from then on', () => {
  const world = held()
  const command = pin('p1', 'h1', '1-1 1-2')
  const { id } = pinned(world, command)
  const decline = { paymentId: id, declineCode: 'card_declined' }
  const reply = world.decide((inventory, now) => declinePayment(inventory, decline, now))
  assert.deepEqual(reply, { ok: false, refusal: { code: 'payment_declined', declineCode: 'card_declined' } })
  assert.deepEqual(world.claims, [])
  assert.equal(world.hold(idOf<HoldId>('h1'))?.status, 'RELEASED')
  assert.equal(paymentOf(world, 'p1').dueStep, null)
  assert.deepEqual(answer(world, command), reply)
  assert.equal(code(world, pin('p2', 'h1', '1-1 1-2')), 'hold_released')
})

test('P6: a closed attempt frees the seats, has a void due, and is the answer to its key from then on', () => {
  const world = held()
  const command = pin('p1', 'h1', '1-1 1-2')
  const { id } = pinned(world, command)
  const close = { paymentId: id, reason: 'no_answer' as const }
  const reply = world.decide((inventory, now) => closePayment(inventory, close, now))
  assert.deepEqual(reply, { ok: false, refusal: { code: 'payment_timed_out', reason: 'no_answer' } })
  assert.deepEqual(world.claims, [])
  const { status, dueStep, dueAt } = paymentOf(world, 'p1')
  assert.deepEqual({ status, dueStep, dueAt }, { status: 'TIMED_OUT', dueStep: 'VOID', dueAt: world.now })
  assert.deepEqual(answer(world, command), reply)
})

test('P14: while the provider is down, earlier attempts still get their answers', () => {
  const world = held()
  pinned(world, pin('p1', 'h1', '1-1 1-2'))
  yes(world, 'p1', 'b1')
  const again = answer(world, pin('p1', 'h1', '1-1 1-2', { isProviderAvailable: false }))
  assert.deepEqual(again, { ok: true, value: { kind: 'replay', bookingId: idOf('b1') } })
})
