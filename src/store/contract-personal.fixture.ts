import assert from 'node:assert/strict'
import { test } from 'node:test'
import { noContact } from '../domain/records/payment.ts'
import { accept } from '../domain/result.ts'
import { additions, type SaleRecords, saleRecords } from './sale-rows.fixture.ts'
import { type OpenStore, runOn } from './store.fixture.ts'

type Using = (work: (world: OpenStore) => Promise<void>) => () => Promise<void>

async function write({ store }: OpenStore): Promise<SaleRecords> {
  const trainRunId = runOn(store, '2026-06-10')
  const records = saleRecords(trainRunId)
  const kept = ['booking_added', 'payment_added', 'personal_key_added']
  const changes = additions(records).filter(({ kind }) => kept.includes(kind))
  await store.decide({ trainRunId }, () => ({ reply: accept(null), changes }))
  return records
}

/** The keys of names and contacts, and the bookings that have none yet. */
export function personalContract(using: Using): void {
  test(
    'Y1: a booking is found with the key of its attempt to pay, until the key is removed',
    using(async (world) => {
      const { store } = world
      const { booking, payment, key } = await write(world)
      const { trainRunId } = booking
      const heads: (string | null)[] = []
      const isMeant = ({ wrappedKey }: { readonly wrappedKey: string | null }) => heads.push(wrappedKey) > 0
      const found = async () => [
        (await store.findBooking(booking.id, trainRunId))?.wrappedKey,
        (await store.findBooking(booking.id, undefined, { isMeant }))?.wrappedKey,
        ...(await store.listBookings([booking.userId], 5)).map(({ wrappedKey }) => wrappedKey),
      ]
      assert.deepEqual(await found(), [key.wrapped, key.wrapped, key.wrapped])
      await store.decide({ trainRunId }, () => ({
        reply: accept(null),
        changes: [{ kind: 'personal_key_removed', paymentId: payment.id }],
      }))
      assert.deepEqual(await found(), [null, null, null])
      assert.deepEqual(heads, [key.wrapped, null])
    }),
  )
  test(
    'Y4: bookings whose names nobody has sealed are listed, and no longer once they are sealed',
    using(async (world) => {
      const { store } = world
      const { booking } = await write(world)
      const { trainRunId, id } = booking
      assert.deepEqual(await store.listPlainBookings(5), [{ trainRunId, id }])
      await store.decide({ trainRunId, bookingId: id }, () => ({
        reply: accept(null),
        changes: [{ kind: 'booking_changed', booking: { ...booking, personalData: 'SEALED' } }],
      }))
      assert.deepEqual(await store.listPlainBookings(5), [])
    }),
  )
  test(
    'Y8: bookings are found by the hash of their address, until it is erased',
    using(async (world) => {
      const { store } = world
      const { booking } = await write(world)
      const { trainRunId, id } = booking
      const find = (...hashes: readonly string[]) => store.findBookingsByEmail(hashes, 5)
      assert.deepEqual(await find('another', 'address hash'), [{ trainRunId, id }])
      assert.deepEqual(await find('another'), [])
      const people = { passengerName: null, passengerAge: null, passengerGender: null }
      const seats = booking.seats.map((seat) => ({ ...seat, ...people }))
      const erased = { ...booking, seats, contact: noContact, personalData: 'ERASED' } as const
      await store.decide({ trainRunId, bookingId: id }, () => ({
        reply: accept(null),
        changes: [{ kind: 'booking_changed', booking: erased }],
      }))
      assert.deepEqual(await find('address hash'), [])
      assert.deepEqual((await store.findBooking(id, trainRunId))?.booking, erased)
    }),
  )
}
