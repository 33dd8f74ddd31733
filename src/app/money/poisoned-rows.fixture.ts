import assert from 'node:assert/strict'
import { suite, type TestContext, test } from 'node:test'
import type { HoldId, PaymentId } from '../../domain/ids.ts'
import { after } from '../../domain/instant.ts'
import { holdMs } from '../../domain/records/hold.fixture.ts'
import type { Payment } from '../../domain/records/payment.ts'
import { providerKey } from '../../domain/records/provider-key.ts'
import { accept } from '../../domain/result.ts'
import { GatewayRefused } from '../../payments/gateway.ts'
import { alice, type OpenTimedStore, openPaymentWorld, type PaymentWorld } from './payment-world.fixture.ts'
import { reconcilePayments } from './reconcile-payments.ts'
import { resolveOpenPayments } from './recover-payments.ts'
import { SettlementWorker } from './settlement-worker.ts'

const poisonedCount = 1_000
const passMs = 5_000

/** Tests the loops over due rows, each beside a thousand rows that keep failing. */
export function poisonedRowsSuite(name: string, openFor: (t: TestContext) => OpenTimedStore): void {
  suite(`poisoned rows on ${name}`, () => {
    test('P20: an attempt is recovered in the first pass beside a thousand that fail', async (t) => {
      const world = await openPaymentWorld(openFor(t))
      t.after(() => world.store.close())
      await addPoisoned(world, { status: 'REQUESTED' })
      await leaveOpen(world, '1-1')
      assert.deepEqual(await resolve(world), { booked: 1, ended: 0, open: 0, failed: poisonedCount })
      assert.deepEqual(await resolve(world), { booked: 0, ended: 0, open: 0, failed: 0 })
      assert.equal(world.deps.setbacks.list(world.store.now(), 'attempt').length, poisonedCount)
      assert.equal(world.logged.length, 1, 'one line for all of them')
      assert.match(world.logged[0] ?? '', /"count":1000/)
    })

    test('P20: a later attempt is recovered before those that are being retried', async (t) => {
      const world = await openPaymentWorld(openFor(t))
      t.after(() => world.store.close())
      await addPoisoned(world, { status: 'REQUESTED' })
      await resolve(world)
      const honest = await leaveOpen(world, '1-1')
      world.gateway.calls.length = 0
      const { booked, failed } = await resolve(world)
      assert.equal(booked, 1)
      assert.ok(failed > 0 && failed < poisonedCount, `${failed} were retried in this pass`)
      assert.equal(world.gateway.calls[0], `find ${providerKey(honest)}`)
    })

    test('P20: a payment is captured within seconds beside a thousand whose step fails', async (t) => {
      const world = await openPaymentWorld(openFor(t))
      t.after(() => world.store.close())
      await addPoisoned(world, { status: 'AUTHORIZED', dueStep: 'CAPTURE', dueAt: world.store.now() })
      const poisoned = new Set((await world.payments()).map(providerKey))
      let poisonedTries = 0
      world.gateway.onStep = (step, key) => {
        if (step !== 'capture' || !poisoned.has(key)) return
        poisonedTries++
        throw new TypeError('an adapter that cannot read this answer')
      }
      const reply = await world.book(await world.hold('1-1'), 'k')
      assert.ok(reply.ok)
      const tookMs = await settleUntil(world, async () => {
        const payment = await world.store.findPayment(world.run.id, reply.value.record.payment.id)
        return payment?.status === 'CAPTURED' && poisonedTries >= poisonedCount
      })
      assert.ok(tookMs <= passMs, `it took ${tookMs} ms`)
      assert.equal(world.deps.setbacks.list(world.store.now(), 'step').length, poisonedCount)
    })

    test('P20: the rest of the ledger is compared in the same pass beside a thousand payments that fail', async (t) => {
      const world = await openPaymentWorld(openFor(t))
      t.after(() => world.store.close())
      const unknown = Array.from({ length: poisonedCount }, (_, index) => `hf-1-${10_000 + index}`)
      for (const key of unknown) world.gateway.grant({ key, amountCents: 500, currency: 'EUR' })
      const { orphan, key } = await addOrphan(world)
      const refused = new Set(unknown)
      world.gateway.onStep = (step, one) => {
        if (step === 'void' && refused.has(one)) throw new GatewayRefused('the account is closed')
      }
      const first = await reconcilePayments(world.deps, null)
      assert.deepEqual(first.findings, { orphan_authorization: 1 })
      await world.settle()
      assert.equal(world.gateway.get(key)?.status, 'voided')
      assert.equal((await world.store.findPayment(world.run.id, orphan.id))?.dueStep, null)
      // Failed rows are retried by key, since the ledger lists them only once.
      world.gateway.onStep = () => undefined
      await world.advance(60_000)
      const second = await reconcilePayments(world.deps, first.cursor)
      assert.deepEqual(second.findings, { unknown_payment: poisonedCount })
      assert.deepEqual(world.deps.setbacks.list(world.store.now(), 'ledger'), [])
    })
  })
}

