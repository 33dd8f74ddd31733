import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import type { Seat } from '../railway/consist.ts'
import { type CoachSketch, makeRun, oneCoach } from '../railway/run.fixture.ts'
import { segmentsOf } from '../railway/small-world.fixture.ts'
import { segment, World } from '../world.fixture.ts'
import { assignSeats } from './assign-seats.ts'
import type { Preferences, SeatWish } from './seat-wish.ts'

function wish(seatCount: number, segmentText = 'A-E', preferences: Preferences = {}): SeatWish {
  return { travelClass: 'SECOND', seatCount, segment: segment(segmentText), preferences }
}

function choose(world: World, wanted: SeatWish): readonly Seat[] {
  const reply = assignSeats(world, wanted, world.now)
  assert(reply.ok, JSON.stringify(reply))
  return reply.value
}

const numbers = (seats: readonly Seat[]) => seats.map((seat) => seat.number)

/** Blocks seats so that only those named are free. */
function onlyFree(world: World, free: readonly string[]): World {
  for (const seat of world.run.consist.seats) if (!free.includes(seat.number)) world.block('A-E', seat.number)
  return world
}

test('A2: if too few seats are free, the refusal has their number, and an unknown class has none', () => {
  const world = onlyFree(new World(), ['1-1', '1-20'])
  assert.deepEqual(assignSeats(world, wish(3), world.now), {
    ok: false,
    refusal: { code: 'not_enough_seats', travelClass: 'SECOND', seatsAvailable: 2, seatsWanted: 3 },
  })
  assert.deepEqual(assignSeats(world, { ...wish(1), travelClass: 'constructor' }, world.now), {
    ok: false,
    refusal: { code: 'not_enough_seats', travelClass: 'constructor', seatsAvailable: 0, seatsWanted: 1 },
  })
  assert.equal(choose(world, wish(2)).length, 2)
})

test('A1: another class is never touched', () => {
  const world = new World(makeRun([{ number: '9', rows: ['wa'], travelClass: 'FIRST' }, ...oneCoach]))
  assert.deepEqual(numbers(choose(world, { ...wish(2), travelClass: 'FIRST' })), ['9-1', '9-2'])
  assert(choose(world, wish(9)).every((seat) => seat.coachNumber === '1'))
})

test('A3: two sit side by side, not across the aisle', () => {
  const world = onlyFree(new World(), ['1-2', '1-3', '1-17', '1-18'])
  assert.deepEqual(numbers(choose(world, wish(2))), ['1-17', '1-18'])
})

test('A3: two sit across the aisle rather than in different rows', () => {
  const world = onlyFree(new World(), ['1-1', '1-5', '1-18', '1-19'])
  assert.deepEqual(numbers(choose(world, wish(2))), ['1-18', '1-19'])
})

test('A3: four sit in one bay, although it is farther back', () => {
  const bays = { number: '2', rows: ['wa aw', 'wa aw'], bay: 2 }
  const world = onlyFree(new World(makeRun([...oneCoach, bays])), [
    '1-1',
    '1-2',
    '1-4',
    '1-5',
    '2-3',
    '2-4',
    '2-7',
    '2-8',
  ])
  assert.deepEqual(numbers(choose(world, wish(4))), ['2-3', '2-4', '2-7', '2-8'])
})

test('A3: five sit in neighboring rows, in one coach before two, and in neighboring coaches before distant ones', () => {
  const coaches = ['1', '2', '3'].map((number) => ({ number, rows: ['wa aw', 'wa aw', 'wa aw'] }))
  const world = () => new World(makeRun(coaches))
  const near = onlyFree(world(), ['1-1', '1-2', '1-3', '1-9', '1-10', '2-5', '2-6', '2-9', '2-10', '2-11'])
  assert.deepEqual(numbers(choose(near, wish(5))), ['2-5', '2-6', '2-9', '2-10', '2-11'])
  const split = onlyFree(world(), ['1-11', '1-12', '2-1', '2-2', '2-3', '3-1', '3-2', '3-3'])
  assert.deepEqual(numbers(choose(split, wish(4))).filter((number) => number.startsWith('1')).length % 4, 2)
  const apart = onlyFree(world(), ['1-1', '2-12', '3-1'])
  assert.deepEqual(numbers(choose(apart, wish(2))), ['1-1', '2-12'])
})

