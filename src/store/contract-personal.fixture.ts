import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { BookingId, HoldId, PaymentId } from '../domain/ids.ts'
import type { Change } from '../domain/records/changes.ts'
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
      assert.deepEqual(await store.listBookingNames({ kind: 'plain' }, 5), [{ trainRunId, id }])
      await store.decide({ trainRunId, bookingId: id }, () => ({
        reply: accept(null),
        changes: [{ kind: 'booking_changed', booking: { ...booking, personalData: 'SEALED' } }],
      }))
      assert.deepEqual(await store.listBookingNames({ kind: 'plain' }, 5), [])
    }),
  )
  test(
    'Y10: bookings are found by one hash of each group, until another key or none is in their row',
    using(async (world) => {
      const { store } = world
      const { booking, payment, key } = await write(world)
      const { trainRunId, id } = booking
      const find = (...groups: readonly (readonly string[])[]) =>
        store.listBookingNames({ kind: 'found', groups }, 5)
      const change = (one: Change) =>
        store.decide({ trainRunId }, () => ({ reply: accept(null), changes: [one] }))
      assert.deepEqual(await find(['other', 'hash1'], ['hash2']), [{ trainRunId, id }])
      assert.deepEqual(await find(['hash1'], ['other']), [])
      assert.deepEqual(await find(['hash']), [])
      assert.deepEqual(await find(), [])
      await change({ kind: 'personal_key_changed', key: { ...key, search: 'hash2 hash3' } })
      assert.deepEqual(await find(['hash1']), [])
      assert.deepEqual(await find(['hash2'], ['hash3']), [{ trainRunId, id }])
      await change({ kind: 'personal_key_removed', paymentId: payment.id })
      assert.deepEqual(await find(['hash2']), [])
    }),
  )
  test(
    'Y10: a search has the newest bookings first, and no more than it asks for',
    using(async (world) => {
      const { store } = world
      const { booking, payment, key } = await write(world)
      const { trainRunId } = booking
      const changes = [1, 2].flatMap((more): readonly Change[] => {
        const [id, paymentId] = [booking.id + more, payment.id + more] as [BookingId, PaymentId]
        const unlike = {
          idempotencyKey: `key ${more}`,
          bookingId: id,
          holdId: (payment.holdId + more) as HoldId,
        }
        const names = { locator: `LOCATOR${more}`, linkToken: `link ${more}`, seats: [] }
        return [
          { kind: 'booking_added', booking: { ...booking, ...names, id, paymentId } },
          { kind: 'payment_added', payment: { ...payment, ...unlike, id: paymentId } },
          { kind: 'personal_key_added', key: { ...key, paymentId, search: 'hash2' } },
        ]
      })
      await store.decide({ trainRunId }, () => ({ reply: accept(null), changes }))
      const found = (await store.listBookingNames({ kind: 'found', groups: [['hash2']] }, 2)).map(
        ({ id }) => id - booking.id,
      )
      assert.deepEqual(found, [2, 1])
      assert.equal((await store.listBookingNames({ kind: 'found', groups: [['hash2']] }, 5)).length, 3)
    }),
  )
  test(
    'Y10: sealed bookings without hashes are listed, and no longer once they have some',
    using(async (world) => {
      const { store } = world
      const { booking, key } = await write(world)
      const { trainRunId, id } = booking
      const change = (search: string | null) =>
        store.decide({ trainRunId }, () => ({
          reply: accept(null),
          changes: [{ kind: 'personal_key_changed', key: { ...key, search } }],
        }))
      assert.deepEqual(await store.listBookingNames({ kind: 'unsearched' }, 5), [])
      await change(null)
      assert.deepEqual(await store.listBookingNames({ kind: 'unsearched' }, 5), [{ trainRunId, id }])
      assert.deepEqual(await store.listBookingNames({ kind: 'found', groups: [['hash1']] }, 5), [])
      await change('')
      assert.deepEqual(await store.listBookingNames({ kind: 'unsearched' }, 5), [])
    }),
  )
  test(
    'Y16: bookings are listed by the master key that wrapped their key',
    using(async (world) => {
      const { store } = world
      const { booking, key } = await write(world)
      const { trainRunId, id } = booking
      const find = (by: string) => store.listBookingNames({ kind: 'wrapped', by }, 5)
      const wrapped = 'w1.0123abcd.text'
      await store.decide({ trainRunId }, () => ({
        reply: accept(null),
        changes: [{ kind: 'personal_key_changed', key: { ...key, wrapped } }],
      }))
      assert.deepEqual(await find('0123abcd'), [{ trainRunId, id }])
      assert.deepEqual(await find('0123abce'), [])
    }),
  )
  test(
    'Y13: bookings with a journey before a date are listed until they are erased',
    using(async (world) => {
      const { store } = world
      const { booking } = await write(world)
      const { trainRunId, id } = booking
      const find = (before: string) => store.listBookingNames({ kind: 'traveled', before }, 5)
      assert.deepEqual(await find('2026-06-10'), [])
      assert.deepEqual(await find('2026-06-11'), [{ trainRunId, id }])
      await store.decide({ trainRunId, bookingId: id }, () => ({
        reply: accept(null),
        changes: [{ kind: 'booking_changed', booking: { ...booking, personalData: 'ERASED' } }],
      }))
      assert.deepEqual(await find('2026-06-11'), [])
    }),
  )
  test(
    'Y8: an erased booking comes back as it was written, with nobody in it',
    using(async (world) => {
      const { store } = world
      const { booking } = await write(world)
      const { trainRunId, id } = booking
      const people = { passengerName: null, passengerAge: null, passengerGender: null }
      const seats = booking.seats.map((seat) => ({ ...seat, ...people }))
      const erased = { ...booking, seats, contact: noContact, personalData: 'ERASED' } as const
      await store.decide({ trainRunId, bookingId: id }, () => ({
        reply: accept(null),
        changes: [{ kind: 'booking_changed', booking: erased }],
      }))
      assert.deepEqual((await store.findBooking(id, trainRunId))?.booking, erased)
    }),
  )
}
