import assert from 'node:assert/strict'
import { test } from 'node:test'
import { World } from '../world.fixture.ts'
import { renewKey } from './renew-key.ts'

test('Y11: another wrapping takes the place of the one of a booking, unless its names were changed or erased since the look at them', () => {
  const world = new World()
  const booking = world.book('b1', 'A-C', ['1-1', '1-2'])
  const { trainRunId, paymentId, contact, seats } = booking
  const key = { trainRunId, paymentId, wrapped: 'w', search: 's' }
  const renew = (seen: typeof booking) => world.ask((inventory) => renewKey(inventory, { seen, key }))
  const { reply, changes } = renew(booking)
  assert.deepEqual(reply, { ok: true, value: { isRenewed: true } })
  assert.deepEqual(changes, [{ kind: 'personal_key_changed', key }])
  const [first, ...others] = seats
  assert(first)
  const nothing = { reply: { ok: true, value: { isRenewed: false } }, changes: [] }
  for (const seen of [
    { ...booking, contact: { ...contact, email: 'another' } },
    { ...booking, contact: { ...contact, phone: 'another' } },
    { ...booking, seats: [{ ...first, passengerName: 'another' }, ...others] },
  ])
    assert.deepEqual(renew(seen), nothing)
  world.apply([{ kind: 'booking_changed', booking: { ...booking, personalData: 'ERASED' } }])
  assert.deepEqual(renew(booking), nothing)
})
