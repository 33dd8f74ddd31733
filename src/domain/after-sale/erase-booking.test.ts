import assert from 'node:assert/strict'
import { test } from 'node:test'
import { World } from '../world.fixture.ts'
import { eraseBooking } from './erase-booking.ts'

test('Y8: erasing empties names, contact, age and gender and destroys their key, and nothing of the sale changes; the second time nothing happens', () => {
  const world = new World()
  const booking = world.book('b1', 'A-C', ['1-1', '1-2'])
  const command = { bookingId: booking.id, reason: 'passenger_request' } as const
  const { reply, changes } = world.ask((inventory) => eraseBooking(inventory, command))
  assert.deepEqual(reply, { ok: true, value: { isErased: true } })
  const [changed, payment, key, noted] = changes
  assert(
    changed?.kind === 'booking_changed' && payment?.kind === 'payment_changed' && noted?.kind === 'noted',
  )
  const people = { passengerName: null, passengerAge: null, passengerGender: null }
  assert.deepEqual(changed.booking, {
    ...booking,
    seats: booking.seats.map((seat) => ({ ...seat, ...people })),
    contact: { email: null, phone: null },
    personalData: 'ERASED',
  })
  assert.deepEqual(payment.payment, { ...world.payments.get(booking.paymentId), fingerprint: '' })
  assert.deepEqual(key, { kind: 'personal_key_removed', paymentId: booking.paymentId })
  assert.deepEqual([noted.note.action, noted.note.facts], ['personal_data_erased', {}])
  world.apply(changes)
  const again = world.ask((inventory) => eraseBooking(inventory, command))
  assert.deepEqual(again, { reply: { ok: true, value: { isErased: false } }, changes: [] })
})
