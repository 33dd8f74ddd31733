import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { StationCode } from '../ids.ts'
import { after } from '../instant.ts'
import { expireHolds } from '../inventory/expire-holds.ts'
import type { HoldStatus } from '../records/hold.ts'
import { alice, bob, idOf, segment, World } from '../world.fixture.ts'
import { placeHold } from './place-hold.ts'
import { type ReleaseHold, releaseHold } from './release-hold.ts'

/**
 * A world with a hold of seats 1-1 and 1-2 from A to C, another hold of 1-3 that lives a minute longer, and a
 * sold seat.
 */
function held(): World {
  const world = new World()
  for (const [name, seatNumbers, holdMs] of [
    ['h1', ['1-1', '1-2'], 120_000],
    ['h2', ['1-3'], 180_000],
  ] as const)
    assert(
      world.decide((inventory, now) =>
        placeHold(
          inventory,
          {
            holdId: idOf(name),
            holdToken: `token of ${name}`,
            userId: alice,
            fromStationCode: 'A' as StationCode,
            toStationCode: 'C' as StationCode,
            segment: segment('A-C'),
            seats: { kind: 'named', seatNumbers },
            holdMs,
            holdsPerUser: 10,
            idempotencyKey: name,
            fingerprint: name,
          },
          now,
        ),
      ).ok,
    )
  world.book('b3', 'A-C', ['1-4'])
  world.notes = []
  return world
}

const nobody: ReleaseHold['holdId'] = idOf('h9')

function command(changed: Partial<ReleaseHold> = {}): ReleaseHold {
  return { holdId: idOf('h1'), holdToken: 'token of h1', userId: alice, ...changed }
}

function release(world: World, changed: Partial<ReleaseHold> = {}) {
  return world.ask((inventory, now) => releaseHold(inventory, command(changed), now))
}

function set(world: World, status: HoldStatus, minutes: number | null = null): World {
  const hold = world.holds.get(idOf('h1'))
  assert(hold)
  const pinnedUntil = minutes === null ? null : after(world.now, minutes * 60_000)
  world.holds.set(hold.id, {
    ...hold,
    status,
    pinnedUntil,
    bookingId: status === 'CONSUMED' ? idOf('b3') : null,
  })
  return world
}

test('H12: a released hold gives all its seats back at once, and nobody else loses one', () => {
  const world = held()
  assert.deepEqual(release(world).reply, { ok: true, value: { wasLive: true } })
  world.apply(release(world).changes)
  assert.equal(world.holds.get(idOf('h1'))?.status, 'RELEASED')
  assert.deepEqual(
    world.claims.map((claim) => claim.seatId),
    [world.seatId('1-3'), world.seatId('1-4')],
  )
  assert.deepEqual(
    world.notes.map((note) => [note.action, note.holdId]),
    [['hold_released', 1]],
  )
})

test('H12: a passenger who holds or has booked the same seat on other legs keeps it', () => {
  const world = held()
  world.book('b5', 'C-D', ['1-1'])
  const mine = world.claims.find((claim) => claim.holdId === 2)
  assert(mine)
  const others = { ...mine, ...segment('D-E'), seatId: world.seatId('1-1') }
  world.claims.push(others)
  world.apply(release(world).changes)
  assert.deepEqual(
    world.claimsOn(world.seatId('1-1')).map((claim) => claim.holdId),
    [5, 2],
  )
})

test('H12: releasing again, or releasing a hold that ended without a booking, succeeds and changes nothing', () => {
  const released = held()
  released.apply(release(released).changes)
  const late = held()
  late.now = after(late.now, 120_000)
  for (const world of [released, late, set(held(), 'EXPIRED'), set(held(), 'PINNED', 0)])
    assert.deepEqual(release(world), { reply: { ok: true, value: { wasLive: false } }, changes: [] })
})

test('H12: a hold that is booked or being paid is not released', () => {
  assert.deepEqual(release(set(held(), 'CONSUMED')).reply, {
    ok: false,
    refusal: { code: 'hold_consumed', bookingId: 3 },
  })
  const pinned = set(held(), 'PINNED', 3)
  pinned.now = after(pinned.now, 150_000)
  assert.deepEqual(release(pinned).reply, { ok: false, refusal: { code: 'hold_pinned' } })
})

test('H11: without the token, the owner or the hold, the answer is "not found", whatever the state of the hold', () => {
  for (const status of ['ACTIVE', 'PINNED', 'CONSUMED', 'RELEASED', 'EXPIRED'] as const)
    for (const changed of [{ holdToken: 'token of h2' }, { userId: bob }, { holdId: nobody }])
      assert.deepEqual(release(set(held(), status), changed), {
        reply: { ok: false, refusal: { code: 'hold_not_found' } },
        changes: [],
      })
})

test('H13: expiry ends the holds whose time has run out, at that very moment, and no others', () => {
  const world = held()
  const expire = () => {
    const reply = world.decide(expireHolds)
    assert(reply.ok)
    return reply.value.holdIds
  }
  const startAt = world.now
  world.now = after(startAt, 119_999)
  assert.deepEqual(expire(), [])
  world.now = after(startAt, 120_000)
  assert.deepEqual(expire(), [1])
  assert.deepEqual(expire(), [], 'once')
  assert.deepEqual(
    world.notes.map((note) => [note.action, note.holdId]),
    [['hold_expired', 1]],
  )
  world.now = after(startAt, 1e9)
  assert.deepEqual(expire(), [2])
  assert.deepEqual(
    world.claims.map((claim) => claim.state),
    ['BOOKED'],
  )
})

test('H13: a pinned hold expires at its cap, not at its own time', () => {
  const world = set(held(), 'PINNED', 2.5)
  const startAt = world.now
  for (const claim of world.claims.filter(({ holdId }) => holdId === 1))
    world.claims[world.claims.indexOf(claim)] = { ...claim, expiresAt: after(startAt, 150_000) }
  world.now = after(startAt, 149_999)
  assert.deepEqual(world.ask(expireHolds).changes, [])
  world.now = after(startAt, 150_000)
  world.decide(expireHolds)
  assert.equal(world.holds.get(idOf('h1'))?.status, 'EXPIRED')
})
