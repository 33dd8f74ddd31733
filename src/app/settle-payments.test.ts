import assert from 'node:assert/strict'
import { test } from 'node:test'
import { cancelBooking } from '../domain/cancel-booking.ts'
import type { CancellationId, QuoteId, RefundId } from '../domain/ids.ts'
import { type Payment, providerKey } from '../domain/payment.ts'
import { quoteCancellation } from '../domain/quote-cancellation.ts'
import { GatewayRefused, GatewayUnanswered } from '../payments/gateway.ts'
import type { BookingRecord } from '../store/store.ts'
import { backoff, isWorthTelling } from './backoff.ts'
import { alice, openPaymentWorld, type PaymentWorld } from './payment-world.fixture.ts'
import { reconcilePayments } from './reconcile-payments.ts'
import { settleOne } from './settle-payments.ts'
import { SettlementWorker } from './settlement-worker.ts'

async function sold(world: PaymentWorld, seatNumber = '1-1', key = seatNumber): Promise<BookingRecord> {
  const reply = await world.book(await world.hold(seatNumber), key)
  assert(reply.ok, JSON.stringify(reply))
  return reply.value.record
}

/** Cancels the whole booking a month ahead; everything but the fee comes back. */
async function cancel(world: PaymentWorld, { booking, payment }: BookingRecord): Promise<void> {
  const quoteId = (await world.store.nextId('quote')) as QuoteId
  const common = { userId: alice.userId, bookingId: booking.id, quoteId, quoteToken: `q${quoteId}` }
  const scope = {
    trainRunId: world.run.id,
    bookingId: booking.id,
    paymentId: payment.id,
    quoteId,
    key: { route: 'cancellation', userId: alice.userId, key: `c${quoteId}` },
  } as const
  const quoted = await world.store.decide(scope, (inventory, now) =>
    quoteCancellation(inventory, { ...common, seatNumbers: null, validForMs: 60_000 }, now),
  )
  assert(quoted.ok, JSON.stringify(quoted))
  const command = {
    ...common,
    cancellationId: (await world.store.nextId('cancellation')) as CancellationId,
    refundId: (await world.store.nextId('refund')) as RefundId,
    idempotencyKey: `c${quoteId}`,
    fingerprint: '',
  }
  const reply = await world.store.decide(scope, (inventory, now) => cancelBooking(inventory, command, now))
  assert(reply.ok, JSON.stringify(reply))
}

async function reload(world: PaymentWorld, { booking }: BookingRecord): Promise<BookingRecord> {
  const record = await world.store.findBooking(booking.id)
  assert(record)
  return record
}

const keyOf = (payment: Payment) => providerKey(payment)

test('P9: the worker captures what was booked', async () => {
  const world = await openPaymentWorld()
  const record = await sold(world)
  await world.settle()
  assert.equal((await reload(world, record)).payment.status, 'CAPTURED')
  assert.equal(world.gateway.keptCents, record.booking.totalCents)
})

test('P9: a capture without an answer is tried until it is done, and captures once', async () => {
  const world = await openPaymentWorld()
  const record = await sold(world)
  let failures = 6
  world.gateway.onStep = (step, key) => {
    if (step !== 'capture' || failures-- <= 0) return
    // The answer is lost, every second time after the provider has done it.
    const payment = world.gateway.get(key)
    if (failures % 2 === 0 && payment?.status === 'authorized')
      world.gateway.put({ ...payment, status: 'captured', capturedCents: payment.amountCents })
    throw new GatewayUnanswered('lost')
  }
  await world.settle()
  assert.equal((await reload(world, record)).payment.status, 'CAPTURED')
  assert.equal(world.gateway.keptCents, record.booking.totalCents)
})

