import assert from 'node:assert/strict'
import { test } from 'node:test'
import { GatewayRefused, GatewayUnanswered } from '../../payments/gateway.ts'
import { openPaymentWorld } from './payment-world.fixture.ts'
import { reconcilePayments } from './reconcile-payments.ts'
import { cancel, giveByHand, keyOf, refusedRefund, reload, sold } from './settled-sale.fixture.ts'

test('P18: a refund that the provider refuses stays owed forever, and is logged ever more rarely', async () => {
  const { world, record, counted, settle, loud } = await refusedRefund()
  const pauses: number[] = []
  for (let round = 0; round < 40; round++) {
    const pauseMs = await settle()
    assert(pauseMs !== null, 'it is due again')
    pauses.push(pauseMs)
    await world.advance(pauseMs)
  }
  assert.deepEqual(
    loud().map((line) => JSON.parse(line.slice(line.indexOf('{'))).tryCount),
    [1, 2, 4, 8, 16, 32],
  )
  assert(pauses.slice(14).every((pauseMs) => pauseMs >= 1_800_000 && pauseMs <= 3_600_000))
  assert.deepEqual(counted, ['refused_refunds'])
  // As soon as the provider accepts it, the passenger has the money.
  world.gateway.onStep = () => undefined
  assert.equal(await settle(), null)
  const { booking } = await reload(world, record)
  assert.equal(world.gateway.keptCents, booking.totalCents - booking.refundedCents)
  assert.deepEqual(counted, ['refused_refunds', 'settled_steps'])
})

test('P18: a refund that the provider made by hand is found and counts as done, but part of one does not', async () => {
  const { world, record, settle } = await refusedRefund()
  const { booking, payment } = await reload(world, record)
  const giveByHand = (cents: number) => {
    const there = world.gateway.get(keyOf(payment))
    assert(there)
    world.gateway.put({ ...there, refundedCents: there.refundedCents + cents })
  }
  giveByHand(booking.refundedCents - 1)
  const pauseMs = await settle()
  assert(pauseMs !== null, 'a cent is still owed')
  giveByHand(1)
  await world.advance(pauseMs)
  assert.equal(await settle(), null)
  assert.equal(world.gateway.keptCents, booking.totalCents - booking.refundedCents)
})

test('P18: a provider that refuses and then cannot be asked for its ledger is asked again', async () => {
  const { world, settle, counted } = await refusedRefund()
  world.gateway.onStep = (step) => {
    if (step === 'refund') throw new GatewayRefused('no')
    if (step === 'find') throw new GatewayUnanswered('lost')
  }
  assert((await settle()) !== null)
  assert.deepEqual(counted, ['postponed_steps'])
})

test('P26: after part was given back by hand, a cancellation requests only the rest, and nothing is owed', async () => {
  const world = await openPaymentWorld()
  const record = await sold(world)
  await world.settle()
  const { payment, booking } = await reload(world, record)
  const feeCents = 100
  giveByHand(world, payment, booking.totalCents - feeCents)
  await reconcilePayments(world.deps, null)
  await cancel(world, record)
  const owedCents = (await reload(world, record)).booking.refundedCents
  assert(owedCents > feeCents, 'the provider has less left')
  await world.settle()
  const kept = Math.min(booking.totalCents - owedCents, feeCents)
  assert.equal(world.gateway.keptCents, kept)
  assert.deepEqual(
    world.gateway.calls.filter((call) => call.startsWith('refund')).length,
    owedCents > booking.totalCents - feeCents ? 2 : 1,
  )
  assert.deepEqual((await reconcilePayments(world.deps, null)).findings, {})
  assert.equal(await world.store.nextDueAt(), null)
})

test('P26: if the provider refuses the rest as well, it stays owed and is requested again', async () => {
  const { world, record, settle, counted } = await refusedRefund()
  const { booking, payment } = await reload(world, record)
  giveByHand(world, payment, booking.refundedCents - 1)
  const pauseMs = await settle()
  assert(pauseMs !== null)
  assert.equal(world.gateway.calls.filter((call) => call.startsWith('refund')).length, 2)
  assert.deepEqual(counted, ['refused_refunds'])
  world.gateway.onStep = () => undefined
  await world.advance(pauseMs)
  // The provider accepts the whole amount again, if it still has that much: any excess is then reported.
  assert.equal(await settle(), null)
})
