import assert from 'node:assert/strict'
import { after, type TestContext, test } from 'node:test'
import { until } from '../../../test/harness/wait.ts'
import { accept } from '../../domain/result.ts'
import type { EngineStore } from '../engine-store.ts'
import { LeaseLost } from '../faults.ts'
import { runOn } from '../store.fixture.ts'
import type { DueWork } from '../store.ts'
import { Connections } from './connections.ts'
import { RowLeases } from './leases.ts'
import { day, openTwoNodes, soon } from './nodes.fixture.ts'
import { startServer, withClient } from './server.fixture.ts'
import { recordStatements } from './statements.fixture.ts'
import { addDuePayment, addSale } from './world.fixture.ts'

const server = await startServer()
after(() => server.close())

type More = Parameters<typeof openTwoNodes>[2]
const twoNodes = (t: TestContext, options?: More) => openTwoNodes(server, t, options)

test('Q6: due work is leased by one node at a time, and by another once the lease is over', async (t) => {
  const { first, second, run } = await twoNodes(t, { leaseMs: 2_000 })
  for (const seat of ['1-1', '1-2', '1-3', '1-4']) await addDuePayment(first, run, seat)
  const leased = await Promise.all([first.leaseDueWork(10), second.leaseDueWork(10)])
  const ids = leased.flat().map((work) => work.payment.id)
  assert.deepEqual([ids.length, new Set(ids).size], [4, 4])
  assert.ok(((await first.nextDueAt()) ?? 0) > first.now() - 50)
  const again: DueWork[] = []
  await until('the end of the leases', async () => {
    again.push(...(await second.leaseDueWork(10)))
    return again.length >= 4 || undefined
  })
  assert.deepEqual(again.map((work) => work.payment.id).sort(), ids.toSorted())
})

test('Q6: a record under a lease that has passed on is refused in its own transaction', async (t) => {
  const { first, second, run } = await twoNodes(t, { leaseMs: 2_000 })
  await addDuePayment(first, run, '1-1')
  const [early] = await first.leaseDueWork(1)
  assert.ok(early)
  assert.equal(await first.holdsLease(early), true)
  await until('the end of the lease', async () => !(await first.holdsLease(early)) || undefined)
  // The database counts it from a little later than its holder does.
  const late = await until('the next lease', async () => (await second.leaseDueWork(1))[0])
  await assert.rejects(capture(first, early), LeaseLost)
  assert.equal((await first.findPayment(run, early.payment.id))?.status, 'AUTHORIZED')
  await capture(second, late)
  await soon(() => first.pictureNow(run)?.commitSeq !== 2)
  assert.equal((await first.findPayment(run, early.payment.id))?.status, 'CAPTURED')
  await assert.rejects(capture(second, late), LeaseLost, 'a change of the row ends its lease')
})

test('Q6, Q33: on a cluster, the due work of each run is leased in a transaction of its own', async (t) => {
  const { url, first, run } = await twoNodes(t)
  const other = runOn(first, day(4))
  for (const [id, seat] of [
    [run, '1-1'],
    [run, '1-2'],
    [other, '1-1'],
  ] as const)
    await addDuePayment(first, id, seat)
  const connections = new Connections({ url, poolSize: 4 })
  t.after(() => connections.close())
  const leases = new RowLeases(connections, { isDistributed: true })
  const { transactions } = recordStatements(t)
  const leased = await leases.lease(10)
  assert.deepEqual(leased.map((work) => work.payment.trainRunId).toSorted(), [run, run, other].toSorted())
  const updates = transactions.map((sent) => sent.filter((one) => /UPDATE payments/.test(one)).length)
  assert.deepEqual(updates.filter(Boolean), [1, 1])
  assert.deepEqual(await leases.lease(10), [])
})

