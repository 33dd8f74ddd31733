import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { HoldId } from '../ids.ts'
import { after } from '../instant.ts'
import { departureAt } from '../railway/train-run.ts'
import { holdMs, paymentTimeoutMs } from '../records/hold.fixture.ts'
import { holdDeadline } from '../records/hold.ts'
import { alice, bob, segment, World } from '../world.fixture.ts'
import { type ExtendHold, extendHold } from './extend-hold.ts'
import { placeHold } from './place-hold.ts'
import { releaseHold } from './release-hold.ts'
import { paymentOf, pictureOf, pin, pinned, placed, yes } from './sale.fixture.ts'
import { unpinHold } from './unpin-hold.ts'

const extensionMs = 90_000
const first = 1 as HoldId

function held(seats = '1-1 1-2'): World {
  const world = new World()
  placed(world, 'h1', 'A-C', seats)
  return world
}

function extend(world: World, changed: Partial<ExtendHold> = {}): string {
  const command = {
    holdId: first,
    holdToken: 'token of h1',
    userId: alice,
    extensionMs,
    idempotencyKey: 'x1',
    ...changed,
  }
  const reply = world.decide((inventory, now) => extendHold(inventory, command, now))
  return reply.ok ? (reply.value.replayed ? 'replayed' : 'extended') : reply.refusal.code
}

function release(world: World): string {
  const command = { holdId: first, holdToken: 'token of h1', userId: alice }
  const reply = world.decide((inventory, now) => releaseHold(inventory, command, now))
  return reply.ok ? 'released' : reply.refusal.code
}

/** Another passenger asks for a seat of the hold. */
function rival(world: World): string {
  const command = {
    ...{ holdId: 9 as HoldId, holdToken: 'token of h9', userId: bob, segment: segment('A-C') },
    ...{ fromStationCode: 'A', toStationCode: 'C', idempotencyKey: 'h9', fingerprint: 'h9' },
    ...{ seats: { kind: 'named', seatNumbers: ['1-1'] }, holdMs, holdsPerUser: 10 },
  } as never
  const reply = world.decide((inventory, now) => placeHold(inventory, command, now))
  return reply.ok ? 'held' : reply.refusal.code
}

test('H15: an extension begins at the end of the hold, whenever it is asked for, and keeps the seats until its own', () => {
  for (const waitMs of [0, 1, holdMs - 1]) {
    const world = held()
    const placedAt = world.now
    world.now = after(placedAt, waitMs)
    assert.equal(extend(world), 'extended')
    const until = after(placedAt, holdMs + extensionMs)
    assert.deepEqual(
      world.claims.map((claim) => claim.expiresAt),
      [until, until],
    )
    world.now = after(until, -1)
    assert.equal(rival(world), 'seat_taken')
    world.now = until
    assert.equal(rival(world), 'held')
  }
})

test('H15: the price, the seats and the token of an extended hold are those that it was placed with', () => {
  const world = held()
  const before = world.hold(first)
  extend(world)
  const hold = world.hold(first)
  assert.deepEqual(
    [hold?.seats, hold?.totalCents, hold?.token],
    [before?.seats, before?.totalCents, before?.token],
  )
  assert.equal(hold?.extensionMs, extensionMs)
})

test('H16: a hold is extended once; its key gets the same answer again, whatever becomes of it', () => {
  const world = held()
  assert.equal(extend(world), 'extended')
  assert.equal(extend(world, { idempotencyKey: 'x2' }), 'hold_already_extended')
  const picture = pictureOf(world)
  assert.equal(extend(world), 'replayed')
  release(world)
  assert.equal(extend(world), 'replayed')
  assert.equal(extend(world, { idempotencyKey: 'x2' }), 'hold_released')
  assert.notEqual(pictureOf(world), picture, 'it was released')
  assert.equal(extend(world, { userId: bob }), 'hold_not_found')
})

/** Each refusal, and what causes it; in the documented order. */
const breaks: readonly [code: string, prepare: (world: World) => void, changed: Partial<ExtendHold>][] = [
  ['hold_not_found', () => {}, { holdToken: 'guessed' }],
  ['hold_expired', (world) => (world.now = departureAt(world.run, 0)), {}],
  ['hold_pinned', (world) => pinned(world, pin('p1', 'h1', '1-1 1-2')), {}],
  ['hold_already_extended', (world) => extend(world, { idempotencyKey: 'x0' }), {}],
  ['hold_extension_off', () => {}, { extensionMs: 0 }],
  ['run_not_on_sale', (world) => Object.assign(world.run, { isOnSale: false }), {}],
]

/** The order in which they can happen to one hold; the others change nothing in the world. */
const turns = ['hold_already_extended', 'hold_pinned', 'run_not_on_sale', 'hold_expired']

test('H17: a caller who breaks several rules hears of the first one only', () => {
  for (let one = 0; one < breaks.length; one++)
    for (let other = one; other < breaks.length; other++) {
      const world = held()
      const chosen = [...new Set([breaks[one], breaks[other]])].filter((each) => each !== undefined)
      for (const [, prepare] of chosen.toSorted(([a], [b]) => turns.indexOf(a) - turns.indexOf(b)))
        prepare(world)
      const changed = Object.assign({}, ...chosen.map(([, , change]) => change))
      assert.equal(extend(world, changed), breaks[one]?.[0], `${one} and ${other}`)
    }
})

