import assert from 'node:assert/strict'
import { test } from 'node:test'
import { seatMapAr } from './i18n/ar.ts'
import { seatMapEn } from './i18n/en.ts'
import { layOutTrain } from './layout.ts'
import { coach, plan, seatMap } from './map.fixture.ts'
import { applySeatsEvent, initialState } from './state.ts'
import { waysFrom } from './surroundings.ts'
import { makeWords, surroundings } from './words.ts'

const item = (kind: string, x: number, y: number, width: number, height: number) => ({
  ...{ kind, deck: 0 },
  ...{ x, y, width, height },
})
const seats = plan(['ABC', 'DEF']).map((line) => ({
  ...line,
  group: 'CF'.includes(line.label) ? 'bay' : null,
}))
const map = seatMap([
  // The door between rooms at x = 5 does not lead out.
  coach('1', seats, { items: [item('door', 8, 0, 2, 0), item('door', 5, 2, 0, 1)] }),
  coach('2', [{ label: 'K' }], { items: [item('toilet', 3, 0, 2, 2), item('bar', 6, 0, 4, 2)] }),
])
const train = layOutTrain(map)
const english = makeWords(seatMapEn, 'en-GB', 'EUR')
const box = (number: string) => {
  const found = train.seats.get(number)
  assert.ok(found)
  return found
}

test('G22: the way to a door is counted in rows of seats, and another coach is named', () => {
  const rows = ['1-A', '1-B', '1-C'].map((number) => waysFrom(train, box(number))[0]?.rows)
  assert.deepEqual(rows, [2, 1, 0])
  assert.deepEqual(waysFrom(train, box('1-A')).slice(1), [
    { goal: 'toilet', rows: null, coachNumber: '2' },
    { goal: 'bar', rows: null, coachNumber: '2' },
  ])
  assert.deepEqual(
    waysFrom(train, box('2-K')).map(({ goal, rows: away }) => [goal, away]),
    [
      ['door', null],
      ['toilet', 0],
      ['bar', 0],
    ],
  )
})

test('G22: a seat says who has the places next to it and how much of its bay is free', () => {
  const event = { commit_seq: 1, changes: [{ seat_number: '1-D', status: 'BOOKED' as const }] }
  const state = applySeatsEvent(initialState(map, 1), event)
  assert.deepEqual(surroundings(box('1-A'), state, train, english), [
    'next to seat D (taken)',
    'door 2 rows away',
    'toilet in coach 2',
    'bistro in coach 2',
  ])
  assert.match(surroundings(box('1-C'), state, train, english).join(), /door right here/)
  assert.match(
    surroundings(box('1-A'), state, train, makeWords(seatMapAr, 'ar', 'EUR')).join(),
    /على بعد صفين/,
  )
})
