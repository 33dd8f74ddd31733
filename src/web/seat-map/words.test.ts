import assert from 'node:assert/strict'
import { test } from 'node:test'
import { seatMapAr } from './i18n/ar.ts'
import { seatMapDe } from './i18n/de.ts'
import { seatMapEn } from './i18n/en.ts'
import { layOutTrain } from './layout.ts'
import { coach, seatMap } from './map.fixture.ts'
import { applySeatsEvent, choose, initialState } from './state.ts'
import { freeCount, fullName, makeWords, noticeText } from './words.ts'

const map = seatMap([
  coach('4', [
    { label: '32', features: ['power', 'table', 'forward', 'window'] },
    { label: '33', x: 2, kind: 'hammock', features: ['swinging'], status: 'HELD' },
  ]),
])
const train = layOutTrain(map)
const english = makeWords(seatMapEn, 'en-GB', 'EUR')
const box = (number: string) => {
  const found = train.seats.get(number)
  assert.ok(found)
  return found
}

test('G12: a seat says what it is: coach, seat, what it offers, whether it is free, and its price', () => {
  assert.equal(
    fullName(box('4-32'), 'FREE', null, english),
    'Coach 4, seat 32, window, facing travel, table, power socket, free, €49.00',
  )
  assert.match(fullName(box('4-32'), 'CHOSEN', 1, english), /your choice for passenger 2/)
})

test('G12: in every language, with its own money and comma', () => {
  assert.equal(
    fullName(box('4-32'), 'BOOKED', null, makeWords(seatMapDe, 'de-DE', 'EUR')),
    'Wagen 4, Platz 32, Fenster, in Fahrtrichtung, Tisch, Steckdose, belegt, 49,00\u00a0€',
  )
  const arabic = fullName(box('4-32'), 'FREE', null, makeWords(seatMapAr, 'ar', 'EUR'))
  assert.match(arabic, /^العربة 4، المقعد 32، /)
  assert.doesNotMatch(arabic, /[A-Za-z,]/)
})

test('G12: a price in a currency without cents has none', () => {
  assert.match(fullName(box('4-32'), 'FREE', null, makeWords(seatMapEn, 'en-GB', 'JPY')), /JP¥4,900$/)
})

test("G12: what the messages do not know is said in the operator's own word", () => {
  assert.equal(
    fullName(box('4-33'), 'HELD', null, english),
    'Coach 4, seat 33, swinging, held by somebody else, €49.00',
  )
})

test('G5: the notice names the coach and the seat that somebody else took', () => {
  const state = choose(initialState(map, 1), '4-32')
  const taken = { commit_seq: 1, changes: [{ seat_number: '4-32', status: 'BOOKED' as const }] }
  assert.equal(noticeText(state, train, english), undefined)
  assert.equal(
    noticeText(applySeatsEvent(state, taken), train, english),
    'Somebody else just took Coach 4, seat 32. Choose another, or take what is near.',
  )
  assert.match(
    noticeText(choose(initialState(map, 1), '4-33'), train, english) ?? '',
    /holding Coach 4, seat 33/,
  )
})

test('G12: the seats that one has chosen oneself count as free: they are still to be had', () => {
  const [only] = train.coaches
  assert.ok(only)
  assert.equal(freeCount(only, choose(initialState(map, 1), '4-32')), 1)
})
