import assert from 'node:assert/strict'
import { after, type TestContext, test } from 'node:test'
import { OutcomeUnknown, StoreBusy, StoreUnavailable } from '../faults.ts'
import { hold, runOn } from '../store.fixture.ts'
import type { RunCommit } from '../store.ts'
import { day, openTwoNodes, range, soon, timetable } from './nodes.fixture.ts'
import { openPostgresStore } from './postgres-store.ts'
import { startServer, withClient } from './server.fixture.ts'

const server = await startServer()
after(() => server.close())

type More = Parameters<typeof openTwoNodes>[2]
const twoNodes = (t: TestContext, options?: More) => openTwoNodes(server, t, options)

test('Q1: a node with an old picture decides on the state of the database', async (t) => {
  const { first, second, run } = await twoNodes(t)
  await first.picture(run)
  await second.picture(run)
  const [one, two] = await Promise.all([
    hold(first, run, 'A-C', ['1-1']),
    hold(second, run, 'B-D', ['1-1'], { idempotencyKey: 'other' }),
  ])
  assert.deepEqual([one.ok, two.ok].toSorted(), [false, true])
  for (let round = 0; round < 10; round++) {
    const store = round % 2 ? first : second
    const placed = await hold(store, run, 'D-E', [`${1 + (round % 2)}-${1 + (round >> 2)}`])
    if (placed.ok) assert.equal(placed.value.hold.commitSeq, (await store.picture(run))?.commitSeq)
  }
})

test("Q3: watchers hear about another node's commits, and only about the seats that differ", async (t) => {
  const { first, second, run } = await twoNodes(t)
  await second.picture(run)
  const commits: RunCommit[] = []
  t.after(second.watch(run, (commit) => commits.push(commit)))
  const placed = await hold(first, run, 'A-C', ['1-1', '1-2'])
  await soon(() => commits.length > 0)
  const seatIds = placed.ok ? placed.value.hold.seats.map((seat) => seat.seatId) : []
  assert.deepEqual(commits, [{ trainRunId: run, commitSeq: 1, seatIds }])
  assert.equal(second.pictureNow(run)?.commitSeq, 1)
  assert.deepEqual(second.commitsSince(run, 0), commits)
})

test('Q3: commits missed while the news connection was lost are found afterward', async (t) => {
  const { url, first, second, run } = await twoNodes(t)
  await second.picture(run)
  const commits: RunCommit[] = []
  t.after(second.watch(run, (commit) => commits.push(commit)))
  await withClient(url, (client) =>
    client.query("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE 'LISTEN%'"),
  )
  await hold(first, run, 'A-C', ['1-1'])
  await soon(() => commits.length > 0)
  assert.equal(second.pictureNow(run)?.commitSeq, 1)
})

test('Q4: all nodes soon know a timetable that one of them imports', async (t) => {
  const { first, second, run } = await twoNodes(t)
  const later = { ...timetable().trains[0], name: 'A - E, retimed' }
  await first.importTimetable(timetable(later), range)
  await soon(() => second.network().run(run)?.train.name === 'A - E, retimed')
  await first.importTimetable(timetable({ key: 'T2', number: '2' }), { ...range, mayWithdraw: true })
  await soon(() => second.network().run(run) === undefined)
  await assert.rejects(hold(second, run, 'A-C', ['1-1']), /there is no run/)
})

test('P19: runs whose overdue holds cannot be ended do not hide the others', async (t) => {
  const url = await server.createSchema()
  const { store, backend } = await openPostgresStore({ url, poolSize: 4, schedule: () => () => {} })
  t.after(() => store.close())
  await store.importTimetable(timetable(), range)
  const runs = [3, 4, 5].map((days) => runOn(store, day(days)))
  for (const id of runs) await hold(store, id, 'A-C', ['1-1'])
  await withClient(url, (client) => client.query('UPDATE seat_holds SET expires_at = 0'))
  assert.deepEqual((await backend.peers.overdueRuns()).toSorted(), runs.toSorted())
  assert.deepEqual(await backend.peers.overdueRuns(runs.slice(0, 2)), runs.slice(2))
})

test('Q7: if every connection is in use for too long, the store is busy, and nothing is written', async (t) => {
  const { url, first, run } = await twoNodes(t)
  const other = runOn(first, day(4))
  await hold(first, run, 'A-B', ['1-1'])
  await withClient(url, async (client) => {
    await client.query('BEGIN')
    await client.query(`SELECT * FROM run_heads WHERE train_run_id = ${run} FOR UPDATE`)
    await assert.rejects(hold(first, run, 'A-C', ['1-2']), StoreBusy)
    assert.equal((await hold(first, other, 'A-C', ['1-2'])).ok, true, 'another run goes on')
  })
  assert.equal((await hold(first, run, 'A-C', ['1-2'])).ok, true)
})

