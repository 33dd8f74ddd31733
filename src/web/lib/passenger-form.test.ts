import assert from 'node:assert/strict'
import { test } from 'node:test'
import { parseAge, wrongFields } from './passenger-form.ts'
import type { PassengerDetails } from './seating.ts'

const ada: PassengerDetails = { name: 'Ada', age: '36', gender: 'F' }
const none = { email: '', phone: '' }

test('X4: the form asks for what the server asks for: name of 1 to 100 characters, age of 0 to 125, gender', () => {
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

test('X4: contact is freely given; what is given must be one', () => {
  const wrong = (email: string, phone: string) => wrongFields([ada], { email, phone }).join(' ')
  assert.equal(wrong('ada@example.org', '+41 44 123 45 67'), '')
  assert.equal(wrong('ada', ''), 'email')
  assert.equal(wrong('ada@example', 'call me'), 'email phone')
  assert.equal(wrong('', '0'.repeat(41)), 'phone')
})
