import assert from 'node:assert/strict'
import test from 'node:test'
import type { StationCode } from '../ids.ts'
import type { Segment } from '../railway/segment.ts'
import { actedByNobody } from '../records/audit.ts'
import { type Claim, isLive } from '../records/claim.ts'
import { placeHold } from '../sale/place-hold.ts'
import { alice, idOf, segment, World } from '../world.fixture.ts'
import { blockSeats, type ChangeBlocks, freeBlocks, type SeatsOfRun } from './change-blocks.ts'

const by = { ...actedByNobody, reason: 'defect' } as const
const named = (...seatNumbers: string[]): SeatsOfRun => ({ kind: 'named', seatNumbers })

function command(world: World, seats: SeatsOfRun, legs: Segment): ChangeBlocks {
  return { seats, segment: legs, seenRun: world.run, by }
}

function block(world: World, seats: SeatsOfRun, legs: string) {
  const reply = world.decide((view, now) => blockSeats(view, command(world, seats, segment(legs)), now))
  assert.ok(reply.ok)
  return reply.value
}

function free(world: World, seats: SeatsOfRun, legs: string) {
  const reply = world.decide((view) => freeBlocks(view, command(world, seats, segment(legs))))
  assert.ok(reply.ok)
  return reply.value
}

function hold(world: World, name: string, legs: string, seatNumbers: readonly string[]) {
  const [from = '', to = ''] = legs.split('-')
  return world.decide((view, now) =>
    placeHold(
      view,
      {
        ...{ holdId: idOf(name), holdToken: name, userId: alice, segment: segment(legs) },
        ...{ fromStationCode: from as StationCode, toStationCode: to as StationCode },
        ...{ seats: { kind: 'named', seatNumbers }, holdMs: 120_000, holdsPerUser: 10 },
        ...{ idempotencyKey: name, fingerprint: name },
      },
      now,
    ),
  )
}

const texts = (stretches: readonly { seat: { number: string }; fromLeg: number; toLeg: number }[]) =>
  stretches.map(({ seat, fromLeg, toLeg }) => `${seat.number} ${fromLeg}-${toLeg}`)

test('Y30: a block takes the free legs of its segment, and tells what is held or booked on the others', () => {
  const world = new World()
  world.book('b1', 'B-C', ['1-1'])
  assert.ok(hold(world, 'h2', 'A-B', ['1-2']).ok)
  const done = block(world, named('1-2', '1-1'), 'A-D')
  assert.deepEqual(texts(done.changed), ['1-1 0-1', '1-1 2-3', '1-2 1-3'])
  assert.deepEqual(texts(done.inTheWay), ['1-1 1-2', '1-2 0-1'])
  assert.deepEqual(
    done.inTheWay.map(({ state, holdId, bookingId }) => [state, holdId, bookingId]),
    [
      ['BOOKED', idOf('b1'), idOf('b1')],
      ['HELD', idOf('h2'), null],
    ],
  )
})

test('Y31: blocked seats are sold to nobody, and are sold again once they are free', () => {
  const world = new World()
  block(world, named('1-1'), 'A-C')
  const refused = hold(world, 'h1', 'B-D', ['1-1'])
  assert.ok(!refused.ok && refused.refusal.code === 'seat_taken')
  free(world, named('1-1'), 'B-C')
  assert.ok(hold(world, 'h1', 'B-D', ['1-1']).ok)
  assert.ok(!hold(world, 'h2', 'A-B', ['1-1']).ok, 'the other leg stays blocked')
})

test('Y32: a coach or a class is blocked whole; a seat, coach or class that the run has not is refused', () => {
  const world = new World()
  const { seats } = world.run.consist
  const first = seats[0]
  assert.ok(first)
  const inCoach = seats.filter((seat) => seat.coachNumber === first.coachNumber)
  const coach = block(world, { kind: 'coach', coachNumber: first.coachNumber }, 'A-B')
  assert.deepEqual(texts(coach.changed), texts(inCoach.map((seat) => ({ seat, fromLeg: 0, toLeg: 1 }))))
  const inClass = seats.filter((seat) => seat.travelClass === first.travelClass)
  const both = block(world, { kind: 'class', travelClass: first.travelClass }, 'A-B')
  assert.equal(both.changed.length, inClass.length - inCoach.length)
  for (const [wish, facts] of [
    [named('1-1', '99-9'), { seatNumbers: ['99-9'] }],
    [
      { kind: 'coach', coachNumber: '99' },
      { seatNumbers: [], coachNumber: '99' },
    ],
    [
      { kind: 'class', travelClass: 'NONE' },
      { seatNumbers: [], travelClass: 'NONE' },
    ],
  ] as const)
    for (const rule of [blockSeats, freeBlocks])
      assert.deepEqual(
        world.ask((view, now) => rule(view, command(world, wish, segment('A-B')), now)),
        { reply: { ok: false, refusal: { code: 'seat_not_on_run', ...facts } }, changes: [] },
      )
})

