import assert from 'node:assert/strict'
import { test } from 'node:test'
import { parseAge, wrongFields } from './passenger-form.ts'
import type { PassengerDetails } from './seating.ts'

const ada: PassengerDetails = { name: 'Ada', age: '36', gender: 'F' }
const none = { email: '', phone: '' }

test('X4: the form asks for what the server asks for: a name of 1 to 100 characters, an age of 0 to 125, a gender', () => {
  assert.deepEqual(wrongFields([ada], none), [])
  assert.deepEqual(wrongFields([{ ...ada, name: '  ' }], none), ['name-0'])
  assert.deepEqual(wrongFields([{ ...ada, name: 'ß'.repeat(100) }], none), [])
  assert.deepEqual(wrongFields([ada, { ...ada, name: 'x'.repeat(101) }], none), ['name-1'])
  assert.deepEqual(wrongFields([{ name: '', age: '', gender: '' }], none), ['name-0', 'age-0', 'gender-0'])
})

test('X4: an age is whole years in the digits of any script', () => {
  assert.deepEqual(['0', '125', ' 7 ', '٣٤', '۳۴'].map(parseAge), [0, 125, 7, 34, 34])
  for (const wrong of ['', '126', '-1', '3.5', 'x', '1e2', '0x9'])
    assert.equal(parseAge(wrong), undefined, wrong)
})

test('X4: contact details are optional, but must be valid', () => {
  const wrong = (email: string, phone: string) => wrongFields([ada], { email, phone }).join(' ')
  assert.equal(wrong('ada@example.org', '+41 44 123 45 67'), '')
  assert.equal(wrong('ada', ''), 'email')
  assert.equal(wrong('ada@example', 'call me'), 'email phone')
  assert.equal(wrong('', '0'.repeat(41)), 'phone')
})

test('K5, X4: the form and the server check a text by the same rules', () => {
  const refused = (details: Partial<PassengerDetails>, email = '', phone = '') =>
    wrongFields([{ ...ada, ...details }], { email, phone }).join(' ')
  for (const name of ['Ada\0', 'A\tB', '\u200b', '\u3164', '\ud800', '\u202e'])
    assert.equal(refused({ name }), 'name-0', name)
  for (const name of ["O'Brien-Ng", '😀'.repeat(100), 'محمد علي']) assert.equal(refused({ name }), '', name)
  assert.equal(refused({}, 'ü@müller.de', '٠٣٠ ١٢٣٤٥'), '')
  assert.equal(refused({}, 'a b@example.org', '1'.repeat(16)), 'email phone')
})