test('A3: seats on one deck are better than seats on two', () => {
  const double = { number: '1', rows: ['w', 'w', 'w', 'w'], decks: [0, 0, 1, 1] }
  const world = onlyFree(new World(makeRun([double])), ['1-2', '1-3', '1-4'])
  assert.deepEqual(numbers(choose(world, wish(2))), ['1-3', '1-4'])
})

test('A3: rows of another deck in between do not separate seats of one deck', () => {
  const double = { number: '1', rows: ['w', 'w', 'w', 'w'], decks: [0, 1, 0, 1] }
  const world = onlyFree(new World(makeRun([double])), ['1-1', '1-2', '1-3'])
  assert.deepEqual(numbers(choose(world, wish(2))), ['1-1', '1-3'])
})

test('A3, A4: within a row, any of its seats that meet more wishes', () => {
  const row = onlyFree(new World(), ['1-9', '1-10', '1-11', '1-12'])
  assert.deepEqual(numbers(choose(row, wish(3, 'A-E', { position: 'window' }))), ['1-9', '1-10', '1-12'])
})

test('A4: each wish is met if a seat meets it, alone and with others', () => {
  const coaches: CoachSketch[] = [
    ...oneCoach,
    { number: '2', rows: ['wa aw'], features: ['quiet', 'table'] },
    { number: '3', rows: ['wa aw'], features: ['forward', 'upper'] },
    { number: '4', rows: ['wa aw'], features: ['backward', 'middle_berth'] },
  ]
  const first = (preferences: Preferences) =>
    numbers(choose(new World(makeRun(coaches)), wish(1, 'A-E', preferences)))
  assert.deepEqual(first({}), ['1-1'])
  assert.deepEqual(first({ position: 'window' }), ['1-1'])
  assert.deepEqual(first({ position: 'aisle' }), ['1-2'])
  assert.deepEqual(first({ coach: '4' }), ['4-1'])
  assert.deepEqual(first({ quiet: true }), ['2-1'])
  assert.deepEqual(first({ table: true, position: 'aisle' }), ['2-2'])
  assert.deepEqual(first({ facing: 'forward' }), ['3-1'])
  assert.deepEqual(first({ berth: 'upper' }), ['3-1'])
  assert.deepEqual(first({ berth: 'middle', position: 'aisle' }), ['4-2'])
  assert.deepEqual(first({ quiet: false, table: false }), ['1-1'], 'false is no wish')
  assert.deepEqual(first({ berth: 'lower', coach: '77' }), ['1-1'], 'what nobody has is no condition')
  assert.deepEqual(first({ coach: '3', quiet: true, table: true }), ['2-1'], 'two wishes outweigh one')
})

/** A window and an aisle seat, a step-free pair, a wheelchair space and a family seat, all free. */
const purposeTrain: CoachSketch[] = [{ number: '1', rows: ['sW as', 'fa aw', 'wa'] }]

const purposeOf = ({ kind, features }: Seat) =>
  kind === 'wheelchair_space'
    ? 'wheelchair'
    : (features.find((feature) => feature === 'accessible' || feature === 'family') ?? '')

test('A8, A9: over every set of free seats, party and wish, a purpose nobody wished for is used only if too few others are free', () => {
  const all = makeRun(purposeTrain).consist.seats
  let unavoidable = 0
  for (let set = 0; set < 2 ** all.length; set++) {
    const free = all.filter(({ index }) => (set >> index) % 2 === 1)
    const world = onlyFree(
      new World(makeRun(purposeTrain)),
      free.map((seat) => seat.number),
    )
    for (const wished of ['', 'accessible', 'family']) {
      const stepFree = wished === 'accessible'
      const family = wished === 'family'
      const isKept = (seat: Seat) =>
        purposeOf(seat) !== '' &&
        !(stepFree && purposeOf(seat) === 'accessible') &&
        !(family && purposeOf(seat) === 'family')
      const open = free.filter((seat) => !isKept(seat)).length
      for (const count of [1, 2, 3]) {
        const reply = assignSeats(world, wish(count, 'A-E', { stepFree, family }), world.now)
        assert.equal(reply.ok, free.length >= count, 'what nobody wishes for is still sold')
        if (!reply.ok) continue
        if (open >= count) assert(!reply.value.some(isKept), numbers(reply.value).join())
        else unavoidable++
        const isWished = (seat: Seat) => purposeOf(seat) === (stepFree ? 'accessible' : 'family')
        if (count === 1 && (stepFree || family) && free.some(isWished))
          assert(reply.value.every(isWished), 'one passenger gets what was wished for')
      }
    }
  }
  assert(unavoidable > 100)
})

