import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { UserId } from '../../domain/ids.ts'
import { holdMs, paymentTimeoutMs } from '../../domain/records/hold.fixture.ts'
import { noContact, type Payment } from '../../domain/records/payment.ts'
import { providerKey } from '../../domain/records/provider-key.ts'
import { isSealed } from '../../domain/records/sealed.ts'
import { GatewayRefused, GatewayUnanswered, GatewayUnreached } from '../../payments/gateway.ts'
import type { Counters } from '../deps.ts'
import { openPaymentWorld, type PaymentWorld } from '../money/payment-world.fixture.ts'
import { recoverPayments, resolveOpenPayments } from '../money/recover-payments.ts'
import { type BookRequest, book } from './book.ts'

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

test('K7: a name that cannot be stored is refused before any payment is requested, and the hold stays', async () => {
  const world = await openPaymentWorld()
  const request = await world.hold('1-1')
  for (const name of ['Ada\0', '\ud800']) {
    const passengers = request.passengers.map((passenger) => ({ ...passenger, name }))
    await assert.rejects(world.book({ ...request, passengers }, `n-${name}`), { name: 'TextNotStorable' })
  }
  for (const email of ['a@b\0.org', '\udfff@b.org'])
    await assert.rejects(world.book({ ...request, contact: { email, phone: null } }, `c-${email}`))
  assert.deepEqual(world.gateway.calls, [])
  assert.deepEqual(await world.payments(), [])
  assert.equal(await code(world, request, 'k'), 'booked')
})

