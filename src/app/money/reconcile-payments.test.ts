import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openPaymentWorld } from './payment-world.fixture.ts'
import { reconcilePayments } from './reconcile-payments.ts'
import { giveByHand, refusedRefund, reload, sold } from './settled-sale.fixture.ts'

test('P13: money under a key without a row goes back; other owners’ keys are left alone', async () => {
  const world = await openPaymentWorld()
  const authorization = { amountCents: 500, currency: 'EUR' }
  for (const key of ['hf-1-77', 'hf-1-78', 'shop-1']) world.gateway.grant({ key, ...authorization })
  await world.gateway.capture('hf-1-78', 500)
  const { seen, findings } = await reconcilePayments(world.deps, null)
  assert.deepEqual([seen, findings], [3, { unknown_payment: 2 }])
  assert.equal(world.gateway.keptCents, 0)
  assert.equal(world.gateway.get('shop-1')?.status, 'authorized')
})

test('P13: a pass continues where the last one stopped, and a bounded one leaves the rest', async () => {
  const world = await openPaymentWorld()
  for (let index = 0; index < 1_200; index++)
    world.gateway.put({
      key: `hf-1-${index + 100}`,
      status: 'voided',
      amountCents: 1,
      currency: 'EUR',
      capturedCents: 0,
      refundedCents: 0,
      refundKeys: [],
      declineCode: null,
    })
  const first = await reconcilePayments(world.deps, null, 2)
  assert.deepEqual([first.seen, first.cursor], [1000, '1000'])
  const second = await reconcilePayments(world.deps, first.cursor)
  assert.deepEqual([second.seen, second.cursor], [200, '1200'])
  assert.equal((await reconcilePayments(world.deps, second.cursor)).seen, 0)
})

test('P25: a refund that is refused and then made by hand is done at the next reconciliation, and not requested again', async () => {
  const { world, record, settle } = await refusedRefund()
  const { booking, payment } = await reload(world, record)
  const pauseMs = await settle()
  giveByHand(world, payment, booking.refundedCents)
  const { findings, cursor } = await reconcilePayments(world.deps, null)
  assert.deepEqual(findings, { refunded_by_hand: 1 })
  world.gateway.onStep = () => undefined
  world.gateway.calls.length = 0
  await world.advance(pauseMs ?? 0)
  assert.equal(await settle(), null)
  assert.deepEqual(world.gateway.calls, [])
  assert.equal(world.gateway.keptCents, booking.totalCents - booking.refundedCents)
  assert.equal((await world.store.findPayment(world.run.id, payment.id))?.byHandCents, 0)
  assert.deepEqual((await reconcilePayments(world.deps, cursor)).findings, {})
})

test('P25: an amount given back by hand beyond all refunds is reported once, kept with the payment, and owed by nobody', async () => {
  const world = await openPaymentWorld()
  const record = await sold(world)
  await world.settle()
  const { payment, booking } = await reload(world, record)
  giveByHand(world, payment, 300)
  const first = await reconcilePayments(world.deps, null)
  assert.deepEqual(first.findings, { refunded_by_hand: 1 })
  assert.match(world.logged.join(), /given back money that nobody here asked for.*"refundedCents":300/)
  // Also when the whole ledger is read again, as after a start.
  assert.deepEqual((await reconcilePayments(world.deps, null)).findings, {})
  const known = await world.store.findPayment(world.run.id, payment.id)
  assert.deepEqual([known?.byHandCents, known?.dueStep], [300, null])
  const history = await world.store.bookingHistory(booking, { afterSeq: 0, limit: 50 })
  assert.deepEqual(history.at(-1)?.facts, { total_cents: 300 })
  giveByHand(world, payment, 100)
  assert.deepEqual((await reconcilePayments(world.deps, null)).findings, { refunded_by_hand: 1 })
  assert.equal((await world.store.findPayment(world.run.id, payment.id))?.byHandCents, 400)
})