test('Y33: an act says who acted and why in one entry of the chain; one that changes nothing leaves none', () => {
  const world = new World()
  world.notes = []
  const seats = named('1-1', '1-2')
  const done = block(world, seats, 'A-C')
  const again = block(world, seats, 'A-C')
  assert.deepEqual([again.changed, again.commitSeq], [[], done.commitSeq])
  assert.equal(free(world, seats, 'B-D').changed.length, 2)
  assert.deepEqual(free(world, seats, 'B-D').changed, [])
  assert.deepEqual(
    world.notes.map(({ action, by: who, facts }) => [action, who, facts]),
    [
      ['seats_blocked', by, { from_leg: 0, to_leg: 2, seat_ids: [1000, 1001] }],
      ['seats_unblocked', by, { from_leg: 1, to_leg: 3, seat_ids: [1000, 1001] }],
    ],
  )
})

const states = ['free', 'held', 'over', 'booked', 'blocked'] as const
type State = (typeof states)[number]

/** A world whose seat 1-1 is so on each of its legs. */
function worldOf(legs: readonly State[]): World {
  const world = new World()
  const at = (leg: number) => `${String.fromCharCode(65 + leg)}-${String.fromCharCode(66 + leg)}`
  for (const [leg, state] of legs.entries())
    if (state === 'over') assert.ok(hold(world, `h${leg + 1}`, at(leg), ['1-1']).ok)
  world.now = (world.now + 120_000) as typeof world.now
  for (const [leg, state] of legs.entries()) {
    if (state === 'held') assert.ok(hold(world, `h${leg + 1}`, at(leg), ['1-1']).ok)
    if (state === 'booked') world.book(`b${leg + 1}`, at(leg), ['1-1'])
    if (state === 'blocked') block(world, named('1-1'), at(leg))
  }
  return world
}

function legsOf(world: World, count: number): readonly State[] {
  const named: Readonly<Record<Claim['state'], State>> = {
    HELD: 'held',
    BOOKED: 'booked',
    BLOCKED: 'blocked',
  }
  return Array.from({ length: count }, (_, leg) => {
    const claim = world
      .claimsOn(world.seatId('1-1'))
      .find(({ fromLeg, toLeg }) => fromLeg <= leg && leg < toLeg)
    if (!claim) return 'free'
    return isLive(claim, world.now) ? named[claim.state] : 'over'
  })
}

test('Y34: on each leg of each small world, blocking changes what is free and freeing what is blocked, within the segment', () => {
  const count = 3
  const worlds = states.flatMap((a) => states.flatMap((b) => states.map((c) => [a, b, c] as const)))
  for (const before of worlds)
    for (let fromLeg = 0; fromLeg < count; fromLeg++)
      for (let toLeg = fromLeg + 1; toLeg <= count; toLeg++) {
        const isInside = (leg: number) => fromLeg <= leg && leg < toLeg
        const expect = (from: readonly State[], to: State) =>
          before.map((state, leg) => (isInside(leg) && from.includes(state) ? to : state))
        const world = worldOf(before)
        const legs = { fromLeg, toLeg }
        const freed = world.copy()
        world.decide((view, now) => blockSeats(view, command(world, named('1-1'), legs), now))
        assert.deepEqual(legsOf(world, count), expect(['free', 'over'], 'blocked'), before.join(' '))
        freed.decide((view) => freeBlocks(view, command(world, named('1-1'), legs)))
        assert.deepEqual(legsOf(freed, count), expect(['blocked'], 'free'), before.join(' '))
      }
})

test('Y34: a block that does not look at claims meets them, which no world allows', () => {
  const world = worldOf(['free', 'booked', 'free'])
  const unseen = Object.assign(world.copy(), { claimsOn: () => [] })
  const blind = blockSeats(unseen, command(world, named('1-1'), segment('A-D')), world.now)
  assert.ok(blind.reply.ok)
  assert.throws(() => world.apply(blind.changes), /two claims on seat/)
})
