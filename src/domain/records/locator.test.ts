import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import type { BookingId } from '../ids.ts'
import { bookingIdOf, locatorOf, maxLocatorId } from './locator.ts'

const keys = fc.array(fc.integer({ min: 0, max: 2 ** 32 - 1 }), { minLength: 4, maxLength: 8 })
const ids = fc.integer({ min: 0, max: maxLocatorId })
const key = [0x1234abcd, 0x9e3779b9, 0xdeadbeef, 0x0badcafe]

test('B20: every id has a locator of eight letters that leads back to it, under any key', () => {
  fc.assert(
    fc.property(keys, ids, (roundKeys, id) => {
      const locator = locatorOf(id as BookingId, roundKeys)
      assert.match(locator, /^[0-9A-HJKMNP-TV-Z]{8}$/)
      assert.equal(bookingIdOf(locator, roundKeys), id)
      assert.equal(bookingIdOf(locator.toLowerCase(), roundKeys), id)
    }),
    { numRuns: 5000 },
  )
})

test('B20: every locator belongs to one id, so that the mapping is one to one in both directions', () => {
  const letter = fc.constantFrom(...'0123456789ABCDEFGHJKMNPQRSTVWXYZ')
  fc.assert(
    fc.property(keys, fc.array(letter, { minLength: 8, maxLength: 8 }), (roundKeys, text) => {
      const id = bookingIdOf(text.join(''), roundKeys)
      assert(id !== undefined && Number.isInteger(id) && id >= 0 && id <= maxLocatorId)
      assert.equal(locatorOf(id, roundKeys), text.join(''))
    }),
    { numRuns: 5000 },
  )
})

test('B20: the first 20,000 bookings and the last 1,000 ids have locators of their own', () => {
  const some = Array.from({ length: 21_000 }, (_, at) => (at < 20_000 ? at : maxLocatorId - at + 20_000))
  assert.equal(new Set(some.map((id) => locatorOf(id as BookingId, key))).size, some.length)
})

test('B20: neighboring ids do not have neighboring locators', () => {
  const firsts = Array.from({ length: 1000 }, (_, id) => locatorOf(id as BookingId, key).slice(0, 2))
  // There are 1,024 pairs of letters: of 1,000 drawn at random, about 639 are different.
  assert(new Set(firsts).size > 500, `${new Set(firsts).size} different beginnings`)
})

test('B21: text that cannot be a locator names no booking', () => {
  for (const text of ['', '1234567', '123456789', 'ILOU0000', '1234 678', '１２３４５６７８', '1234567\n'])
    assert.equal(bookingIdOf(text, key), undefined, JSON.stringify(text))
})

test('an id beyond eight letters is a bug', () => {
  assert.throws(() => locatorOf((maxLocatorId + 1) as BookingId, key), RangeError)
})