test('H17: a booked and a released hold say so', () => {
  const sold = held()
  pinned(sold, pin('p1', 'h1', '1-1 1-2'))
  assert(yes(sold, 'p1', 'b1').ok)
  assert.equal(extend(sold), 'hold_consumed')
  const released = held()
  release(released)
  assert.equal(extend(released), 'hold_released')
})

test('H17: nothing is extended after the departure from the boarding station', () => {
  for (const [offsetMs, expected] of [
    [-1, 'extended'],
    [0, 'run_not_on_sale'],
  ] as const) {
    const world = new World()
    world.now = after(departureAt(world.run, 0), -60_000)
    placed(world, 'h1', 'A-C', '1-1 1-2')
    world.now = after(departureAt(world.run, 0), offsetMs)
    assert.equal(extend(world), expected)
  }
})

test('H14: each extension is one audit entry, and a refused or repeated one is none', () => {
  const world = held()
  world.notes = []
  extend(world, { extensionMs: 0 })
  extend(world)
  extend(world)
  extend(world, { idempotencyKey: 'x2' })
  const { expiresAt } = world.hold(first) ?? {}
  assert.deepEqual(
    world.notes.map(({ action, holdId, facts }) => [action, holdId, facts]),
    [['hold_extended', first, { expires_at: expiresAt }]],
  )
})

test('I9: seats are kept unpaid for the hold time, one extension and the payment time-out, and not a millisecond longer', () => {
  const world = held()
  const placedAt = world.now
  world.now = after(placedAt, holdMs - 1)
  assert.equal(extend(world), 'extended')
  world.now = after(placedAt, holdMs + extensionMs - 1)
  assert.equal(extend(world, { idempotencyKey: 'x2' }), 'hold_already_extended')
  pinned(world, pin('p1', 'h1', '1-1 1-2'))
  const last = after(placedAt, holdMs + extensionMs + paymentTimeoutMs)
  const hold = world.hold(first)
  assert.equal(hold && holdDeadline(hold), last)
  world.now = after(last, -1)
  assert.equal(rival(world), 'seat_taken')
  world.now = last
  assert.equal(rival(world), 'held')
})

test('P22: a payment that was never sent gives an extended hold back with its longer life', () => {
  const world = held()
  extend(world)
  const before = world.hold(first)
  pinned(world, pin('p1', 'h1', '1-1 1-2'))
  world.decide((inventory, now) => unpinHold(inventory, { paymentId: paymentOf(world, 'p1').id }, now))
  assert.equal(world.hold(first)?.expiresAt, before?.expiresAt)
  assert.equal(extend(world, { idempotencyKey: 'x2' }), 'hold_already_extended')
})

/** What an extension meets, and how both orders end. */
const races: readonly {
  readonly with: string
  readonly other: (world: World) => string
  readonly extensionFirst: readonly string[]
  readonly otherFirst: readonly string[]
}[] = [
  {
    with: 'expiry',
    other(world) {
      world.now = after(world.hold(first)?.createdAt ?? world.now, holdMs)
      return rival(world)
    },
    extensionFirst: ['extended', 'seat_taken'],
    otherFirst: ['held', 'hold_expired'],
  },
  {
    with: 'a payment',
    other: (world) => pinned(world, pin('p1', 'h1', '1-1 1-2')).status,
    extensionFirst: ['extended', 'REQUESTED'],
    otherFirst: ['REQUESTED', 'hold_pinned'],
  },
  {
    with: 'a release',
    other: release,
    extensionFirst: ['extended', 'released'],
    otherFirst: ['released', 'hold_released'],
  },
]

/** Every live hold has its claims, every claim a live hold, and a pinned hold its payment. */
function isSound(world: World): boolean {
  const live = [...world.holds.values()].filter(({ status }) => status === 'ACTIVE' || status === 'PINNED')
  const claimed = world.claims.filter(({ state }) => state === 'HELD').map(({ holdId }) => holdId)
  const paying = [...world.payments.values()].filter(({ status }) => status === 'REQUESTED')
  return (
    live.every(({ id, seats }) => claimed.filter((one) => one === id).length === seats.length) &&
    claimed.every((id) => live.some((hold) => hold.id === id)) &&
    paying.every(({ holdId }) => world.holds.get(holdId)?.status === 'PINNED')
  )
}

for (const race of races) {
  test(`H18: an extension and ${race.with} end the same for both, in either order`, () => {
    const early = held()
    assert.deepEqual([extend(early), race.other(early)], race.extensionFirst)
    assert.ok(isSound(early))
    const late = held()
    assert.deepEqual([race.other(late), extend(late)], race.otherFirst)
    assert.ok(isSound(late))
  })

  test(`and an extension that does not look again after ${race.with} leaves a hold that is not true`, () => {
    const world = held()
    const seen = world.hold(first)
    assert(seen)
    race.other(world)
    const expiresAt = after(seen.expiresAt, extensionMs)
    world.holds.set(first, { ...seen, expiresAt, extensionKey: 'x1' })
    assert.ok(!isSound(world))
  })
}