test('P19: runs whose due work cannot be leased do not affect the others', async (t) => {
  const { url, first, run } = await twoNodes(t)
  // More runs than are leased at the same time, all due before the readable one.
  const poisoned = [4, 5, 6, 7, 8].map((days) => runOn(first, day(days)))
  for (const id of poisoned) await addDuePayment(first, id, '1-1')
  const honest = await addDuePayment(first, run, '1-1')
  await withClient(url, (client) =>
    client.query(`CREATE FUNCTION poison() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN RAISE EXCEPTION 'this shard is damaged'; END $$;
      CREATE TRIGGER poison BEFORE UPDATE ON payments FOR EACH ROW WHEN (NEW.train_run_id <> ${run})
      EXECUTE FUNCTION poison()`),
  )
  const connections = new Connections({ url, poolSize: 4 })
  t.after(() => connections.close())
  const leased = await new RowLeases(connections, { isDistributed: true }).lease(10)
  assert.deepEqual(
    leased.map((work) => work.payment.id),
    [honest.id],
  )
})

test('P19: a payment whose row cannot be read does not affect the others', async (t) => {
  const { url, first, run } = await twoNodes(t)
  const [broken, due, open] = [
    await addDuePayment(first, run, '1-1'),
    await addDuePayment(first, run, '1-2'),
    await addDuePayment(first, run, '1-3'),
  ]
  await withClient(url, (client) =>
    client.query(`UPDATE payments SET passengers = 'no json' WHERE id = ${broken.id};
      INSERT INTO payments (id, train_run_id, hold_id, user_id, method, amount_cents, currency, status,
        deadline_at, passengers, contact, try_count, idempotency_key, fingerprint, created_at)
      SELECT 900, train_run_id, 900, user_id, method, amount_cents, currency, 'REQUESTED',
        deadline_at, passengers, contact, 0, 'other', '', created_at FROM payments WHERE id = ${broken.id};
      UPDATE payments SET status = 'REQUESTED', due_at = NULL WHERE id = ${open.id}`),
  )
  const leased = await first.leaseDueWork(10)
  assert.deepEqual(
    leased.map(({ payment }) => payment.id),
    [due.id],
  )
  assert.deepEqual(
    (await first.listOpenPayments()).map(({ id }) => id),
    [open.id],
  )
})

test('Q93: the commit that makes a payment due leases it for its node, if somebody there does due work', async (t) => {
  const { first, second, run } = await twoNodes(t)
  await addSale(second, run, '1-1')
  assert.equal((await first.leaseDueWork(10)).length, 1, 'nobody did due work on the second node')
  const sold = await addSale(first, run, '1-2')
  assert.deepEqual(await second.leaseDueWork(10), [])
  const [work, ...others] = await first.leaseDueWork(10)
  assert.ok(work)
  assert.deepEqual([work.payment.id, others], [sold.id, []])
  assert.equal(await first.holdsLease(work), true)
  await capture(first, work)
  assert.equal((await first.findPayment(run, sold.id))?.status, 'CAPTURED')
})

test('Q93: a lease of a commit passes on like any other, and its first holder is fenced off', async (t) => {
  const { first, second, run } = await twoNodes(t, { leaseMs: 2_000 })
  assert.deepEqual(await first.leaseDueWork(10), [])
  await addSale(first, run, '1-1')
  const [early] = await first.leaseDueWork(10)
  assert.ok(early)
  await until('the end of the lease', async () => !(await first.holdsLease(early)) || undefined)
  const late = await until('the next lease', async () => (await second.leaseDueWork(10))[0])
  await assert.rejects(capture(first, early), LeaseLost)
  await capture(second, late)
})

function capture(store: EngineStore, lease: DueWork) {
  const { trainRunId, id: paymentId } = lease.payment
  return store.decide({ trainRunId, paymentId, lease }, () => ({
    reply: accept(null),
    changes: [
      {
        kind: 'payment_changed',
        payment: { ...lease.payment, status: 'CAPTURED', dueStep: null, dueAt: null },
      },
    ],
  }))
}
