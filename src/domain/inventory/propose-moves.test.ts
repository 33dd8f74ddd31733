import assert from 'node:assert/strict'
import test from 'node:test'
import { type CoachSketch, makeRun } from '../railway/run.fixture.ts'
import { segment, World } from '../world.fixture.ts'
import { proposeMoves } from './propose-moves.ts'
import { apartness } from './seat-likeness.ts'

function worldOf(coaches: readonly CoachSketch[], bookings: Readonly<Record<string, string>>): World {
  const world = new World(makeRun(coaches))
  for (const [name, of] of Object.entries(bookings)) {
    const [legs = '', ...seats] = of.split(' ')
    world.book(name, legs, seats)
  }
  return world
}

/** What is proposed for who sits on these seats, as `b1 1-1=1-3`; `-` is no seat. */
function proposed(world: World, numbers: string, legs = 'A-E') {
  const wanted = numbers.split(' ')
  const seats = world.run.consist.seats.filter(({ number }) => wanted.includes(number))
  const { moves, unplaced } = proposeMoves(world, { seats, segment: segment(legs) }, world.now)
  return [
    ...moves.map(({ bookingId, from, to }) => `b${bookingId} ${from.number}=${to.number}`),
    ...unplaced.map(({ bookingId, from }) => `b${bookingId} ${from.number}=-`),
  ].join(', ')
}

test('A16: a party stays together, even if seats that are more like its own are apart', () => {
  // Both window seats are free, but only the two aisle seats are side by side.
  const world = worldOf([{ number: '1', rows: ['wa', 'wa', 'aa', 'wa'] }], {
    b1: 'A-E 1-1 1-2',
    b2: 'A-E 1-4',
    b3: 'A-E 1-8',
  })
  assert.equal(proposed(world, '1-1 1-2'), 'b1 1-1=1-5, b1 1-2=1-6')
})

test('A16: what a seat was chosen for comes before the side and direction, and those before gaps', () => {
  const world = worldOf([{ number: '1', rows: ['wa aw', 'wa aw'] }], { b1: 'A-E 1-1' })
  assert.equal(proposed(world, '1-1'), 'b1 1-1=1-5', 'a window on the same side')
  world.block('A-E', '1-5')
  assert.equal(proposed(world, '1-1'), 'b1 1-1=1-4', 'a window on the other side')
  world.block('A-E', '1-4')
  world.block('A-E', '1-8')
  assert.equal(proposed(world, '1-1'), 'b1 1-1=1-2', 'no window, the same side')
  const gaps = worldOf([{ number: '1', rows: ['wa', 'wa', 'wa'] }], {
    b1: 'B-C 1-1',
    b2: 'A-B 1-5',
    b3: 'C-E 1-5',
  })
  assert.equal(proposed(gaps, '1-1'), 'b1 1-1=1-5', 'the gap is filled')
})

test('A16: step-free and family seats go to who has one, and to others last', () => {
  const coaches = [
    { number: '1', rows: ['s', 's', 'a', 'a'] },
    { number: '2', rows: ['W', 'W', 'f'] },
  ]
  const world = worldOf(coaches, { b1: 'A-E 1-1', b2: 'A-E 1-3', b3: 'A-E 2-1' })
  assert.equal(proposed(world, '1-1 1-3 2-1'), 'b1 1-1=1-2, b2 1-3=1-4, b3 2-1=2-2')
  world.block('A-E', '2-2')
  assert.equal(proposed(world, '2-1'), 'b3 2-1=-', 'a wheelchair needs its space')
})

test('A17: who may stay stays, unless only a move of all keeps them together', () => {
  const rows = ['wa', 'wa', 'wa']
  const world = worldOf([{ number: '1', rows, bay: 2 }], { b1: 'A-E 1-1 1-2' })
  assert.equal(proposed(world, '1-1'), 'b1 1-1=1-3', 'the other one of the bay')
  const torn = worldOf([{ number: '1', rows }], { b1: 'A-E 1-1 1-2' })
  assert.equal(proposed(torn, '1-1'), 'b1 1-1=1-3, b1 1-2=1-4')
  torn.block('A-E', '1-3')
  torn.block('A-E', '1-6')
  assert.equal(proposed(torn, '1-1'), 'b1 1-1=1-4', 'as near as can be')
})

test('A18: others who move make room, so that everybody has a seat', () => {
  // One seat is free all the way, another one from A to C only. Whoever rides short must take that one.
  for (const [first, second] of [
    ['b1', 'b2'],
    ['b2', 'b1'],
  ] as const) {
    const world = worldOf([{ number: '1', rows: ['wa', 'wa'] }], {
      [first]: 'A-C 1-1',
      [second]: 'A-E 1-2',
      b3: 'C-E 1-4',
    })
    assert.match(proposed(world, '1-1 1-2'), new RegExp(`${first} 1-1=1-4`))
    assert.match(proposed(world, '1-1 1-2'), new RegExp(`${second} 1-2=1-3`))
  }
  const full = worldOf([{ number: '1', rows: ['wa', 'wa'] }], { b1: 'A-E 1-1', b2: 'A-C 1-2', b3: 'A-B 1-3' })
  assert.equal(proposed(full, '1-1 1-2'), 'b1 1-1=1-4, b2 1-2=-')
})

test('A19, Y80: only who rides on the named legs leaves a seat, nobody gets one of those, and the class stays', () => {
  const coaches = [
    { number: '1', rows: ['wa', 'wa'] },
    { number: '2', rows: ['wa'], travelClass: 'FIRST' },
  ]
  const world = worldOf(coaches, { b1: 'A-B 1-1', b2: 'B-D 1-1', b3: 'A-E 2-1', b4: 'A-E 2-2' })
  const once = proposed(world, '1-1 1-2 1-3', 'C-D')
  assert.equal(once, 'b2 1-1=1-4')
  assert.equal(proposed(world, '1-1 1-2 1-3', 'C-D'), once)
  assert.equal(proposed(world, '2-1'), 'b3 2-1=-')
})

test('how far apart seats are: side by side or in one bay, in one row, in one coach, or in several', () => {
  const { seats } = makeRun([
    { number: '1', rows: ['wa aw', 'wa aw'], bay: 2 },
    { number: '2', rows: ['w'] },
  ]).consist
  const of = (...numbers: string[]) => apartness(seats.filter(({ number }) => numbers.includes(number)))
  assert.deepEqual(
    [of('1-1'), of('1-1', '1-2'), of('1-1', '1-6'), of('1-2', '1-3'), of('1-1', '1-8'), of('1-1', '2-1')],
    [0, 0, 0, 1, 2, 3],
  )
})