test('Q8: a transaction that the database aborted is decided again', async (t) => {
  const { url, first, run } = await twoNodes(t)
  await withClient(url, async (client) => {
    await client.query(`CREATE TABLE losses (n integer); INSERT INTO losses VALUES (0);
      CREATE SEQUENCE loss_count;
      CREATE FUNCTION lose() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN IF nextval('loss_count') <= 3 THEN RAISE EXCEPTION 'lost' USING ERRCODE = '40P01'; END IF;
          RETURN NEW; END $$;
      CREATE TRIGGER lose BEFORE INSERT ON seat_holds FOR EACH ROW EXECUTE FUNCTION lose()`)
    assert.equal((await hold(first, run, 'A-C', ['1-1'])).ok, true)
    await client.query("SELECT setval('loss_count', 1, false); DROP TRIGGER lose ON seat_holds")
    await client.query(`CREATE OR REPLACE FUNCTION lose() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN RAISE EXCEPTION 'lost' USING ERRCODE = '40001'; END $$;
      CREATE TRIGGER lose BEFORE INSERT ON seat_holds FOR EACH ROW EXECUTE FUNCTION lose()`)
    await assert.rejects(hold(first, run, 'A-C', ['1-2']), StoreBusy, 'and not for ever')
  })
})

test('Q39: a node starts while holds cannot be read, and sells once they can', async (t) => {
  const { url, first, run } = await twoNodes(t)
  await hold(first, run, 'A-C', ['1-1'])
  await withClient(url, async (blocker) => {
    await blocker.query('BEGIN')
    await blocker.query('LOCK TABLE seat_holds IN ACCESS EXCLUSIVE MODE')
    const { store } = await openPostgresStore({ url, poolSize: 4 })
    t.after(() => store.close())
    let isRead = false
    const picture = store.picture(run).then(() => {
      isRead = true
    })
    await withClient(url, (client) => client.query('SELECT 1'))
    assert.ok(!isRead, 'the lock kept nobody from reading')
    await blocker.query('ROLLBACK')
    await picture
    const refused = await hold(store, run, 'A-C', ['1-1'], { idempotencyKey: 'other' })
    assert.equal(!refused.ok && refused.refusal.code, 'seat_taken')
    assert.ok((await hold(store, run, 'C-D', ['1-1'])).ok)
  })
})

test('Q9: a connection that breaks before COMMIT has written nothing; one that breaks at COMMIT leaves it unknown', async (t) => {
  const { url, first, run } = await twoNodes(t)
  const breaking = (when: string) => `
    CREATE OR REPLACE FUNCTION break() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN PERFORM pg_terminate_backend(pg_backend_pid()); RETURN NULL; END $$;
    CREATE CONSTRAINT TRIGGER break AFTER INSERT ON seat_holds ${when} FOR EACH ROW EXECUTE FUNCTION break()`
  await withClient(url, async (client) => {
    await client.query(breaking(''))
    await assert.rejects(hold(first, run, 'A-C', ['1-1']), StoreUnavailable)
    await client.query(`DROP TRIGGER break ON seat_holds; ${breaking('DEFERRABLE INITIALLY DEFERRED')}`)
    await assert.rejects(hold(first, run, 'A-C', ['1-1'], { idempotencyKey: 'k' }), OutcomeUnknown)
    await client.query('DROP TRIGGER break ON seat_holds')
  })
  const again = await hold(first, run, 'A-C', ['1-1'], { idempotencyKey: 'k' })
  assert.equal(again.ok, true, 'the same key tells the truth')
})

test('Q32: a COMMIT with a warning has an unknown outcome, and the same key tells it', async (t) => {
  const { url, first, run } = await twoNodes(t)
  await withClient(url, (client) =>
    client.query(`CREATE FUNCTION warn() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN RAISE WARNING 'a part of the cluster did not answer'; RETURN NULL; END $$;
      CREATE CONSTRAINT TRIGGER warn AFTER INSERT ON seat_holds DEFERRABLE INITIALLY DEFERRED
        FOR EACH ROW EXECUTE FUNCTION warn()`),
  )
  await assert.rejects(hold(first, run, 'A-C', ['1-1'], { idempotencyKey: 'k' }), OutcomeUnknown)
  const again = await hold(first, run, 'A-C', ['1-1'], { idempotencyKey: 'k' })
  assert.ok(again.ok && again.value.replayed)
})

test('Q9, I5: after a killed server restarts, everything that was answered is there, and sales continue', async (t) => {
  const { first, second, run } = await twoNodes(t)
  const placed = await hold(first, run, 'A-C', ['1-1'])
  await server.kill()
  await assert.rejects(hold(first, run, 'A-C', ['1-2']), StoreUnavailable)
  await server.start()
  assert.ok(placed.ok)
  assert.equal((await second.findHold(run, placed.value.hold.id))?.status, 'ACTIVE')
  assert.equal((await hold(second, run, 'A-C', ['1-1'])).ok, false)
  assert.equal((await hold(first, run, 'A-C', ['1-3'])).ok, true)
})

test("Q12: the time of a decision is the database's, whatever the node's clock says", async (t) => {
  const { url, first, run } = await twoNodes(t)
  const placed = await hold(first, run, 'A-C', ['1-1'])
  assert.ok(placed.ok)
  const { rows } = await withClient(url, (client) =>
    client.query('SELECT created_at - floor(extract(epoch FROM now()) * 1000) AS ms FROM seat_holds'),
  )
  assert.ok(Math.abs(Number(rows[0].ms)) < 5_000)
})
