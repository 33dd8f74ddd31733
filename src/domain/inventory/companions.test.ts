import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { HoldId, StationCode } from '../ids.ts'
import { makeRun, sketchConsist } from '../railway/run.fixture.ts'
import { holdMs } from '../records/hold.fixture.ts'
import { placeHold } from '../sale/place-hold.ts'
import { placed } from '../sale/sale.fixture.ts'
import { alice, idOf, segment, World } from '../world.fixture.ts'
import { assignSeats } from './assign-seats.ts'
import { companionSeats } from './companions.ts'
import type { Preferences } from './seat-wish.ts'

/**
 * Two wheelchair spaces (1, 3), each with the seat of its companion in its row (2, 4); a step-free seat (5)
 * and two others (6, 7).
 */
const coach = { number: '1', rows: ['W s', 'W s', '  s', 'w a'] }
const companions = ['1-2', '1-4']
const spaceOf: Readonly<Record<string, string>> = { '1-2': '1-1', '1-4': '1-3' }
const stepFree = ['1-2', '1-4', '1-5']
const seats = ['1-1', '1-2', '1-3', '1-4', '1-5', '1-6', '1-7']

/** A world in which only these are free from A to B. */
function worldWith(free: readonly string[]): World {
  const run = makeRun([coach])
  // Spaces have a class of their own, as on real trains.
  for (const seat of run.consist.seats)
    if (seat.kind === 'wheelchair_space') Object.assign(seat, { travelClass: 'FIRST' })
  const world = new World(run)
  const taken = seats.filter((number) => !free.includes(number))
  if (taken.length > 0) placed(world, 'h9', 'A-B', taken.join(' '))
  return world
}

function chosen(world: World, seatCount: number, preferences: Preferences = {}) {
  const wish = { travelClass: 'SECOND', seatCount, segment: segment('A-B'), preferences }
  const reply = assignSeats(world, wish, world.now)
  return reply.ok ? reply.value.map(({ number }) => number) : undefined
}

const subsets = Array.from({ length: 2 ** seats.length }, (_, bits) =>
  seats.filter((_one, index) => (bits >> index) & 1),
)

test("N15: The companion's seat is the nearest step-free seat of coach and deck, and each is that of one space.", () => {
  const pairs = (rows: readonly string[]) =>
    Array.from(companionSeats(sketchConsist([{ number: '1', rows }])), ([space, seat]) => [
      space,
      seat.number,
    ])
  assert.deepEqual(pairs(coach.rows), [
    ['1-1', '1-2'],
    ['1-3', '1-4'],
  ])
  assert.deepEqual(pairs(['W  ', 'W s']), [['1-1', '1-3']], 'one seat is not kept for two')
  assert.deepEqual(pairs(['W w', 'a a']), [], 'a seat with a step is nobody’s')
  assert.deepEqual(pairs(['W  ', '   ', '   ', '   ', '   ', '   ', '   ', '  s']), [], 'nor one far away')
})

test("A10: Over all sets of free places, parties and wishes, a companion's seat is given to others last while its space is free.", () => {
  for (const free of subsets) {
    const ofClass = free.filter((number) => number !== '1-1' && number !== '1-3')
    const isKept = (number: string) => companions.includes(number) && free.includes(spaceOf[number] ?? '')
    const others = ofClass.filter((number) => !isKept(number))
    for (let count = 1; count <= ofClass.length; count++) {
      const plain = chosen(worldWith(free), count)
      const about = `${count} of ${free.join(' ')}`
      assert.equal(plain?.length, count, about)
      if (others.length >= count) assert.deepEqual(plain?.filter(isKept), [], about)
    }
    const wished = chosen(worldWith(free), 1, { stepFree: true })?.[0]
    if (wished === undefined) continue
    const fitting = ofClass.filter((number) => stepFree.includes(number))
    if (fitting.length > 0) assert.ok(fitting.includes(wished), `step-free among ${free.join(' ')}`)
    if (fitting.some((number) => !isKept(number))) assert.ok(!isKept(wished), free.join(' '))
  }
})

test('A11: Over all sets of free places, a wish for companions adds the free seat beside each space, and prefers spaces with one.', () => {
  for (const free of subsets) {
    for (const seatCount of [1, 2]) {
      const world = worldWith(free)
      const command = {
        ...{ holdId: idOf<HoldId>('h1'), holdToken: 'token of h1', userId: alice, segment: segment('A-B') },
        ...{
          fromStationCode: 'A' as StationCode,
          toStationCode: 'B' as StationCode,
          holdMs,
          holdsPerUser: 10,
        },
        seats: { kind: 'chosen', travelClass: 'FIRST', seatCount, preferences: { companion: true } } as const,
        ...{ idempotencyKey: 'key of h1', fingerprint: 'h1' },
      }
      const reply = world.decide((inventory, now) => placeHold(inventory, command, now))
      const spaces = ['1-1', '1-3'].filter((number) => free.includes(number))
      assert.equal(reply.ok, spaces.length >= seatCount)
      if (!reply.ok) continue
      const held = reply.value.hold.seats.map(
        ({ seatId }) => world.run.consist.seats.find(({ id }) => id === seatId)?.number ?? '',
      )
      const heldSpaces = held.filter((number) => spaces.includes(number))
      assert.equal(heldSpaces.length, seatCount)
      const beside = companions.filter(
        (number) => free.includes(number) && heldSpaces.includes(spaceOf[number] ?? ''),
      )
      assert.deepEqual(
        held.filter((number) => !spaces.includes(number)),
        beside,
        free.join(' '),
      )
      const best = spaces.filter((space) =>
        companions.some((one) => spaceOf[one] === space && free.includes(one)),
      )
      assert.equal(beside.length, Math.min(seatCount, best.length), free.join(' '))
    }
  }
})

test("A12: A companion's seat that is declined with its space is given like any step-free seat, and kept again once the space is given back.", () => {
  const declined = worldWith(['1-2', '1-3', '1-4'])
  assert.deepEqual(chosen(declined, 1), ['1-2'], 'before the one whose space is free')
  assert.deepEqual(chosen(worldWith(['1-1', '1-2', '1-4']), 1), ['1-4'])
  const both = worldWith(['1-1', '1-2', '1-3', '1-4', '1-5'])
  assert.deepEqual(chosen(both, 1), ['1-5'], 'while both spaces are free, neither is given')
})