test('A8: two sit apart on seats without a purpose rather than together on step-free ones, unless they wish for those', () => {
  const world = () =>
    onlyFree(new World(makeRun([{ number: '1', rows: ['ss aw', 'w  ss', 'a'] }])), [
      '1-1',
      '1-2',
      '1-5',
      '1-8',
    ])
  assert.deepEqual(numbers(choose(world(), wish(2))), ['1-5', '1-8'])
  assert.deepEqual(numbers(choose(world(), wish(2, 'A-E', { stepFree: true }))), ['1-1', '1-2'])
})

test('A5: a gap of exactly the right length is filled before an empty seat is split', () => {
  const world = new World()
  world.book('b1', 'A-B', ['1-14'])
  world.book('b2', 'C-E', ['1-14'])
  world.book('b3', 'C-E', ['1-9'])
  assert.deepEqual(numbers(choose(world, wish(1, 'B-C'))), ['1-14'])
  assert.deepEqual(numbers(choose(world, wish(1, 'A-C'))), ['1-9'])
  assert.deepEqual(numbers(choose(world, wish(1, 'A-E'))), ['1-10'], 'no gap is that long: beside 1-9')
})

test('A6: one passenger does not open a bay while a seat beside someone is free', () => {
  const world = new World(makeRun([{ number: '1', rows: ['wa aw', 'wa aw', 'wa aw', 'wa aw'], bay: 2 }]))
  world.book('b1', 'A-E', ['1-12', '1-11', '1-15'])
  assert.deepEqual(numbers(choose(world, wish(1))), ['1-16'])
})

/** The criteria, computed for one set of seats by looking at everything. */
function worth(world: World, seats: readonly Seat[], wanted: SeatWish): readonly number[] {
  const { fromLeg, toLeg } = wanted.segment
  const legIsFree = (seat: Seat, leg: number) =>
    leg >= 0 &&
    leg < world.run.train.stops.length - 1 &&
    !world.claimsOn(seat.id).some((claim) => claim.fromLeg <= leg && leg < claim.toLeg)
  const slack = seats.map((seat) => {
    let from = fromLeg
    let to = toLeg
    while (legIsFree(seat, from - 1)) from--
    while (legIsFree(seat, to)) to++
    return to - from - (toLeg - fromLeg)
  })
  const { position, coach } = wanted.preferences
  const misses = seats.map(
    (seat) =>
      Number(position !== undefined && !seat.features.includes(position)) +
      Number(coach !== undefined && seat.coachNumber !== coach),
  )
  const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0)
  return [...closeness(world, seats, wanted), sum(misses), sum(slack), ...leftOver(world, seats, wanted)]
}

function isSideBySide(seats: readonly Seat[]): boolean {
  const [first] = seats
  return seats.every(
    (seat, at) => seat.coachNumber === first?.coachNumber && seat.x === first.x && seat.y === first.y + at,
  )
}

function isBay(seats: readonly Seat[]): boolean {
  const [first] = seats
  return (
    first?.group != null &&
    seats.every((seat) => seat.coachNumber === first.coachNumber && seat.group === first.group)
  )
}

