import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { openSqliteStore } from '../../store/sqlite/sqlite-store.ts'
import { temporaryFile } from '../../store/sqlite/temporary-file.fixture.ts'
import { openPaymentWorld, type PaymentWorld } from '../money/payment-world.fixture.ts'
import { answerPrivacyCall } from './personal-requests.ts'

async function sell(world: PaymentWorld, seatNumber: string, email: string | null) {
  const request = await world.hold(seatNumber)
  const sold = await world.book({ ...request, contact: { email, phone: null } }, `sale of ${seatNumber}`)
  assert(sold.ok)
  return sold.value.record.booking
}

test('Y8: an address, in whatever capitals, finds all of its bookings and no others; a locator finds one', async () => {
  const world = await openPaymentWorld()
  const first = await sell(world, '1-1', 'ada@example.org')
  const second = await sell(world, '1-2', 'Ada@Example.org')
  await sell(world, '1-3', 'bea@example.org')
  const locators = async (of: string) => {
    const reply = await answerPrivacyCall(world.deps, { verb: 'export', of })
    return reply.ok ? reply.value.map(({ locator }) => locator) : reply.refusal.code
  }
  // The newest first.
  assert.deepEqual(await locators('ADA@example.org'), [second.locator, first.locator])
  assert.deepEqual(await locators(second.locator), [second.locator])
  for (const nobody of ['cem@example.org', 'XXXXXXXX', ''])
    assert.equal(await locators(nobody), 'booking_not_found')
  const exported = await answerPrivacyCall(world.deps, { verb: 'export', of: first.locator })
  assert(exported.ok)
  assert.deepEqual(exported.value[0]?.passengers, [{ name: 'Ada', age: 36, gender: 'F' }])
  assert.equal(exported.value[0]?.email, 'ada@example.org')
})

test('Y8: what was erased is found by nobody, its key is not in the file anymore, and seats and money are as before', async (t) => {
  const { file } = temporaryFile(t)
  const world = await openPaymentWorld(
    async (time) => (await openSqliteStore({ file, thread: 'caller', ...time })).store,
  )
  const { id, trainRunId, locator, totalCents } = await sell(world, '1-1', 'ada@example.org')
  const other = await sell(world, '1-2', 'bea@example.org')
  const key = (await world.store.findBooking(id, trainRunId))?.wrappedKey ?? ''
  const before = world.gateway.keptCents
  const erased = await answerPrivacyCall(world.deps, { verb: 'erase', of: 'ada@example.org' })
  assert(erased.ok && erased.value.length === 1)
  const record = await world.store.findBooking(id, trainRunId)
  assert.deepEqual([record?.wrappedKey, record?.booking.personalData], [null, 'ERASED'])
  assert.deepEqual([record?.booking.totalCents, record?.booking.seats.length], [totalCents, 1])
  assert.equal(world.gateway.keptCents, before)
  const again = await answerPrivacyCall(world.deps, { verb: 'export', of: 'ada@example.org' })
  assert.deepEqual(again, { ok: false, refusal: { code: 'booking_not_found' } })
  const shown = await answerPrivacyCall(world.deps, { verb: 'export', of: locator })
  assert(shown.ok)
  assert.deepEqual([shown.value[0]?.isErased, shown.value[0]?.passengers[0]?.name], [true, null])
  const kept = (await world.store.findBooking(other.id, trainRunId))?.wrappedKey ?? ''
  await world.store.close()
  const bytes = readFileSync(file)
  assert.deepEqual([bytes.includes(key), bytes.includes(kept)], [false, true])
})
