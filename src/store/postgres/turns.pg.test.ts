import assert from 'node:assert/strict'
import { after, type TestContext, test } from 'node:test'
import type { TrainRunId } from '../../domain/ids.ts'
import type { EngineStore } from '../engine-store.ts'
import { hold, runOn } from '../store.fixture.ts'
import { sellingTurn } from './locks.ts'
import { day, messagesDuring, openTwoNodes, someoneWaits } from './nodes.fixture.ts'
import { asPooled, startServer, withClient } from './server.fixture.ts'

const server = await startServer()
after(() => server.close())

async function twoNodes(t: TestContext, options?: Parameters<typeof openTwoNodes>[2]) {
  const { url, first, second } = await openTwoNodes(server, t, options)
  const runs = [3, 4, 5].map((days) => runOn(first, day(days)))
  return { url, first, second, runs }
}

/** Both nodes sell all runs, and have noticed. */
async function contend(nodes: readonly EngineStore[], runs: readonly TrainRunId[]): Promise<void> {
  for (const seat of ['1-3', '1-4'])
    for (const [index, store] of nodes.entries())
      for (const id of runs)
        assert.ok(
          (await hold(store, id, index === 0 ? 'C-D' : 'D-E', [seat], { idempotencyKey: seat + index })).ok,
        )
}

const all = (store: EngineStore, runs: readonly TrainRunId[], seat: string) =>
  Promise.all(runs.map((id) => hold(store, id, 'A-B', [seat])))

test('Q90, Q92: a batch over runs that another node has sold since is two messages: its turn brings the heads and what changed', async (t) => {
  const { first, second, runs } = await twoNodes(t)
  await contend([first, second], runs)
  await first.nextId('hold')
  await all(second, runs, '2-1')
  assert.equal(await messagesDuring(t, () => all(first, runs, '2-2')), 2)
  const refused = await all(first, runs, '2-1')
  assert.deepEqual(
    refused.map((one) => !one.ok && one.refusal.code),
    ['seat_taken', 'seat_taken', 'seat_taken'],
  )
})

for (const { what, options } of [
  { what: 'on the server itself', options: {} },
  { what: 'behind a pooler', options: asPooled },
])
  test(`Q91: ${what}, a turn that does not come makes nobody lose a sale`, async (t) => {
    const { url, first, second, runs } = await twoNodes(t, options)
    await contend([first, second], runs)
    await withClient(url, async (client) => {
      await client.query(`BEGIN; SELECT pg_advisory_xact_lock(${sellingTurn})`)
      const sold = await all(first, runs, '2-1')
      assert.deepEqual(
        sold.map((one) => one.ok),
        [true, true, true],
      )
    })
    assert.ok((await all(second, runs, '2-2')).every((one) => one.ok))
  })

test('and the turn itself is waited for, or the test above proves nothing', async (t) => {
  const { url, first, second, runs } = await twoNodes(t)
  await contend([first, second], runs)
  await withClient(url, async (client) => {
    await client.query(`BEGIN; SELECT pg_advisory_xact_lock(${sellingTurn})`)
    let isSold = false
    const sold = all(first, runs, '2-1').then(() => {
      isSold = true
    })
    await someoneWaits(client, 'advisory')
    assert.ok(!isSold)
    await client.query('COMMIT')
    await sold
  })
})

test('Q97: while a batch of one run is committed, the next one already waits for its head', async (t) => {
  const { url, first, runs } = await twoNodes(t)
  const [run] = runs as [TrainRunId]
  assert.ok((await hold(first, run, 'D-E', ['2-4'])).ok)
  await withClient(url, async (client) => {
    await client.query(`CREATE FUNCTION hold_up() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN PERFORM pg_advisory_xact_lock_shared(1); RETURN NULL; END $$;
      CREATE CONSTRAINT TRIGGER hold_up AFTER INSERT ON seat_holds DEFERRABLE INITIALLY DEFERRED
        FOR EACH ROW EXECUTE FUNCTION hold_up()`)
    await client.query('BEGIN; SELECT pg_advisory_xact_lock(1)')
    const one = hold(first, run, 'A-B', ['1-1'])
    await someoneWaits(client, 'advisory')
    const two = hold(first, run, 'A-B', ['1-2'])
    const rival = hold(first, run, 'A-B', ['1-1'], { idempotencyKey: 'rival' })
    await someoneWaits(client, 'transactionid')
    await client.query('COMMIT')
    const [placed, next, refused] = await Promise.all([one, two, rival])
    assert.ok(placed.ok && next.ok)
    assert.equal(next.value.hold.commitSeq, placed.value.hold.commitSeq + 1)
    assert.equal(!refused.ok && refused.refusal.code, 'seat_taken')
  })
})

test('Q97: if the commit fails, the next batch is decided on what there was before, and nothing is lost', async (t) => {
  const { url, first, runs } = await twoNodes(t)
  const [run] = runs as [TrainRunId]
  assert.ok((await hold(first, run, 'D-E', ['2-4'])).ok)
  await withClient(url, async (client) => {
    await client.query(`CREATE FUNCTION lose() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN PERFORM pg_advisory_xact_lock_shared(1);
          RAISE EXCEPTION 'lost' USING ERRCODE = '40001'; END $$;
      CREATE TRIGGER lose BEFORE INSERT ON seat_holds FOR EACH ROW WHEN (NEW.idempotency_key = 'first')
        EXECUTE FUNCTION lose()`)
    await client.query('BEGIN; SELECT pg_advisory_xact_lock(1)')
    const one = hold(first, run, 'A-B', ['1-1'], { idempotencyKey: 'first' })
    await someoneWaits(client, 'advisory')
    const two = hold(first, run, 'A-B', ['1-1'], { idempotencyKey: 'second' })
    await someoneWaits(client, 'transactionid')
    await client.query('COMMIT')
    const [lost, sold] = await Promise.allSettled([one, two])
    assert.equal(sold.status === 'fulfilled' && sold.value.ok, true)
    // It was decided again after the second, which had the seat by then, or not at all.
    const code = lost.status === 'fulfilled' && !lost.value.ok && lost.value.refusal.code
    assert.ok(code === 'seat_taken' || lost.status === 'rejected')
  })
})
