import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { ConsistId, SeatId } from '../ids.ts'
import { type Consist, findSeat, seatOf } from './consist.ts'
import { isElsewhere, keepSeats } from './keep-seats.ts'
import { type CoachSketch, sketchConsist } from './run.fixture.ts'

/** A consist with ids of its own. */
function consistOf(id: number, ...coaches: readonly Partial<CoachSketch>[]): Consist {
  const drawn = sketchConsist(
    coaches.map((coach, index) => ({ number: `${index + 1}`, rows: ['wa aw'], ...coach })),
  )
  const seats = drawn.seats.map((seat) => ({ ...seat, id: (id * 1000 + seat.index) as SeatId }))
  return { ...drawn, id: id as ConsistId, seats }
}

const idOf = (consist: Consist, number: string) => findSeat(consist, number)?.id

test('T85: A seat that a run had under the same number, in the same class, keeps its id when the coaches change; others get their own.', () => {
  const short = consistOf(1, {}, {})
  const long = consistOf(2, { number: '0' }, { number: '1' }, { number: '2', travelClass: 'FIRST' })
  const kept = keepSeats(long, [short])
  assert.equal(idOf(kept, '1-1'), idOf(short, '1-1'))
  assert.equal(idOf(kept, '2-1'), idOf(long, '2-1'), 'another class is another seat')
  assert.equal(idOf(kept, '0-1'), idOf(long, '0-1'))
  assert.deepEqual(
    kept.seats.map(({ id: _, ...seat }) => seat),
    long.seats.map(({ id: _, ...seat }) => seat),
    'and they are where the new coaches have them',
  )
})

test('T85: seats that are gone can still be named, and come back under their id', () => {
  const [long, short] = [consistOf(1, {}, {}), consistOf(2, {})]
  const less = keepSeats(short, [long])
  const gone = idOf(long, '2-1')
  assert.ok(gone)
  assert.equal(idOf(less, '2-1'), undefined)
  assert.equal(seatOf(less, gone).number, '2-1')
  const again = keepSeats(consistOf(3, {}, {}), [long, less])
  assert.equal(idOf(again, '2-1'), gone)
  assert.equal(again.formerSeats?.length, 0)
  assert.equal(keepSeats(long, [long]), long, 'a run whose coaches did not change shares its consist')
})

test('T85: no two seats of a consist have one id, through any three changes of coaches', () => {
  const kinds = [consistOf(1, {}, {}), consistOf(2, {}), consistOf(3, { travelClass: 'FIRST' }, {})]
  for (const first of kinds)
    for (const second of kinds)
      for (const third of kinds) {
        const former = [first, keepSeats(second, [first])]
        const { seats, formerSeats = [] } = keepSeats(third, former)
        assert.equal(new Set(seats.map(({ id }) => id)).size, seats.length)
        assert.ok(formerSeats.every(({ id }) => !seats.some((seat) => seat.id === id)))
      }
})

test('T127: a seat is elsewhere if its label, coach, deck or any of its features is another; its id and drawing do not matter', () => {
  const [seat] = consistOf(1, {}).seats
  assert.ok(seat)
  assert.equal(isElsewhere(seat, { ...seat, id: 9 as SeatId, index: 7, x: 3, y: 4, group: 'b' }), false)
  assert.equal(
    isElsewhere({ ...seat, features: ['quiet', 'window'] }, { ...seat, features: ['window', 'quiet'] }),
    false,
  )
  const others = [{ label: '9' }, { coachNumber: '9' }, { deck: 1 }, { features: ['aisle'] as const }]
  for (const other of others)
    assert.equal(isElsewhere(seat, { ...seat, ...other }), true, JSON.stringify(other))
})