test('P9: a cancellation before the capture captures first and refunds then, in this order', async () => {
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

test('P10: a cancellation while the capture is under way gives everything back that is owed', async () => {
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

test('P11: a capture that is refused for good cancels the booking and gives the authorization up', async () => {
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

test('P17: of a booking that was canceled for a fee before its capture failed for good, nothing is kept', async () => {
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

test('P9: a provider that refuses a capture because it has captured already has captured', async () => {
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

test('P10: a capture whose answer was lost is found when the void is refused, and goes back', async () => {
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

test('P13: money under a key that no row knows goes back; keys of others are left alone', async () => {
  const world = await openPaymentWorld()
  const authorization = { amountCents: 500, currency: 'EUR' }
  for (const key of ['hf-1-77', 'hf-1-78', 'shop-1']) world.gateway.grant({ key, ...authorization })
  await world.gateway.capture('hf-1-78', 500)
  const { seen, findings } = await reconcilePayments(world.deps, null)
  assert.deepEqual([seen, findings], [3, { unknown_payment: 2 }])
  assert.equal(world.gateway.keptCents, 0)
  assert.equal(world.gateway.get('shop-1')?.status, 'authorized')
})

test('P13: a pass goes on where the last one stopped, and a bounded one leaves the rest', async () => {
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

test('P9: the pause before a further try doubles up to half a minute, and is never the same for all', () => {
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

test('P18: the pause after a refusal doubles up to an hour, and ever fewer tries are told', () => {
  assert.deepEqual(
    [0, 6, 12, 13, 100].map((tryCount) => backoff('refused', tryCount, 1)),
    [500, 32_000, 2_048_000, 3_600_000, 3_600_000],
  )
  const tries = Array.from({ length: 70 }, (_, index) => index + 1)
  assert.deepEqual(tries.filter(isWorthTelling), [1, 2, 4, 8, 16, 32, 64])
})

/** A sale that was captured and canceled, whose refund the provider refuses, and what is counted of it. */
async function refusedRefund() {
  const counted: string[] = []
  const world = await openPaymentWorld()
  const deps = { ...world.deps, counters: { count: (name: string) => void counted.push(name), observe() {} } }
  const record = await sold(world)
  await world.settle()
  await cancel(world, record)
  world.gateway.onStep = (step) => {
    if (step === 'refund') throw new GatewayRefused('the merchant account is closed')
  }
  /** Does what is due now and tells how long it is until something is due again; null where nothing is. */
  const settle = async () => {
    for (const work of await world.store.leaseDueWork(10)) await settleOne(deps, work)
    const nextAt = await world.store.nextDueAt()
    return nextAt === null ? null : nextAt - world.store.now()
  }
  const loud = () => world.logged.filter((line) => line.startsWith('the provider refuses a refund'))
  return { world, record, counted, settle, loud }
}

test('P18: a refund that the provider refuses stays owed for ever, and is told ever more rarely', async () => {
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
  // As soon as the provider takes it, the passenger has the money.
  world.gateway.onStep = () => undefined
  assert.equal(await settle(), null)
  const { booking } = await reload(world, record)
  assert.equal(world.gateway.keptCents, booking.totalCents - booking.refundedCents)
  assert.deepEqual(counted, ['refused_refunds', 'settled_steps'])
})

test('P18: a refund that the provider made by hand is found and done, a part of it is not', async () => {
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

/** Runs a worker whose timers fire when the test says so. */
function workerOf(world: PaymentWorld) {
  let wake: (() => void) | undefined
  const pauses: number[] = []
  const schedule = (afterMs: number, callback: () => void) => {
    pauses.push(afterMs)
    wake = callback
    return () => {
      wake = undefined
    }
  }
  const worker = new SettlementWorker(world.deps, { schedule, concurrency: 2, gatherMs: 5 })
  const turn = async () => {
    const call = wake
    wake = undefined
    call?.()
    await world.advance(0)
    await world.advance(0)
  }
  return { worker, turn, pauses }
}

test('P9: the worker does what is due, a bounded number at a time, and is woken by a kick', async () => {
  const world = await openPaymentWorld()
  const { worker, turn, pauses } = workerOf(world)
  worker.start()
  await turn()
  assert.equal(pauses.at(-1), 500)
  let most = 0
  let underWay = 0
  const { capture } = world.gateway
  world.gateway.capture = async (key, amountCents) => {
    most = Math.max(most, ++underWay)
    await new Promise((resolve) => setImmediate(resolve))
    underWay--
    return capture.call(world.gateway, key, amountCents)
  }
  for (const seatNumber of ['1-1', '1-2', '1-3', '1-4', '1-5']) await sold(world, seatNumber)
  worker.kick()
  assert.equal(pauses.at(-1), 5)
  for (let round = 0; round < 20; round++) await turn()
  assert.equal(most, 2)
  assert((await world.payments()).every((payment) => payment.status === 'CAPTURED'))
  await worker.stop()
})

test('P14: while the provider is down the worker leaves due steps alone and then does them', async () => {
  const world = await openPaymentWorld()
  const record = await sold(world)
  const { worker, turn } = workerOf(world)
  world.gateway.isUp = false
  worker.start()
  for (let round = 0; round < 5; round++) await turn()
  assert.equal((await reload(world, record)).payment.tryCount, 0)
  world.gateway.isUp = true
  for (let round = 0; round < 5; round++) await turn()
  assert.equal((await reload(world, record)).payment.status, 'CAPTURED')
  await worker.stop()
})

test('O23: looks for due payments that fail are told of ever more rarely, and the work goes on after them', async () => {
  const world = await openPaymentWorld()
  const record = await sold(world)
  const { worker, turn } = workerOf(world)
  const { leaseDueWork } = world.store
  world.store.leaseDueWork = async () => {
    throw new Error('the database is away')
  }
  worker.start()
  for (let round = 0; round < 100; round++) await turn()
  assert.deepEqual(
    world.logged.map((line) => /"failures":(\d+)/.exec(line)?.[1]),
    ['1', '2', '4', '8', '16', '32', '64'],
  )
  world.store.leaseDueWork = leaseDueWork
  for (let round = 0; round < 5; round++) await turn()
  assert.equal((await reload(world, record)).payment.status, 'CAPTURED')
  await worker.stop()
})

test('P9: stopping waits for what is under way', async () => {
  const world = await openPaymentWorld()
  const record = await sold(world)
  const { worker, turn } = workerOf(world)
  let release: () => void = () => undefined
  const { capture } = world.gateway
  world.gateway.capture = async (key, amountCents) => {
    await new Promise<void>((resolve) => {
      release = resolve
    })
    return capture.call(world.gateway, key, amountCents)
  }
  worker.start()
  await turn()
  let isStopped = false
  const stopped = worker.stop().then(() => {
    isStopped = true
  })
  await world.advance(0)
  assert(!isStopped)
  release()
  await stopped
  assert.equal((await reload(world, record)).payment.status, 'CAPTURED')
})
