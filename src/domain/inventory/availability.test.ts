import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { after } from '../instant.ts'
import { makeRun, oneCoach, sketchConsist } from '../railway/run.fixture.ts'
import { segmentsOf } from '../railway/small-world.fixture.ts'
import { segment, World } from '../world.fixture.ts'
import { availabilityByClass, seatSetLength } from './availability.ts'

const mixed = sketchConsist([
  { number: '1', travelClass: 'FIRST', rows: Array(9).fill('w aw') },
  { number: '2', travelClass: 'SECOND', rows: Array(20).fill('wa aw') },
  { number: '3', travelClass: 'FIRST', rows: ['w aw'] },
  { number: '4', travelClass: 'BICYCLE', rows: ['www'] },
])

test('V1, V2: for any set of taken seats each class is counted as it would be by hand', () => {
  const words = fc.array(fc.integer({ min: 0, max: 2 ** 32 - 1 }), {
    minLength: seatSetLength(mixed),
    maxLength: seatSetLength(mixed),
  })
  fc.assert(
    fc.property(words, (bits) => {
      const taken = Uint32Array.from(bits)
      const isFree = (index: number) => (((taken[index >>> 5] ?? 0) >>> (index & 31)) & 1) === 0
      const counted = ['FIRST', 'SECOND', 'BICYCLE'].map((travelClass) => {
        const seats = mixed.seats.filter((seat) => seat.travelClass === travelClass)
        return {
          travelClass,
          seatsTotal: seats.length,
          seatsAvailable: seats.filter((seat) => isFree(seat.index)).length,
        }
      })
      assert.deepEqual(availabilityByClass(mixed, taken), counted)
    }),
    { numRuns: 500 },
  )
})

test('V1: all free and all taken', () => {
  const all = new Uint32Array(seatSetLength(mixed)).fill(0xffffffff)
  assert.deepEqual(
    availabilityByClass(mixed, all).map((found) => found.seatsAvailable),
    [0, 0, 0],
  )
  const none = new Uint32Array(seatSetLength(mixed))
  assert.deepEqual(
    availabilityByClass(mixed, none).map((found) => found.seatsAvailable),
    [30, 80, 3],
  )
})

test('V1: a booking on one seat takes it for exactly the segments that it meets', () => {
  for (const booked of segmentsOf(5)) {
    const world = new World(makeRun(oneCoach))
    const letter = (leg: number) => String.fromCharCode(65 + leg)
    world.book('b1', `${letter(booked.fromLeg)}-${letter(booked.toLeg)}`, ['1-7'])
    for (const wanted of segmentsOf(5)) {
      const meets = booked.fromLeg < wanted.toLeg && wanted.fromLeg < booked.toLeg
      const [found] = availabilityByClass(world.run.consist, world.takenSeats(wanted, world.now))
      assert.equal(found?.seatsAvailable, meets ? 19 : 20, JSON.stringify([booked, wanted]))
    }
  }
})

test('V3: a claim whose time has run out takes no seat', () => {
  const world = new World()
  const claim = { ...segment('A-E'), seatId: world.seatId('1-1'), bookingId: null, holdId: null }
  world.claims.push({ ...claim, state: 'HELD', expiresAt: after(world.now, 1) })
  const available = (ms: number) =>
    availabilityByClass(world.run.consist, world.takenSeats(segment('A-E'), after(world.now, ms)))[0]
      ?.seatsAvailable
  assert.equal(available(0), 19)
  assert.equal(available(1), 20)
})
