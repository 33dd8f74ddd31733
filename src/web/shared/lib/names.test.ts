import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Station } from '../api-types.ts'
import { nameIn, otherName, stationsNamed } from './names.ts'

function station(code: string, name: string, names: Station['names'] = {}): Station {
  return { station_code: code, name, names, time_zone: 'UTC', latitude: null, longitude: null, near: null }
}

const vienna = station('W', 'Wien', { de: 'Wien', en: 'Vienna', 'pt-BR': 'Viena', 'ar-EG': 'فيينا' })

test('G18: a name is shown in the language of the reader, else as the timetable has it, with its language', () => {
  assert.deepEqual(nameIn('en', vienna), { text: 'Vienna', lang: 'en' })
  assert.deepEqual(nameIn('ar', vienna), { text: 'فيينا', lang: 'ar-EG' })
  assert.deepEqual(nameIn('fr', vienna), { text: 'Wien', lang: 'de' })
  assert.deepEqual(nameIn('p', vienna), { text: 'Wien', lang: 'de' }, 'no part of a tag')
  assert.deepEqual(nameIn('en', station('B', 'Bern')), { text: 'Bern', lang: undefined })
})

test('G17: a text names a station by its code or by its whole name in any language', () => {
  const stations = [vienna, station('X', 'Vienna'), station('VIENNA', 'Other'), station('V', 'Vienna West')]
  const named = stationsNamed(stations, ' víenna ').map((one) => one.station_code)
  assert.deepEqual(named, ['W', 'X', 'VIENNA'])
  assert.deepEqual(stationsNamed(stations, ' '), [])
})

test('G18: a station that is found by a name that the reader does not see says that name', () => {
  assert.equal(otherName('de', vienna, 'vien'), 'Vienna')
  assert.equal(otherName('en', vienna, 'vien'), undefined)
  assert.equal(otherName('de', vienna, 'w'), undefined)
})
