import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { BookingId } from '../domain/ids.ts'
import { bookingIdOf, locatorOf } from '../domain/records/locator.ts'
import { firstIdOf } from './id-epoch.ts'
import { idKinds } from './store.ts'

const second = 1_000

test('O20: an epoch begins beyond everything that an earlier one can have given out by then', () => {
  const first = Date.UTC(2027, 0, 31)
  for (const kind of idKinds) {
    // Books seats at the pace of a national railway from the first moment.
    const given = firstIdOf(kind, first) + 250 * 3_600
    assert.ok(firstIdOf(kind, first + 3_600 * second) > given, kind)
  }
})

test('O20: for a hundred years the ids of an epoch fit where ids are written', () => {
  const late = Date.UTC(2126, 0, 1)
  for (const kind of idKinds) {
    assert.ok(Number.isSafeInteger(firstIdOf(kind, late)))
    // Keys at the payment service have at most fifteen digits, and so do user numbers.
    if (kind !== 'booking') assert.ok(firstIdOf(kind, Date.UTC(2056, 0, 1)) < 1e15, kind)
  }
  const id = firstIdOf('booking', late) as BookingId
  assert.equal(bookingIdOf(locatorOf(id, [1, 2, 3, 4]), [1, 2, 3, 4]), id)
})
