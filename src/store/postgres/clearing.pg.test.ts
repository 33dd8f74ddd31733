import assert from 'node:assert/strict'
import { after, type TestContext, test } from 'node:test'
import { verifyAudit } from '../../app/upkeep/verify-audit.ts'
import { expireHolds } from '../../domain/inventory/expire-holds.ts'
import { clear, holdAndRelease } from '../clearing.fixture.ts'
import { sellALittle } from '../sold-railway.fixture.ts'
import { hold, runOn } from '../store.fixture.ts'
import { TestTime } from '../test-time.fixture.ts'
import { inspectTransaction } from './inspect.ts'
import { LongTransaction } from './long-transaction.ts'
import { openPostgresStore } from './postgres-store.ts'
import { startServer, withClient } from './server.fixture.ts'

const server = await startServer()
after(() => server.close())

/** Two nodes on a railway that has sold a little of everything, and has holds that ended. */
async function twoNodes(t: TestContext) {
  const url = await server.createSchema()
  const time = new TestTime()
  const open = () => openPostgresStore({ url, poolSize: 2, clock: time, schedule: time.schedule })
  const [{ store: first }, { store: second }] = [await open(), await open()]
  t.after(() => Promise.all([first.close(), second.close()]))
  await sellALittle(first)
  const run = runOn(first, '2026-06-10')
  for (const key of ['a', 'b', 'c']) await holdAndRelease(first, run, '2-1', key)
  return { url, time, first, second, run }
}

async function failingChecks(url: string, now: number): Promise<readonly string[]> {
  const transaction = await LongTransaction.open(url, 'snapshot')
  try {
    const inspector = inspectTransaction(transaction, now)
    const failing: string[] = []
    for (const check of inspector.checks) failing.push(...(await check.run()).examples)
    const { broken } = await verifyAudit(inspector)
    return [...failing, ...broken.map((one) => one.detail)]
  } finally {
    await transaction.close()
  }
}

test('D25: on PostgreSQL every check holds and every chain is whole after a clearing, and a gap that no entry mentions is found', async (t) => {
  const { url, time, first, run } = await twoNodes(t)
  time.advance(600_000)
  await clear(first)
  await holdAndRelease(first, run, '2-1', 'd')
  time.advance(600_000)
  await clear(first)
  assert.deepEqual(await failingChecks(url, time.now()), [])
  await withClient(url, (client) =>
    client.query(`UPDATE audit_entries SET action = 'entries_cleared', hold_id = NULL,
      facts = '{"from_seq":' || seq || '}'
      WHERE seq = (SELECT min(seq) FROM audit_entries WHERE action = 'booking_confirmed')
      AND train_run_id = ${run}`),
  )
  assert.match((await failingChecks(url, time.now())).join(), /it is gone, and no entry says so/)
})

test('Q38: a node whose picture is older than a clearing loads the run whole, so cleared rows are gone there too', async (t) => {
  const { time, first, second, run } = await twoNodes(t)
  const known = await hold(second, run, 'A-B', ['2-1'], { idempotencyKey: 'a' })
  assert.equal(known.ok && known.value.replayed, true, 'the second node knows the key')
  time.advance(600_000)
  await clear(first)
  const again = await hold(second, run, 'A-B', ['2-1'], { idempotencyKey: 'a' })
  assert.equal(again.ok && again.value.replayed, false)
})

test('D22: two nodes that clear at once clear each hold once', async (t) => {
  const { url, time, first, second, run } = await twoNodes(t)
  time.advance(600_000)
  await first.decide({ trainRunId: run }, expireHolds)
  const [one, other] = await Promise.all([clear(first), clear(second)])
  assert.equal(one + other, 4)
  assert.deepEqual(await failingChecks(url, time.now()), [])
})
