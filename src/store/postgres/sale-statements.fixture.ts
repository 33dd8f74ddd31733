import assert from 'node:assert/strict'
import type { TestContext } from 'node:test'
import { cancelBooking } from '../../app/after-sale/cancel-booking.ts'
import { findBookingByLink } from '../../app/after-sale/find-booking.ts'
import { quoteCancellation } from '../../app/after-sale/quote-cancellation.ts'
import { alice, openPaymentWorld, type PaymentWorld } from '../../app/money/payment-world.fixture.ts'
import { extendHold } from '../../app/sale/extend-hold.ts'
import { releaseHold } from '../../app/sale/release-hold.ts'
import { showHold } from '../../app/sale/show-hold.ts'
import { holdMs } from '../../domain/records/hold.fixture.ts'
import { openPostgresStore } from './postgres-store.ts'
import { asPooled } from './server.fixture.ts'
import { recordStatements, type SentTransaction } from './statements.fixture.ts'

/**
 * Statements that look at all runs, and therefore at all shards. None of them is on the sale path, and none
 * of them writes.
 */
const looksEverywhere: readonly RegExp[] = [
  // A record locator names no run; whom a booking was given to is beside it.
  /^SELECT b\.\*, k\.wrapped_key FROM bookings b LEFT JOIN .* WHERE b\.id = \d+$/,
  /^SELECT b\.\*, .* FROM bookings b LEFT JOIN .* WHERE b\.id = \d+ AND .*booking_grants g\s+WHERE g\.train_run_id = b\.train_run_id AND/s,
  // Workers: what is due, and when the next work is.
  /^SELECT train_run_id, id FROM (payments|refunds) d\s+WHERE due_at <= \d+ .*LIMIT \d+$/s,
  /^SELECT min\(greatest\(due_at, coalesce\(lease_until, 0\)\)\) AS at FROM (payments|refunds) WHERE due_at IS NOT NULL$/,
  // The heads of watched runs, and holds that nobody ended.
  /^SELECT train_run_id, commit_seq FROM run_heads WHERE train_run_id IN \(.*\)$/,
  /^SELECT DISTINCT train_run_id FROM seat_holds WHERE status IN \('ACTIVE', 'PINNED'\)/,
]

export function looksOverAllRuns(statement: string): boolean {
  return looksEverywhere.some((form) => form.test(statement))
}

/**
 * Everything that can happen to a run, on a store of its own: holds that are released or expire, sales, a
 * declined payment, the same keys again, cancellations, and the workers that settle the money.
 */
export async function recordSale(t: TestContext, url: string): Promise<readonly SentTransaction[]> {
  const world = await openPaymentWorld(
    async (time) => (await openPostgresStore({ ...asPooled(url), poolSize: 4, ...time })).store,
  )
  const { transactions, stop } = recordStatements(t)
  try {
    await sell(world)
  } finally {
    await world.store.close()
    stop()
  }
  return transactions
}

async function sell(world: PaymentWorld): Promise<void> {
  const { deps, store, gateway } = world
  const released = await world.hold('1-1')
  assert.ok((await showHold(deps, alice, released.holdToken)).ok)
  assert.ok((await extendHold(deps, alice, released.holdToken, 'extend')).ok)
  assert.ok((await releaseHold(deps, alice, released.holdToken)).ok)
  const sold = await world.hold('1-1')
  assert.ok((await world.book(sold, 'sold')).ok)
  const again = await world.book(sold, 'sold')
  assert.ok(again.ok && again.value.replayed)
  const declined = await world.hold('1-2')
  gateway.onAuthorize = async (request) => gateway.decline(request)
  assert.ok(!(await world.book(declined, 'declined')).ok)
  await world.settle()
  const { booking } = again.value.record
  assert.ok((await findBookingByLink(deps, booking.linkToken)).ok)
  assert.ok((await store.bookingHistory(booking, { afterSeq: 0, limit: 10 })).length > 0)
  const quoted = await quoteCancellation(deps, alice, booking.locator, null)
  assert.ok(quoted.ok)
  for (const isReplay of [false, true]) {
    const canceled = await cancelBooking(deps, alice, booking.locator, quoted.value.quote.token, 'cancel')
    assert.equal(canceled.ok && canceled.value.replayed, isReplay)
  }
  await world.settle()
  await expire(world)
}

async function expire(world: PaymentWorld): Promise<void> {
  await world.hold('1-3')
  const seq = (await world.store.picture(world.run.id))?.commitSeq ?? 0
  const expired = new Promise<void>((resolve) => {
    world.store.watch(world.run.id, (commit) => commit.commitSeq > seq && resolve())
  })
  await world.advance(holdMs)
  await expired
}
