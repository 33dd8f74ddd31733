import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { PaymentId, RefundId } from '../ids.ts'
import { after } from '../instant.ts'
import type { Payment } from '../records/payment.ts'
import { closePayment } from '../sale/close-payment.ts'
import { captureFailed, paymentOf, pictureOf, pin, pinned, placed, yes } from '../sale/sale.fixture.ts'
import { idOf, World } from '../world.fixture.ts'
import { findDifference, type ProviderState, reconcilePayment } from './reconcile-payment.ts'
import { postponeStep, recordCapture, recordRefund, recordVoid } from './settle-payment.ts'

const paymentId = idOf<PaymentId>('p1')
const refundId = idOf<RefundId>('r1')

function sold(): World {
  const world = new World()
  placed(world, 'h1', 'A-C', '1-1 1-2')
  pinned(world, pin('p1', 'h1', '1-1 1-2'))
  assert(yes(world, 'p1', 'b1').ok)
  return world
}

function closed(): World {
  const world = new World()
  placed(world, 'h1', 'A-C', '1-1 1-2')
  pinned(world, pin('p1', 'h1', '1-1 1-2'))
  world.decide((inventory, now) => closePayment(inventory, { paymentId, reason: 'no_answer' }, now))
  return world
}

function change(world: World, changed: Partial<Payment>): void {
  world.payments.set(paymentId, { ...paymentOf(world, 'p1'), ...changed })
}

const capture = (world: World) =>
  world.decide((inventory, now) => recordCapture(inventory, { paymentId, refundId }, now))

test('P9: a capture is recorded once', () => {
  const world = sold()
  capture(world)
  const { status, dueStep, dueAt } = paymentOf(world, 'p1')
  assert.deepEqual([status, dueStep, dueAt], ['CAPTURED', null, null])
  const before = pictureOf(world)
  capture(world)
  assert.equal(pictureOf(world), before)
})

test('P9: a step without an answer is due again later, and its tries are counted', () => {
  const world = sold()
  const command = { paymentId, refundId: null, backoffMs: 500 }
  for (const tries of [1, 2, 3]) {
    world.decide((inventory, now) => postponeStep(inventory, command, now))
    const { dueStep, dueAt, tryCount } = paymentOf(world, 'p1')
    assert.deepEqual([dueStep, dueAt, tryCount], ['CAPTURE', after(world.now, 500), tries])
  }
  capture(world)
  const before = pictureOf(world)
  world.decide((inventory, now) => postponeStep(inventory, command, now))
  assert.equal(pictureOf(world), before)
})

test('P10: a capture that a cancellation wanted to void is refunded whole', () => {
  const world = sold()
  change(world, { dueStep: 'VOID' })
  capture(world)
  const { status, dueStep, amountCents } = paymentOf(world, 'p1')
  assert.deepEqual([status, dueStep], ['CAPTURED', null])
  const refund = world.refund(refundId)
  assert.deepEqual([refund?.amountCents, refund?.status, refund?.dueAt], [amountCents, 'QUEUED', world.now])
  world.decide((inventory) => recordRefund(inventory, { paymentId, refundId }))
  assert.equal(world.refund(refundId)?.status, 'DONE')
  const before = pictureOf(world)
  world.decide((inventory) => recordRefund(inventory, { paymentId, refundId }))
  assert.equal(pictureOf(world), before)
})

test('P12: once voided, neither a capture nor a failed capture changes anything', () => {
  const world = closed()
  world.decide((inventory) => recordVoid(inventory, { paymentId, outcome: 'absent' }))
  const before = pictureOf(world)
  capture(world)
  captureFailed(world, 'p1')
  world.decide((inventory) => recordVoid(inventory, { paymentId, outcome: 'voided' }))
  assert.equal(pictureOf(world), before)
})

function provider(world: World, changed: Partial<ProviderState>): ProviderState {
  const { amountCents, currency } = paymentOf(world, 'p1')
  const capturedCents = changed.status === 'captured' ? amountCents : 0
  return { status: 'authorized', amountCents, currency, capturedCents, refundedCents: 0, ...changed }
}

function reconcile(world: World, state: ProviderState) {
  const expected = findDifference(paymentOf(world, 'p1'), state)
  const command = { paymentId, provider: state, expected, refundId }
  world.decide((inventory, now) => reconcilePayment(inventory, command, now))
  return expected
}

test('P13: an authorization that nobody wants is voided', () => {
  const world = closed()
  assert.equal(reconcile(world, provider(world, {})), 'none')
  world.decide((inventory) => recordVoid(inventory, { paymentId, outcome: 'absent' }))
  assert.equal(reconcile(world, provider(world, {})), 'orphan_authorization')
  assert.equal(paymentOf(world, 'p1').dueStep, 'VOID')
})

test('P13: whatever an orphan capture still keeps is refunded, once', () => {
  const world = closed()
  const captured = provider(world, { status: 'captured', refundedCents: 100 })
  assert.equal(reconcile(world, captured), 'orphan_capture')
  assert.equal(world.refund(refundId)?.amountCents, captured.capturedCents - 100)
  assert.deepEqual([paymentOf(world, 'p1').status, paymentOf(world, 'p1').dueStep], ['VOIDED', null])
  const before = pictureOf(world)
  reconcile(world, captured)
  assert.equal(pictureOf(world), before)
})

test('P13: a capture and a void that were done but not recorded are recorded', () => {
  const world = sold()
  assert.equal(reconcile(world, provider(world, { status: 'captured' })), 'unrecorded_capture')
  assert.equal(paymentOf(world, 'p1').status, 'CAPTURED')
  const other = closed()
  assert.equal(reconcile(other, provider(other, { status: 'voided' })), 'unrecorded_void')
  assert.equal(paymentOf(other, 'p1').status, 'VOIDED')
})

test('P13: a capture that the provider has lost is due again', () => {
  const world = sold()
  capture(world)
  assert.equal(reconcile(world, provider(world, {})), 'missing_capture')
  assert.equal(paymentOf(world, 'p1').dueStep, 'CAPTURE')
  capture(world)
  assert.deepEqual([paymentOf(world, 'p1').status, paymentOf(world, 'p1').dueStep], ['CAPTURED', null])
})

test('P13: a different amount raises an alarm and changes nothing', () => {
  const world = sold()
  const before = pictureOf(world)
  assert.equal(reconcile(world, provider(world, { amountCents: 1 })), 'amount_differs')
  assert.equal(
    reconcile(world, provider(world, { status: 'captured', refundedCents: 1_000_000 })),
    'over_refunded',
  )
  assert.equal(pictureOf(world), before)
})

test('P13: a finding that the row has moved past changes nothing', () => {
  const world = sold()
  capture(world)
  const before = pictureOf(world)
  const command = { paymentId, provider: provider(world, {}), expected: 'none' as const, refundId }
  world.decide((inventory, now) => reconcilePayment(inventory, command, now))
  assert.equal(pictureOf(world), before)
})

test('P13: whatever the two sides say, a second pass finds nothing to do once the steps are done', () => {
  for (const make of [sold, closed]) {
    for (const status of ['authorized', 'captured', 'voided', 'declined'] as const) {
      const world = make()
      reconcile(world, provider(world, { status }))
      const before = pictureOf(world)
      reconcile(world, provider(world, { status }))
      assert.equal(pictureOf(world), before, `${make.name} ${status}`)
    }
  }
})
