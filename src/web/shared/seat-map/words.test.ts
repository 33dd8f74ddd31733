import assert from 'node:assert/strict'
import { test } from 'node:test'
import { seatMapAr } from './i18n/ar.ts'
import { seatMapDe } from './i18n/de.ts'
import { seatMapEn } from './i18n/en.ts'
import { layOutTrain } from './layout.ts'
import { coach, seatMap } from './map.fixture.ts'
import { applySeatsEvent, choose, initialState } from './state.ts'
import { fullName, makeWords, noticeText } from './words.ts'

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

test('G12: a seat describes itself: coach, seat, what it offers, whether it is free, and its price', () => {
  assert.equal(
    fullName(box('4-32'), 'FREE', null, english),
    'Coach 4, seat 32, window, facing forward, table, power socket, free, €49.00',
  )
  assert.match(fullName(box('4-32'), 'CHOSEN', 1, english), /your choice for passenger 2/)
})

test("G12: a seat describes itself in every language, with that language's money format and comma", () => {
  assert.equal(
    fullName(box('4-32'), 'BOOKED', null, makeWords(seatMapDe, 'de-DE', 'EUR')),
    'Wagen 4, Platz 32, Fenster, in Fahrtrichtung, Tisch, Steckdose, belegt, 49,00\u00a0€',
  )
  const arabic = fullName(box('4-32'), 'FREE', null, makeWords(seatMapAr, 'ar', 'EUR'))
  assert.match(arabic, /^العربة 4، المقعد 32، /)
  assert.doesNotMatch(arabic, /[A-Za-z,]/)
})

test('G12: a price in a currency without cents shows none', () => {
  assert.match(fullName(box('4-32'), 'FREE', null, makeWords(seatMapEn, 'en-GB', 'JPY')), /JP¥4,900$/)
})

test("G12: anything the messages do not know is said in the operator's own words", () => {
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
    'Somebody else just took Coach 4, seat 32. Choose another seat, or take one nearby.',
  )
  assert.match(
    noticeText(choose(initialState(map, 1), '4-33'), train, english) ?? '',
    /holding Coach 4, seat 33/,
  )
})
