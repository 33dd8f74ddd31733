import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { UserId } from '../../domain/ids.ts'
import type { Right } from '../../domain/people/rights.ts'
import { actedByNobody } from '../../domain/records/audit.ts'
import { compensate } from '../after-sale/compensate.ts'
import { openPaymentWorld, type PaymentWorld } from './payment-world.fixture.ts'
import { reconcilePayments } from './reconcile-payments.ts'
import { cancel, giveByHand, keyOf, sold } from './settled-sale.fixture.ts'

const by = { ...actedByNobody, reason: 'operational' } as const
const sales: ReadonlySet<Right> = new Set(['money.compensate'])

function deskOf(world: PaymentWorld, rights = sales, limitCents = 1_000) {
  const deps = { ...world.deps, settings: { ...world.deps.settings, compensationLimitCents: limitCents } }
  return (locator: string, amountCents: number, idempotencyKey: string) =>
    compensate(deps, { userId: 99 as UserId, rights }, { locator, amountCents, by, idempotencyKey })
}

test('P27: a compensation is paid out beside the payment, which keeps and gives back what it did before', async () => {
  const world = await openPaymentWorld()
  const record = await sold(world)
  await world.settle()
  const given = await deskOf(world)(record.booking.locator, 300, 'k')
  assert.ok(given.ok)
  await world.settle()
  const { amountCents } = record.payment
  const there = () => world.gateway.get(keyOf(record.payment))
  assert.deepEqual([there()?.capturedCents, there()?.refundedCents], [amountCents, 0])
  assert.equal(world.gateway.keptCents, amountCents - 300)
  await cancel(world, record)
  await world.settle()
  const { refundedCents } = (await world.store.findBooking(record.booking.id))?.booking ?? {}
  assert.ok(refundedCents !== undefined && refundedCents > 0)
  assert.equal(there()?.refundedCents, refundedCents, 'what was given does not count toward the refund')
  assert.equal(world.gateway.keptCents, amountCents - 300 - refundedCents)
  assert.equal(await world.store.nextDueAt(), null)
})

test('P27: it is paid even if the payment never was captured, and reconciliation finds nothing strange in it', async () => {
  const world = await openPaymentWorld()
  const record = await sold(world)
  const given = await deskOf(world)(record.booking.locator, 300, 'k')
  assert.ok(given.ok)
  await world.settle()
  giveByHand(world, record.payment, 50)
  const { findings } = await reconcilePayments(world.deps, null)
  assert.deepEqual(findings, { refunded_by_hand: 1 })
  assert.deepEqual((await reconcilePayments(world.deps, null)).findings, {})
})

test('P28: an answer that is lost is asked for again under the same key, and the money is paid once', async () => {
  const world = await openPaymentWorld()
  const record = await sold(world)
  await world.settle()
  world.gateway.isUp = false
  await deskOf(world)(record.booking.locator, 300, 'k')
  await world.settle()
  assert.notEqual(await world.store.nextDueAt(), null)
  world.gateway.isUp = true
  await world.advance(120_000)
  await world.settle()
  await world.settle()
  assert.equal(world.gateway.keptCents, record.payment.amountCents - 300)
})

test('I8, P29: the same key gives once and answers the same, and with another amount it is refused', async () => {
  const world = await openPaymentWorld()
  const { locator } = (await sold(world)).booking
  const give = deskOf(world)
  const first = await give(locator, 300, 'k')
  await give(locator, 200, 'k2')
  const again = await give(locator, 300, 'k')
  assert.ok(first.ok && again.ok)
  assert.deepEqual(again.value, { ...first.value, replayed: true })
  const other = await give(locator, 301, 'k')
  assert.ok(!other.ok && other.refusal.code === 'idempotency_key_reused')
  const nowhere = await give('AAAAAAAA', 300, 'k')
  assert.ok(!nowhere.ok && nowhere.refusal.code === 'booking_not_found')
})

test('P30: compensations beside each other do not pass the limit together, in any order', async () => {
  for (const amounts of [
    [600, 600],
    [400, 400, 400],
    [1_000, 1],
  ]) {
    const world = await openPaymentWorld()
    const { locator } = (await sold(world)).booking
    const give = deskOf(world)
    const replies = await Promise.all(amounts.map((cents, index) => give(locator, cents, `k${index}`)))
    const total = replies.reduce(
      (sum, reply) => sum + (reply.ok ? reply.value.compensation.amountCents : 0),
      0,
    )
    assert.ok(total <= 1_000 && replies.some(({ ok }) => !ok))
    const refused = replies.find(({ ok }) => !ok)
    assert.ok(refused && !refused.ok && refused.refusal.code === 'forbidden')
    assert.equal('leftCents' in refused.refusal && refused.refusal.leftCents, 1_000 - total)
  }
})

test('and two that look before either gives pass it together, or the test above proves nothing', async () => {
  const given: number[] = []
  const naive = async (cents: number) => {
    const sum = given.reduce((all, one) => all + one, 0)
    await Promise.resolve()
    if (sum + cents <= 1_000) given.push(cents)
  }
  await Promise.all([naive(600), naive(600)])
  assert.deepEqual(given, [600, 600])
})

test('P30: whoever has the right to more gives more', async () => {
  const world = await openPaymentWorld()
  const { locator } = (await sold(world)).booking
  const give = deskOf(world, new Set(['money.compensate', 'money.compensate_more']), 0)
  assert.ok((await give(locator, 5_000, 'k')).ok)
})
