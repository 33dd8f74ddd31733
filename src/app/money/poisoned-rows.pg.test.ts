import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { until } from '../../../test/harness/wait.ts'
import { accept } from '../../domain/result.ts'
import { openPostgresStore } from '../../store/postgres/postgres-store.ts'
import { startServer } from '../../store/postgres/server.fixture.ts'
import type { Counters } from '../deps.ts'
import { openPaymentWorld } from './payment-world.fixture.ts'
import { poisonedRowsSuite } from './poisoned-rows.fixture.ts'
import { SettlementWorker } from './settlement-worker.ts'

const server = await startServer()
after(() => server.close())

poisonedRowsSuite('PostgreSQL', () => async (time) => {
  const url = await server.createSchema()
  return (await openPostgresStore({ url, poolSize: 4, ...time })).store
})

test('P19: other nodes leave a step that one node has put aside alone until its pause is over', async (t) => {
  const url = await server.createSchema()
  let time: Parameters<Parameters<typeof openPaymentWorld>[0] & object>[0] | undefined
  const world = await openPaymentWorld(async (given) => {
    time = given
    return (await openPostgresStore({ url, poolSize: 4, ...given })).store
  })
  assert.ok(time)
  const { store: other } = await openPostgresStore({ url, poolSize: 4, ...time })
  t.after(() => Promise.all([world.store.close(), other.close()]))
  assert.ok((await world.book(await world.hold('1-1'), 'k')).ok)
  const [work] = await world.store.leaseDueWork(10)
  assert.ok(work)
  await world.store.putAside(work, 600_000)
  await world.advance(599_999)
  assert.deepEqual([await other.leaseDueWork(10), await world.store.leaseDueWork(10)], [[], []])
  await world.advance(1)
  const [again] = await other.leaseDueWork(10)
  assert.equal(again?.payment.id, work.payment.id)
  // Nothing can be put aside under the old lease any more.
  await world.store.putAside(work, 1)
  assert.ok(again && (await other.holdsLease(again)))
  await world.advance(2)
  assert.deepEqual(await world.store.leaseDueWork(10), [])
})

test('P21: a payment that changes while its step runs is not a fault, and its step starts again', async (t) => {
  const url = await server.createSchema()
  const world = await openPaymentWorld(
    async (given) => (await openPostgresStore({ url, poolSize: 4, ...given })).store,
  )
  t.after(() => world.store.close())
  const counted: string[] = []
  const counters: Counters = { count: (...[name]) => void counted.push(name) }
  const reply = await world.book(await world.hold('1-1'), 'k')
  assert.ok(reply.ok)
  const { payment } = reply.value.record
  const { capture } = world.gateway
  let isChanged = false
  world.gateway.capture = async (key, amountCents) => {
    // Like a cancellation: it writes the row, so the row no longer has the lease under which the capture
    // runs.
    if (!isChanged) {
      isChanged = true
      await world.store.decide({ trainRunId: world.run.id, paymentId: payment.id }, (inventory) => ({
        reply: accept({}),
        changes: [{ kind: 'payment_changed', payment: inventory.payment(payment.id) ?? payment }],
      }))
    }
    return capture.call(world.gateway, key, amountCents)
  }
  const worker = new SettlementWorker({ ...world.deps, counters }, { gatherMs: 1 })
  worker.start()
  const isCaptured = async () =>
    (await world.store.findPayment(world.run.id, payment.id))?.status === 'CAPTURED'
  await until('the capture', async () => (await isCaptured()) || undefined)
  await worker.stop()
  assert.equal(world.gateway.calls.filter((call) => call.startsWith('capture')).length, 2)
  assert.deepEqual([counted, world.logged], [['settled_steps'], []])
  assert.deepEqual(world.deps.setbacks.list(world.store.now()), [])
})
