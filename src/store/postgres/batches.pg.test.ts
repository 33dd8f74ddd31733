import assert from 'node:assert/strict'
import { after, type TestContext, test } from 'node:test'
import type { TrainRunId } from '../../domain/ids.ts'
import type { EngineStore } from '../engine-store.ts'
import { hold, runOn } from '../store.fixture.ts'
import { day, messagesDuring, openTwoNodes, soon } from './nodes.fixture.ts'
import { asPooled, startServer, withClient } from './server.fixture.ts'

const server = await startServer()
after(() => server.close())

type More = Parameters<typeof openTwoNodes>[2]
const twoNodes = (t: TestContext, options?: More) => openTwoNodes(server, t, options)

for (const { what, count, options } of [
  { what: 'two messages to the server itself', count: 2, options: () => ({}) },
  { what: 'three messages to a pooler', count: 3, options: asPooled },
])
  test(`Q28: a batch is ${what} for any number of commands, and one more if its picture is old`, async (t) => {
    const { first, second, run } = await twoNodes(t, options)
    await hold(first, run, 'D-E', ['2-4'])
    await first.nextId('hold')
    const alone = await messagesDuring(t, () => hold(first, run, 'A-B', ['1-1']))
    const together = await messagesDuring(t, () =>
      Promise.all(['1-1', '1-2', '1-3', '1-4', '2-1'].map((seat) => hold(first, run, 'B-C', [seat]))),
    )
    await second.nextId('hold')
    // Both know the same commit, and then each commits: the second one has an old picture.
    await soon(() => {
      void second.picture(run)
      return second.pictureNow(run)?.commitSeq === first.pictureNow(run)?.commitSeq
    })
    const onOld = await messagesDuring(t, async () => {
      await hold(first, run, 'C-D', ['1-1'])
      await hold(second, run, 'C-D', ['1-2'])
    })
    assert.deepEqual([alone, together, onOld], [count, count, 2 * count + 1])
  })

/** Runs on which this node has already placed a hold, so that each has a head and a picture. */
async function touchedRuns(store: EngineStore): Promise<readonly TrainRunId[]> {
  const runs = [3, 4, 5].map((days) => runOn(store, day(days)))
  for (const id of runs) assert.ok((await hold(store, id, 'D-E', ['2-4'])).ok)
  return runs
}

const outcomes = async (replies: readonly Promise<{ readonly ok: boolean }>[]) =>
  (await Promise.allSettled(replies)).map((one) =>
    one.status === 'fulfilled' ? one.value.ok : one.reason.name,
  )

test('Q28: a batch over several runs is the same two messages', async (t) => {
  const { first } = await twoNodes(t)
  const runs = await touchedRuns(first)
  await first.nextId('hold')
  const messages = await messagesDuring(t, () =>
    Promise.all(runs.flatMap((id) => ['1-1', '1-2'].map((seat) => hold(first, id, 'A-B', [seat])))),
  )
  assert.equal(messages, 2)
})

test('Q70: a run whose head another transaction has locked makes no other run of its batch wait', async (t) => {
  const { url, first } = await twoNodes(t)
  const [locked, ...others] = await touchedRuns(first)
  await withClient(url, async (client) => {
    await client.query(`BEGIN; SELECT * FROM run_heads WHERE train_run_id = ${locked} FOR UPDATE`)
    const onLocked = hold(first, locked as TrainRunId, 'A-C', ['1-1'])
    const onOthers = others.map((id) => hold(first, id, 'A-C', ['1-1']))
    assert.deepEqual(await outcomes(onOthers), [true, true])
    // What comes for it meanwhile is decided with it.
    const later = hold(first, locked as TrainRunId, 'A-C', ['1-2'])
    await client.query('COMMIT')
    assert.deepEqual(await outcomes([onLocked, later]), [true, true])
  })
})

