import assert from 'node:assert/strict'
import { test } from 'node:test'
import { backoff, isWorthTelling } from '../../domain/backoff.ts'
import { GatewayRefused, GatewayUnanswered } from '../../payments/gateway.ts'
import { openPaymentWorld } from './payment-world.fixture.ts'
import { reconcilePayments } from './reconcile-payments.ts'
import { settleOne } from './settle-payments.ts'
import { cancel, keyOf, reload, sold } from './settled-sale.fixture.ts'

test('P9: the worker captures the payment of a booking', async () => {
  const world = await openPaymentWorld()
  const record = await sold(world)
  await world.settle()
  assert.equal((await reload(world, record)).payment.status, 'CAPTURED')
  assert.equal(world.gateway.keptCents, record.booking.totalCents)
})

test('P9: a capture without an answer is retried until it is done, and captures once', async () => {
  const world = await openPaymentWorld()
  const record = await sold(world)
  let failures = 6
  world.gateway.onStep = (step, key) => {
    if (step !== 'capture' || failures-- <= 0) return
    // The answer is lost; every second time, the provider has already done the step.
    const payment = world.gateway.get(key)
    if (failures % 2 === 0 && payment?.status === 'authorized')
      world.gateway.put({ ...payment, status: 'captured', capturedCents: payment.amountCents })
    throw new GatewayUnanswered('lost')
  }
  await world.settle()
  assert.equal((await reload(world, record)).payment.status, 'CAPTURED')
  assert.equal(world.gateway.keptCents, record.booking.totalCents)
})

test('P9: a cancellation before the capture captures first and then refunds', async () => {
  const world = await openPaymentWorld()
  const record = await sold(world)
  await cancel(world, record)
  await world.settle()
  const { booking, payment } = await reload(world, record)
  assert.equal(booking.status, 'CANCELLED')
  const steps = world.gateway.calls
    .filter((call) => /capture|refund|void/.test(call))
    .map((call) => call.split(' ')[0])
  assert.deepEqual(steps, payment.status === 'VOIDED' ? ['void'] : ['capture', 'refund'])
  assert.equal(world.gateway.keptCents, booking.totalCents - booking.refundedCents)
})

test('P10: a cancellation while the capture is under way refunds everything that is owed', async () => {
  const world = await openPaymentWorld()
  const record = await sold(world)
  let isCancelled: Promise<void> | undefined
  const { capture } = world.gateway
  world.gateway.capture = async (key, amountCents) => {
    isCancelled ??= cancel(world, record)
    await isCancelled
    return capture.call(world.gateway, key, amountCents)
  }
  await world.settle()
  const { booking, payment } = await reload(world, record)
  assert.deepEqual([booking.status, payment.status], ['CANCELLED', 'CAPTURED'])
  assert.equal(world.gateway.keptCents, booking.totalCents - booking.refundedCents)
})

test('P11: a capture that is refused for good cancels the booking and gives up the authorization', async () => {
  const world = await openPaymentWorld()
  const record = await sold(world)
  world.gateway.onStep = (step) => {
    if (step === 'capture') throw new GatewayRefused('card was closed')
  }
  await world.settle()
  const { booking, payment } = await reload(world, record)
  assert.deepEqual([booking.status, payment.status], ['CANCELLED', 'VOIDED'])
  assert.equal(world.gateway.get(keyOf(payment))?.status, 'voided')
  assert.match(world.logged.join(), /capture failed for good/)
  // The seat is on sale again.
  await sold(world, '1-1', 'another key')
})

test('P17: nothing is kept of a booking that was canceled for a fee before its capture failed for good', async () => {
  const world = await openPaymentWorld()
  const record = await sold(world)
  await cancel(world, record)
  const feeCents = record.booking.totalCents - (await reload(world, record)).booking.refundedCents
  assert(feeCents > 0, 'the cancellation cost something')
  world.gateway.onStep = (step) => {
    if (step === 'capture') throw new GatewayRefused('card was closed')
  }
  await world.settle()
  const { booking, payment } = await reload(world, record)
  assert.deepEqual([booking.status, payment.status], ['CANCELLED', 'VOIDED'])
  assert.equal(booking.refundedCents, booking.totalCents)
  assert.equal(world.gateway.keptCents, 0)
  assert.deepEqual((await reconcilePayments(world.deps, null)).findings, {})
})

test('P9: a provider that refuses a capture because it has already captured counts as having captured', async () => {
  const world = await openPaymentWorld()
  const record = await sold(world)
  world.gateway.onStep = (step, key) => {
    const payment = world.gateway.get(key)
    if (step !== 'capture' || !payment) return
    world.gateway.put({ ...payment, status: 'captured', capturedCents: payment.amountCents })
    throw new GatewayRefused('captured already')
  }
  await world.settle()
  const { booking, payment } = await reload(world, record)
  assert.deepEqual([booking.status, payment.status], ['CONFIRMED', 'CAPTURED'])
})

test('P10: a capture whose answer was lost is found when the void is refused, and is refunded', async () => {
  const world = await openPaymentWorld()
  const { payment } = await sold(world)
  const captured = world.gateway.get(keyOf(payment))
  assert(captured)
  world.gateway.put({ ...captured, status: 'captured', capturedCents: captured.amountCents })
  const due = { ...payment, dueStep: 'VOID' as const }
  await world.store.decide({ trainRunId: world.run.id, paymentId: payment.id }, () => ({
    reply: { ok: true, value: {} },
    changes: [{ kind: 'payment_changed', payment: due }],
  }))
  await world.settle()
  assert.equal(world.gateway.keptCents, 0)
  const found = await world.store.findPayment(world.run.id, payment.id)
  assert.deepEqual([found?.status, found?.dueStep], ['CAPTURED', null])
})

test('P9: the pause before a retry doubles up to half a minute, and is never the same for all', () => {
  const pauses = [0, 1, 2, 3, 6, 7, 100].map((tryCount) => [
    backoff('unanswered', tryCount, 0),
    backoff('unanswered', tryCount, 1),
  ])
  assert.deepEqual(pauses, [
    [250, 500],
    [500, 1000],
    [1000, 2000],
    [2000, 4000],
    [15_000, 30_000],
    [15_000, 30_000],
    [15_000, 30_000],
  ])
})

test('P18: the pause after a refusal doubles up to an hour, and ever fewer tries are logged', () => {
  assert.deepEqual(
    [0, 6, 12, 13, 100].map((tryCount) => backoff('refused', tryCount, 1)),
    [500, 32_000, 2_048_000, 3_600_000, 3_600_000],
  )
  const tries = Array.from({ length: 70 }, (_, index) => index + 1)
  assert.deepEqual(tries.filter(isWorthTelling), [1, 2, 4, 8, 16, 32, 64])
})

test('P23: unanswered steps are logged from the 4th try on, ever more rarely; before that, the provider may be away', async () => {
  const world = await openPaymentWorld()
  await sold(world)
  world.gateway.onStep = (step) => {
    if (step === 'capture') throw new GatewayUnanswered('500')
  }
  for (let round = 0; round < 20; round++) {
    for (const work of await world.store.leaseDueWork(10)) await settleOne(world.deps, work)
    await world.advance(((await world.store.nextDueAt()) ?? 0) - world.store.now())
  }
  assert.deepEqual(
    world.logged.map((line) => /"tryCount":(\d+)/.exec(line)?.[1]),
    ['4', '8', '16'],
  )
})
