import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { UserId } from '../domain/ids.ts'
import { type Payment, providerKey } from '../domain/payment.ts'
import { GatewayRefused, GatewayUnanswered } from '../payments/gateway.ts'
import { type BookRequest, book } from './book.ts'
import { holdMs, openPaymentWorld, type PaymentWorld, paymentTimeoutMs } from './payment-world.fixture.ts'
import { recoverPayments, resolveOpenPayments } from './recover-payments.ts'

async function code(world: PaymentWorld, request: BookRequest, key: string): Promise<string> {
  const reply = await world.book(request, key)
  return reply.ok ? (reply.value.replayed ? 'replayed' : 'booked') : reply.refusal.code
}

async function firstPayment(world: PaymentWorld): Promise<Payment> {
  const [payment] = await world.payments()
  assert(payment)
  return payment
}

test('B3: the journey date is the local date of departure, and the booking names hold, run and payment', async () => {
  const world = await openPaymentWorld()
  const reply = await world.book(await world.hold('1-1'), 'k')
  assert(reply.ok)
  const { booking, payment, cancellations } = reply.value.record
  assert.deepEqual(
    [booking.journeyDate, booking.status, booking.paymentId, cancellations],
    ['2026-12-01', 'CONFIRMED', payment.id, []],
  )
  assert.deepEqual([payment.status, payment.dueStep], ['AUTHORIZED', 'CAPTURE'])
  assert.match(booking.locator, /^[0-9A-HJKMNP-TV-Z]{8}$/)
})

test('I8: the same key and request give the same booking, another request is told that the key is used', async () => {
  const world = await openPaymentWorld()
  const request = await world.hold('1-1')
  const first = await world.book(request, 'k')
  const again = await world.book(request, 'k')
  assert(first.ok && again.ok)
  assert.deepEqual(again.value, { record: first.value.record, replayed: true })
  const other = { ...request, payment: { method: 'mock', token: 'tok_other' } }
  assert.equal(await code(world, other, 'k'), 'idempotency_key_reused')
  assert.equal(world.gateway.calls.filter((call) => call.startsWith('authorize')).length, 1)
})

test('I8: the same key sent twice at once pays once; the second is told that the first is running', async () => {
  const world = await openPaymentWorld()
  const request = await world.hold('1-1')
  const codes = await Promise.all([code(world, request, 'k'), code(world, request, 'k')])
  assert.deepEqual(codes.sort(), ['booked', 'request_in_progress'])
})

test('P4: two keys for one hold at once: one books, the other is told that a payment is running', async () => {
  const world = await openPaymentWorld()
  const request = await world.hold('1-1')
  const codes = await Promise.all([code(world, request, 'k1'), code(world, request, 'k2')])
  assert.deepEqual(codes.sort(), ['booked', 'hold_pinned'])
  assert.equal(await code(world, request, 'k3'), 'hold_consumed')
})

test('P2: a token that is none, or of a run that is none, or somebody else’s, is no hold', async () => {
  const world = await openPaymentWorld()
  const request = await world.hold('1-1')
  for (const holdToken of [
    '',
    'h_',
    request.holdToken.replace(/_[^_]+_/, '_zzzzz_'),
    `${request.holdToken}x`,
  ])
    assert.equal(await code(world, { ...request, holdToken }, 'k'), 'hold_not_found', holdToken)
  const mallory = await book(world.deps, { userId: 2 as UserId }, request, 'k')
  assert.equal(!mallory.ok && mallory.refusal.code, 'hold_not_found')
  assert.deepEqual(await world.payments(), [])
})

test('P14: while the provider is down nothing is pinned, and the hold can be paid when it is back', async () => {
  const world = await openPaymentWorld()
  const request = await world.hold('1-1')
  world.gateway.isUp = false
  assert.equal(await code(world, request, 'k'), 'payment_unavailable')
  assert.deepEqual(await world.payments(), [])
  world.gateway.isUp = true
  assert.equal(await code(world, request, 'k'), 'booked')
})

test('P6: a provider that is silent and cannot be asked either: closed at the deadline, voided when it is back', async () => {
  const world = await openPaymentWorld()
  const request = await world.hold('1-1')
  world.gateway.onAuthorize = async (authorization) => {
    world.gateway.grant(authorization)
    world.gateway.isUp = false
    await world.advance(paymentTimeoutMs)
    throw new GatewayUnanswered('silence')
  }
  assert.equal(await code(world, request, 'k'), 'payment_timed_out')
  assert.equal((await firstPayment(world)).dueStep, 'VOID')
  world.gateway.isUp = true
  await world.settle()
  assert.equal((await firstPayment(world)).status, 'VOIDED')
  assert.equal(world.gateway.ledger[0]?.status, 'voided')
})

test('P5: what the provider will never authorize is a decline', async () => {
  const world = await openPaymentWorld()
  world.gateway.onAuthorize = async () => {
    throw new GatewayRefused('no such token')
  }
  const reply = await world.book(await world.hold('1-1'), 'k')
  assert.deepEqual(reply, {
    ok: false,
    refusal: { code: 'payment_declined', declineCode: 'refused_by_provider' },
  })
})

test('P8: another amount is an alarm in the log', async () => {
  const world = await openPaymentWorld()
  world.gateway.onAuthorize = async (authorization) =>
    world.gateway.grant({ ...authorization, amountCents: 1 })
  assert.equal(await code(world, await world.hold('1-1'), 'k'), 'payment_timed_out')
  assert.match(world.logged.join(), /another amount/)
})

test('P16: after a start, open attempts whose provider is silent stay open until their deadline, then they are closed', async () => {
  const world = await openPaymentWorld()
  const request = await world.hold('1-1')
  world.gateway.onAuthorize = async () => {
    throw new Error('crash')
  }
  await assert.rejects(world.book(request, 'k'), /crash/)
  world.gateway.isUp = false
  assert.deepEqual(await recoverPayments(world.deps), { booked: 0, ended: 0, open: 1 })
  assert.equal((await firstPayment(world)).status, 'REQUESTED')
  await world.advance(paymentTimeoutMs)
  assert.deepEqual(await recoverPayments(world.deps), { booked: 0, ended: 1, open: 0 })
  assert.equal((await firstPayment(world)).status, 'TIMED_OUT')
})

test('P16: while running, an attempt whose request failed on the way is resolved a little after its deadline', async () => {
  const world = await openPaymentWorld()
  const request = await world.hold('1-1')
  world.gateway.onAuthorize = async (authorization) => {
    world.gateway.grant(authorization)
    throw new Error('a fault of ours')
  }
  await assert.rejects(world.book(request, 'k'))
  assert.equal(await code(world, request, 'k'), 'request_in_progress')
  assert.deepEqual(await resolveOpenPayments(world.deps), { booked: 0, ended: 0, open: 0 })
  await world.advance(holdMs - 1)
  assert.deepEqual(await resolveOpenPayments(world.deps), { booked: 1, ended: 0, open: 0 })
  assert.equal(await code(world, request, 'k'), 'replayed')
  await world.settle()
  assert.equal(world.gateway.get(providerKey(await firstPayment(world)))?.status, 'captured')
})