test('Q70: a head that stays locked makes other runs that nodes contend for wait a moment, not until it is given up', async (t) => {
  const { url, first, second } = await twoNodes(t)
  const runs = await touchedRuns(first)
  for (const id of runs) {
    await second.picture(id)
    assert.ok((await hold(second, id, 'D-E', ['1-4'])).ok)
    assert.ok((await hold(first, id, 'D-E', ['1-3'])).ok, 'by now, first knows that it is not alone')
  }
  const [locked, ...others] = runs
  await withClient(url, async (client) => {
    await client.query(`BEGIN; SELECT * FROM run_heads WHERE train_run_id = ${locked} FOR UPDATE`)
    const onLocked = hold(first, locked as TrainRunId, 'A-C', ['1-1'])
    const onOthers = others.map((id) => hold(first, id, 'A-C', ['1-1']))
    assert.deepEqual(await outcomes(onOthers), [true, true])
    assert.deepEqual(await outcomes([onLocked]), ['StoreBusy'])
  })
})

test('Q71: two nodes that sell the same runs at the same time sell each seat once, and wait for each other without end on none', async (t) => {
  const { first, second } = await twoNodes(t)
  const runs = await touchedRuns(first)
  for (const id of runs) await second.picture(id)
  const seats = ['1-1', '1-2', '1-3', '1-4', '2-1', '2-2']
  for (const seat of seats) {
    const replies = [first, second].flatMap((store) =>
      (store === first ? runs : runs.toReversed()).map((id) =>
        hold(store, id, 'A-D', [seat], { idempotencyKey: `${store === first} ${seat}` }),
      ),
    )
    assert.deepEqual((await outcomes(replies)).toSorted(), [false, false, false, true, true, true])
  }
})

test('and transactions that wait for a second head wait for each other, or the test above proves nothing', async (t) => {
  const { url, first } = await twoNodes(t)
  const [one, two] = await touchedRuns(first)
  const lock = (id: unknown) => `SELECT * FROM run_heads WHERE train_run_id = ${id} FOR UPDATE`
  await withClient(url, (left) =>
    withClient(url, async (right) => {
      await Promise.all([left.query(`BEGIN; ${lock(one)}`), right.query(`BEGIN; ${lock(two)}`)])
      const waits = await Promise.allSettled([left.query(lock(two)), right.query(lock(one))])
      const lost = waits.flatMap((wait) => (wait.status === 'rejected' ? [wait.reason.code] : []))
      assert.deepEqual(lost, ['40P01'])
    }),
  )
})

test('Q72: a command that cannot be written fails alone, and the other runs of its batch are sold', async (t) => {
  const { url, first } = await twoNodes(t)
  const [poisoned, ...others] = await touchedRuns(first)
  await withClient(url, (client) =>
    client.query(`CREATE FUNCTION poison() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN RAISE EXCEPTION 'this cannot be written'; END $$;
      CREATE TRIGGER poison BEFORE INSERT ON seat_holds FOR EACH ROW
      WHEN (NEW.train_run_id = ${poisoned} AND NEW.idempotency_key = 'poison') EXECUTE FUNCTION poison()`),
  )
  const replies = [
    hold(first, poisoned as TrainRunId, 'A-C', ['1-1'], { idempotencyKey: 'poison' }),
    hold(first, poisoned as TrainRunId, 'A-C', ['1-2']),
    ...others.map((id) => hold(first, id, 'A-C', ['1-1'])),
  ]
  assert.deepEqual(await outcomes(replies), ['error', true, true, true])
})

test('Q75: a node that loses its prepared statements to a pooler writes as text from then on', async (t) => {
  const { url, first, run } = await twoNodes(t, { poolSize: 1 })
  assert.ok((await hold(first, run, 'A-C', ['1-1'])).ok)
  await withClient(url, (client) =>
    client.query(`CREATE FUNCTION forget() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN EXECUTE 'DEALLOCATE ALL'; RETURN NULL; END $$;
      CREATE TRIGGER forget AFTER INSERT ON seat_holds FOR EACH STATEMENT EXECUTE FUNCTION forget()`),
  )
  for (const seat of ['1-2', '1-3']) assert.ok((await hold(first, run, 'A-C', [seat])).ok)
  const messages = await messagesDuring(t, () => hold(first, run, 'A-C', ['1-4']))
  assert.equal(messages, 3)
})