/** As the timer of a server does it. */
async function resolve(world: PaymentWorld) {
  return resolveOpenPayments(world.deps)
}

/** Runs a worker on the clock of the world until the condition holds; returns the time that passed. */
async function settleUntil(world: PaymentWorld, isSo: () => Promise<boolean>): Promise<number> {
  let wake: (() => void) | undefined
  let sleepMs = 0
  const schedule = (afterMs: number, callback: () => void) => {
    sleepMs = afterMs
    wake = callback
    return () => {
      wake = undefined
    }
  }
  const worker = new SettlementWorker(world.deps, { schedule })
  const startedAt = world.store.now()
  worker.start()
  while (!(await isSo())) {
    assert.ok(world.store.now() - startedAt < 60_000, 'it never happens')
    const call = wake
    wake = undefined
    await world.advance(call ? sleepMs : 0)
    call?.()
  }
  await worker.stop()
  return world.store.now() - startedAt
}

/** Payments of holds that do not exist: everything done with them throws. */
async function addPoisoned(world: PaymentWorld, change: Partial<Payment>): Promise<void> {
  const { store, run, gateway } = world
  const payments: Payment[] = []
  for (let index = 0; index < poisonedCount; index++) {
    const id = (await store.nextId('payment')) as PaymentId
    payments.push({ ...poisonedPayment(world, id), ...change })
  }
  await store.decide({ trainRunId: run.id }, () => ({
    reply: accept({}),
    changes: payments.map((payment) => ({ kind: 'payment_added' as const, payment })),
  }))
  for (const payment of payments) {
    const { amountCents, currency } = payment
    gateway.grant({ key: providerKey(payment), amountCents, currency })
  }
  await world.advance(holdMs)
}

function poisonedPayment({ store, run }: PaymentWorld, id: PaymentId): Payment {
  return {
    id,
    trainRunId: run.id,
    holdId: (1_000_000 + id) as HoldId,
    userId: alice.userId,
    bookingId: null,
    method: 'mock',
    amountCents: 100,
    currency: 'EUR',
    status: 'REQUESTED',
    declineCode: null,
    deadlineAt: after(store.now(), 1_000),
    passengers: [],
    contact: { email: null, phone: null },
    dueStep: null,
    dueAt: null,
    tryCount: 0,
    byHandCents: 0,
    language: null,
    idempotencyKey: `poisoned ${id}`,
    fingerprint: '',
    createdAt: store.now(),
  }
}

/** An attempt whose request died after the provider had authorized. */
async function leaveOpen(world: PaymentWorld, seatNumber: string): Promise<Payment> {
  const { onAuthorize } = world.gateway
  world.gateway.onAuthorize = async (request) => {
    world.gateway.grant(request)
    throw new Error('the request died')
  }
  await assert.rejects(world.book(await world.hold(seatNumber), seatNumber), /the request died/)
  world.gateway.onAuthorize = onAuthorize
  const payment = (await world.store.listOpenPayments()).find(({ method, passengers }) =>
    Boolean(method && passengers.length > 0),
  )
  assert.ok(payment)
  await world.advance(holdMs - 1)
  return payment
}

/**
 * A payment that ended without a booking, and whose authorization the provider keeps because nobody asked it
 * to give it up.
 */
async function addOrphan(world: PaymentWorld): Promise<{ readonly orphan: Payment; readonly key: string }> {
  const id = (await world.store.nextId('payment')) as PaymentId
  const orphan: Payment = { ...poisonedPayment(world, id), status: 'TIMED_OUT', declineCode: 'no_answer' }
  await world.store.decide({ trainRunId: world.run.id }, () => ({
    reply: accept({}),
    changes: [{ kind: 'payment_added' as const, payment: orphan }],
  }))
  const key = providerKey(orphan)
  world.gateway.grant({ key, amountCents: orphan.amountCents, currency: orphan.currency })
  return { orphan, key }
}
