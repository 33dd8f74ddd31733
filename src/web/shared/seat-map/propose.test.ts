import assert from 'node:assert/strict'
import { test } from 'node:test'
import { layOutTrain } from './layout.ts'
import { lightOf } from './light.ts'
import { coach, plan, seatMap } from './map.fixture.ts'
import { propose } from './propose.ts'
import { applySeatsEvent, chooseInstead, initialState, lookOf } from './state.ts'
import { type Liking, likingsOf, roomIn, toggled, type Wishes } from './wishes.ts'

// Two rows on each side of an aisle, with a bay at a table at the rear of coach 1; coach 2 is first class.
const bay = ['C', 'D', 'G', 'H']
const second = plan(['ABCD', '....', 'EFGH']).map((line) => ({
  ...line,
  // Numbers that the rules can compare; across the coach, C, D and G, H face each other in one bay.
  seat_id: String(line.label.charCodeAt(0)),
  group: bay.includes(line.label) ? 'bay' : null,
  features: [...(line.y === 0 ? ['window'] : ['aisle']), ...(bay.includes(line.label) ? ['table'] : [])],
}))
const first = plan(['KL']).map((line) => ({ ...line, seat_id: String(line.label.charCodeAt(0)) }))
const map = seatMap([coach('1', second), coach('2', first, {}, 'FIRST')])
const train = layOutTrain(map)
const wish = (liked: readonly Liking[] = [], isTogether = false): Wishes => ({
  travelClass: 'SECOND',
  liked: new Set(liked),
  isTogether,
})
const none: ReadonlySet<string> = new Set()
const numbers = (found: ReturnType<typeof propose>) => found?.boxes.map(({ number }) => number)
const taken = (...labels: string[]) => ({
  commit_seq: 1,
  changes: labels.map((label) => ({ seat_number: `1-${label}`, status: 'BOOKED' as const })),
})

test('G25: for every party and every set of taken seats, a proposal is of free seats of the class, or there are too few', () => {
  const labels = [...'ABCDEFGH']
  for (let size = 1; size <= 4; size++)
    for (let bits = 0; bits < 256; bits++) {
      const gone = labels.filter((_, at) => (bits >> at) & 1)
      const state = applySeatsEvent(initialState(map, size), taken(...gone))
      const found = propose(state, train, wish(), none)
      if (labels.length - gone.length < size) {
        assert.equal(found, undefined)
        continue
      }
      assert.equal(new Set(numbers(found)).size, size)
      for (const number of numbers(found) ?? []) assert.equal(lookOf(state, number), 'FREE', number)
    }
})

test('G25: a proposal says how close together it is, what it meets and what it does not', () => {
  const four = propose(initialState(map, 4), train, wish(['table', 'quiet']), none)
  assert.deepEqual(
    numbers(four)?.toSorted(),
    bay.map((label) => `1-${label}`),
  )
  assert.equal(four?.closeness, 'bay')
  assert.deepEqual(four?.met, [{ liking: 'table', count: 4 }])
  assert.deepEqual(four?.unmet, ['quiet'])
  assert.equal(propose(initialState(map, 1), train, wish(), none)?.closeness, 'alone')
})

test('G25: another proposal leaves out the seats that it is told to, until nothing is left', () => {
  const state = initialState(map, 4)
  const once = numbers(propose(state, train, wish(['table']), none)) ?? []
  const twice = numbers(propose(state, train, wish(['table']), new Set(once))) ?? []
  assert.equal(new Set([...once, ...twice]).size, 8)
  assert.equal(propose(state, train, wish(), new Set([...once, ...twice])), undefined)
  const chosen = chooseInstead(chooseInstead(state, once), twice)
  assert.deepEqual(
    chosen.choices.map(({ seatNumber }) => seatNumber),
    twice,
    'the second takes the place of the first',
  )
})

test('G23: the lit seats meet every wish; a taken one is not counted, and wishes that exclude each other do not meet', () => {
  const state = applySeatsEvent(initialState(map, 1), taken('C'))
  const lit = (wishes: Wishes) => {
    const light = lightOf(state, train, wishes)
    return [...train.seats.values()]
      .filter((box) => light.isFit(box))
      .map(({ seat }) => seat.seat_label)
      .sort()
  }
  assert.deepEqual(lit(wish()), [...'ABCDEFGH'])
  assert.deepEqual(lit(wish(['table', 'window'])), ['C', 'D'])
  assert.deepEqual(lit({ ...wish(), travelClass: '' }).length, 10)
  const light = lightOf(state, train, wish(['table', 'window']))
  assert.equal(roomIn([...train.seats.values()], state, light.isFit), 1)
  assert.deepEqual([...toggled(toggled(new Set(['table']), 'window'), 'aisle')], ['table', 'aisle'])
  assert.deepEqual([...toggled(new Set(['aisle'] as const), 'aisle')], [])
  assert.deepEqual(likingsOf(train.seats.values(), 'SECOND'), ['window', 'aisle', 'table'])
})

test('G24: together lights the seats from which the whole party can sit together', () => {
  const lit = (size: number, ...gone: string[]) => {
    const state = applySeatsEvent(initialState(map, size), taken(...gone))
    const light = lightOf(state, train, wish([], true))
    return [...train.seats.values()]
      .filter((box) => light.isFit(box))
      .map(({ seat }) => seat.seat_label)
      .sort()
  }
  assert.deepEqual(lit(1), [...'ABCDEFGH'], 'one passenger is always together')
  assert.deepEqual(lit(3), bay)
  assert.deepEqual(lit(2, 'D', 'G', 'H'), [...'ABEF'], 'no two side by side are left: those of one row')
})