test('I8: the same key and request give the same booking, and another request is told that the key is in use', async () => {
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

test('I8: the same key sent twice at once pays once, and the second request is told that the first is running', async () => {
  const world = await openPaymentWorld()
  const request = await world.hold('1-1')
  const codes = await Promise.all([code(world, request, 'k'), code(world, request, 'k')])
  assert.deepEqual(codes.sort(), ['booked', 'request_in_progress'])
})

test('P4: of two keys for one hold at once, one books and the other is told that a payment is running', async () => {
  const world = await openPaymentWorld()
  const request = await world.hold('1-1')
  const codes = await Promise.all([code(world, request, 'k1'), code(world, request, 'k2')])
  assert.deepEqual(codes.sort(), ['booked', 'hold_pinned'])
  assert.equal(await code(world, request, 'k3'), 'hold_consumed')
})

test('P2: an invalid token, a token of an unknown run and another user’s token all name no hold', async () => {
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

test('P6: if the provider is silent and cannot be asked, the attempt is closed at the deadline and voided when it is back', async () => {
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

test('P5: a payment that the provider will never authorize is a decline', async () => {
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

test('P8: a different amount is an alarm in the log', async () => {
  const world = await openPaymentWorld()
  world.gateway.onAuthorize = async (authorization) =>
    world.gateway.grant({ ...authorization, amountCents: 1 })
  assert.equal(await code(world, await world.hold('1-1'), 'k'), 'payment_timed_out')
  assert.match(world.logged.join(), /a different amount/)
})

test('P16: after a start, open attempts whose provider is silent stay open until their deadline, and are then closed', async () => {
  const world = await openPaymentWorld()
  const request = await world.hold('1-1')
  world.gateway.onAuthorize = async () => {
    throw new Error('crash')
  }
  await assert.rejects(world.book(request, 'k'), /crash/)
  world.gateway.isUp = false
  assert.deepEqual(await recoverPayments(world.deps), { booked: 0, ended: 0, open: 1, failed: 0 })
  assert.equal((await firstPayment(world)).status, 'REQUESTED')
  await world.advance(paymentTimeoutMs)
  assert.deepEqual(await recoverPayments(world.deps), { booked: 0, ended: 1, open: 0, failed: 0 })
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
  assert.deepEqual(await resolveOpenPayments(world.deps), { booked: 0, ended: 0, open: 0, failed: 0 })
  await world.advance(holdMs - 1)
  assert.deepEqual(await resolveOpenPayments(world.deps), { booked: 1, ended: 0, open: 0, failed: 0 })
  assert.equal(await code(world, request, 'k'), 'replayed')
  await world.settle()
  assert.equal(world.gateway.get(providerKey(await firstPayment(world)))?.status, 'captured')
})

/** A world with its counters. */
async function countingWorld() {
  const world = await openPaymentWorld()
  const counted: string[] = []
  const counters: Counters = {
    count: (...[name, labels]) => void counted.push(labels ? `${name} ${Object.values(labels)}` : name),
  }
  const deps = { ...world.deps, counters }
  const pay = async (request: BookRequest, key: string) => {
    const reply = await book(deps, { userId: 1 as UserId }, request, key)
    return reply.ok ? 'booked' : reply.refusal.code
  }
  return { world, counted, pay }
}

test('P22: the first passenger after the provider died keeps the hold, and pays with the same key when it is back', async () => {
  const { world, pay } = await countingWorld()
  const request = await world.hold('1-1')
  const { onAuthorize } = world.gateway
  world.gateway.onAuthorize = async () => {
    throw new GatewayUnreached('connection refused')
  }
  assert.equal(await pay(request, 'k'), 'payment_unavailable')
  assert.ok(!world.gateway.calls.some((call) => call.startsWith('find')), 'there is nothing to look up')
  const { payments } = world
  const [first] = await payments()
  assert.deepEqual([first?.status, first?.declineCode, first?.dueStep], ['TIMED_OUT', 'never_sent', null])
  world.gateway.onAuthorize = onAuthorize
  assert.equal(await pay(request, 'k'), 'booked')
  await world.settle()
  assert.equal(world.gateway.ledger.length, 1, 'one payment at the provider')
  assert.equal(world.gateway.keptCents, (await payments()).at(-1)?.amountCents)
})

test('P22: if the provider may have been reached, the hold does not come back', async () => {
  const { world, pay } = await countingWorld()
  world.gateway.onAuthorize = async () => {
    throw new GatewayUnanswered('the connection broke')
  }
  assert.equal(await pay(await world.hold('1-1'), 'k'), 'payment_timed_out')
  assert.equal((await firstPayment(world)).dueStep, 'VOID')
})

test('P24: each refused attempt on a hold is counted by its code; a repeated request and an unknown hold are not', async () => {
  const { world, counted, pay } = await countingWorld()
  const request = await world.hold('1-1')
  world.gateway.isUp = false
  await pay(request, 'k')
  await pay({ ...request, holdToken: 'h_nobody' }, 'k')
  world.gateway.isUp = true
  await pay({ ...request, passengers: [] }, 'k')
  world.gateway.onAuthorize = async (authorization) => world.gateway.decline(authorization)
  await pay(request, 'k')
  await pay(request, 'k')
  await pay(request, 'k2')
  const unreached = await world.hold('1-2')
  world.gateway.onAuthorize = async () => {
    throw new GatewayUnreached('connection refused')
  }
  await pay(unreached, 'k3')
  assert.deepEqual(counted, [
    'failed_payments payment_unavailable',
    'failed_payments passengers_do_not_match_seats',
    'failed_payments payment_declined',
    'failed_payments hold_released',
    'failed_payments payment_unavailable',
  ])
})

test('Y7: names and contact of a sale are in its booking alone, sealed, and an attempt that ends without one keeps neither them nor their key', async () => {
  const world = await openPaymentWorld()
  const request = { ...(await world.hold('1-1')), contact: { email: 'ada@example.org', phone: '+49 30 1' } }
  const sold = await world.book(request, 'k')
  assert(sold.ok)
  const { id, trainRunId } = sold.value.record.booking
  assert.equal(sold.value.record.booking.seats[0]?.passengerName, 'Ada')
  const stored = await world.store.findBooking(id, trainRunId)
  assert(stored)
  const { seats, contact, personalData } = stored.booking
  assert.equal(personalData, 'SEALED')
  for (const text of [seats[0]?.passengerName, contact.email, contact.phone])
    assert.ok(text && isSealed(text), text ?? '')
  assert.deepEqual(await world.payments(), [stored.payment])
  assert.deepEqual([stored.payment.passengers, stored.payment.contact], [[], noContact])
  const declined = { ...(await world.hold('1-2')), payment: { method: 'mock', token: 'tok_declined' } }
  world.gateway.onAuthorize = async (authorized) => world.gateway.decline(authorized)
  assert.equal(await code(world, declined, 'd'), 'payment_declined')
  const last = (await world.payments()).at(-1)
  assert.deepEqual([last?.status, last?.passengers, last?.contact], ['DECLINED', [], noContact])
})