function closeness(world: World, seats: readonly Seat[], wanted: SeatWish): readonly [number, number] {
  const first = seats[0]
  const last = seats.at(-1)
  assert(first && last)
  if (isSideBySide(seats) || isBay(seats)) return [0, 0]
  const inOneCoach = first.coachNumber === last.coachNumber
  if (inOneCoach && first.x === last.x) return [1, 0]
  const free = world.run.consist.seats.filter(
    (seat) =>
      seat.travelClass === wanted.travelClass && world.freeNumbers(wanted.segment).includes(seat.number),
  )
  const follow = free.indexOf(last) - free.indexOf(first) === seats.length - 1
  if (!follow) return [3, 0]
  return [2, inOneCoach ? last.x - first.x : 1000 * (Number(last.coachNumber) - Number(first.coachNumber))]
}

/**
 * For a bay, its other free seats. For seats side by side outside a bay, the free ones on their side.
 * Otherwise nothing is left over.
 */
function leftOver(world: World, seats: readonly Seat[], wanted: SeatWish): readonly number[] {
  const [first] = seats
  assert(first)
  if (!isSideBySide(seats) && !isBay(seats)) return []
  const beside = (other: Seat) => other.x === first.x && (first.y < 2 ? other.y < 2 : other.y > 2)
  const isAround = (other: Seat) => (first.group === null ? beside(other) : other.group === first.group)
  const free = world.freeNumbers(wanted.segment)
  const around = world.run.consist.seats.filter(
    (seat) => seat.coachNumber === first.coachNumber && isAround(seat) && free.includes(seat.number),
  )
  return [around.length - seats.length]
}

function* subsets<T>(items: readonly T[], size: number): Generator<readonly T[]> {
  if (size === 0) yield []
  for (const [at, item] of items.entries())
    if (size > 0) for (const rest of subsets(items.slice(at + 1), size - 1)) yield [item, ...rest]
}

function compare(a: readonly number[], b: readonly number[]): number {
  for (const [at, value] of a.entries()) if (value !== b[at]) return value - (b[at] ?? 0)
  return 0
}

const smallTrain: CoachSketch[] = [
  { number: '1', rows: ['wa aw', 'wa aw'] },
  { number: '2', rows: ['wa aw', 'wa aw'], bay: 2 },
]

test('A1, A3, A4, A5, A6, A7: on random small trains no set of seats is better than the chosen one, as trying every set shows', () => {
  const seatIndexes = fc.integer({ min: 0, max: 15 })
  const legs = fc.constantFrom(...segmentsOf(5))
  const claims = fc.array(fc.tuple(seatIndexes, legs), { maxLength: 30 })
  const preferences = fc.record(
    {
      position: fc.constantFrom('window' as const, 'aisle' as const),
      coach: fc.constantFrom('1', '2'),
    },
    { requiredKeys: [] },
  )
  fc.assert(
    fc.property(
      claims,
      legs,
      fc.integer({ min: 1, max: 5 }),
      preferences,
      (taken, ride, seatCount, wishes) => {
        const world = new World(makeRun(smallTrain))
        for (const [index, { fromLeg, toLeg }] of taken) {
          const seat = world.run.consist.seats[index]
          assert(seat)
          const isMet = world
            .claimsOn(seat.id)
            .some((claim) => claim.fromLeg < toLeg && fromLeg < claim.toLeg)
          const claim = { fromLeg, toLeg, seatId: seat.id, holdId: null, bookingId: null, expiresAt: null }
          if (!isMet) world.claims.push({ ...claim, state: 'BLOCKED' })
        }
        const wanted: SeatWish = { travelClass: 'SECOND', seatCount, segment: ride, preferences: wishes }
        const free = world.run.consist.seats.filter((seat) => world.freeNumbers(ride).includes(seat.number))
        const reply = assignSeats(world, wanted, world.now)
        assert.equal(reply.ok, free.length >= seatCount)
        if (!reply.ok) return
        assert.equal(new Set(reply.value).size, seatCount)
        assert(reply.value.every((seat) => free.includes(seat)))
        assert.deepEqual(assignSeats(world, wanted, world.now), reply)
        const chosen = worth(world, reply.value, wanted)
        for (const other of subsets(free, seatCount))
          assert(
            compare(chosen, worth(world, other, wanted)) <= 0,
            `${numbers(reply.value)} ${chosen}, but ${numbers(other)} ${worth(world, other, wanted)}`,
          )
      },
    ),
    { numRuns: 40 },
  )
})
