import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Instant } from '../../domain/instant.ts'
import { extended, type Keyring, soleKey } from '../../domain/people/keyring.ts'
import { accept } from '../../domain/result.ts'
import { openPaymentWorld } from '../money/payment-world.fixture.ts'
import { opened } from '../personal-data.ts'
import { searchGroups } from '../search-hashes.ts'
import { makeHashes, rewrapKeys } from './renew-keys.ts'

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

test('Y16: after a rotation the keys of bookings are wrapped by the newest master key, and it alone then opens and finds them', async () => {
  const world = await openPaymentWorld()
  const { store, deps } = world
  const request = { ...(await world.hold('1-1')), contact: { email: 'ada@example.org', phone: null } }
  const sold = await world.book(request, 'k')
  assert(sold.ok)
  const { id, trainRunId } = sold.value.record.booking
  const fresh = Buffer.alloc(32, 9).toString('base64url')
  const withKeys = (personalKeys: () => Keyring) => ({ ...deps, personalKeys, pause: async () => true })
  const rewrap = (signsFrom: number) =>
    rewrapKeys(withKeys(() => extended(deps.personalKeys(), fresh, signsFrom as Instant)))
  assert.equal(await rewrapKeys(withKeys(deps.personalKeys)), 0)
  // Other servers may not have it yet.
  assert.equal(await rewrap(store.now() + 1_000), 0)
  assert.equal(await rewrap(0), 1)
  assert.equal(await rewrap(0), 0)
  const alone = withKeys(() => soleKey(fresh))
  const groups = searchGroups(alone, { name: 'ada', email: 'ada@example.org' })
  assert.deepEqual(await store.listBookingNames({ kind: 'found', groups }, 5), [{ id, trainRunId }])
  const record = await store.findBooking(id, trainRunId)
  assert(record)
  assert.equal(opened(alone, record).booking.seats[0]?.passengerName, 'Ada')
})
