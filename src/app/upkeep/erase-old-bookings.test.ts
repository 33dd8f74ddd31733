import assert from 'node:assert/strict'
import { test } from 'node:test'
import { dayMs } from '../../domain/instant.ts'
import { openPaymentWorld } from '../money/payment-world.fixture.ts'
import { eraseOldBookings } from './erase-old-bookings.ts'

test('Y13: names are erased once the days after the journey are over and not a day before, each once, and 0 keeps them', async () => {
  const world = await openPaymentWorld()
  const { store, deps } = world
  const sold = await world.book(
    { ...(await world.hold('1-1')), contact: { email: 'ada@example.org', phone: null } },
    'k',
  )
  assert(sold.ok)
  const { id, trainRunId, journeyDate } = sold.value.record.booking
  const counted: string[] = []
  const counters = { count: (...[name]: readonly unknown[]) => void counted.push(String(name)) }
  const at = (days: number) => Date.parse(journeyDate) + days * dayMs
  const run = (days: number, keepDays: number) => {
    const later = new Proxy(store, {
      get(target, name) {
        if (name === 'now') return () => at(days)
        const member: unknown = Reflect.get(target, name)
        return typeof member === 'function' ? member.bind(target) : member
      },
    })
    return eraseOldBookings({ ...deps, store: later, counters, keepDays, pause: async () => true })
  }
  const state = async () => (await store.findBooking(id, trainRunId))?.booking.personalData
  assert.equal(await run(10_000, 0), 0)
  assert.equal(await run(33, 30), 0)
  assert.equal(await state(), 'SEALED')
  assert.equal(await run(34, 30), 0)
  assert.equal(await state(), 'ERASED')
  assert.equal(await run(35, 30), 0)
  assert.deepEqual(counted, ['erased_bookings'])
  const history = await store.bookingHistory(sold.value.record.booking, { afterSeq: 0, limit: 50 })
  assert.equal(history.find(({ action }) => action === 'personal_data_erased')?.reason, 'retention')
})

test('Y13: what cannot be erased stays, is retried, and says for how long it should be gone', async () => {
  const world = await openPaymentWorld()
  const { store, deps } = world
  const sold = await world.book(await world.hold('1-1'), 'k')
  assert(sold.ok)
  const now = () => Date.parse(sold.value.record.booking.journeyDate) + 40 * dayMs
  const failing = new Proxy(store, {
    get(target, name) {
      if (name === 'now') return now
      if (name === 'decide') return async () => Promise.reject(new Error('no disk'))
      const member: unknown = Reflect.get(target, name)
      return typeof member === 'function' ? member.bind(target) : member
    },
  })
  const late = await eraseOldBookings({ ...deps, store: failing, keepDays: 30, pause: async () => true })
  assert.equal(late, 7 * dayMs)
})
