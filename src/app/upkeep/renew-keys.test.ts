import assert from 'node:assert/strict'
import { test } from 'node:test'
import { accept } from '../../domain/result.ts'
import { openPaymentWorld } from '../money/payment-world.fixture.ts'
import { searchGroups } from '../search-hashes.ts'
import { makeHashes } from './renew-keys.ts'

test('Y10: the server makes the hashes of sealed bookings that have none, and a booking whose key does not open stays behind alone', async () => {
  const world = await openPaymentWorld()
  const { store, deps } = world
  for (const seatNumber of ['1-1', '1-2', '1-3']) {
    const request = { ...(await world.hold(seatNumber)), contact: { email: 'ada@example.org', phone: null } }
    assert((await world.book(request, seatNumber)).ok)
  }
  const found = () =>
    store.listBookingNames(
      { kind: 'found', groups: searchGroups(deps, { name: 'ada', email: 'ADA@example.org' }) },
      9,
    )
  const names = await found()
  assert.equal(names.length, 3)
  for (const [index, { id, trainRunId }] of names.entries()) {
    const record = await store.findBooking(id, trainRunId)
    assert(record?.wrappedKey)
    const wrapped = index === 0 ? 'w1.00000000.AAAA' : record.wrappedKey
    const key = { trainRunId, paymentId: record.booking.paymentId, wrapped, search: null }
    await store.decide({ trainRunId }, () => ({
      reply: accept(null),
      changes: [{ kind: 'personal_key_changed', key }],
    }))
  }
  assert.deepEqual(await found(), [])
  assert.equal(await makeHashes({ ...deps, pause: async () => true }), 2)
  assert.deepEqual(await found(), names.slice(1))
  assert.deepEqual(await store.listBookingNames({ kind: 'unsearched' }, 9), names.slice(0, 1))
})
