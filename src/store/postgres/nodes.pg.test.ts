import assert from 'node:assert/strict'
import { after, type TestContext, test } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import pg from 'pg'
import { accept } from '../../domain/result.ts'
import type { TrainPlan } from '../../domain/timetable.ts'
import { LeaseLost, OutcomeUnknown, StoreBusy, StoreUnavailable } from '../faults.ts'
import { hold, runOn, smallTimetable } from '../store.fixture.ts'
import type { DueWork, RunCommit } from '../store.ts'
import { Connections } from './connections.ts'
import { RowLeases } from './leases.ts'
import { openPostgresStore, type PostgresOptions } from './postgres-store.ts'
import { startServer, withClient } from './server.fixture.ts'
import { recordStatements } from './statements.fixture.ts'
import { addDuePayment } from './world.fixture.ts'

const server = await startServer()
after(() => server.close())

const day = (days: number) => Temporal.Now.plainDateISO('UTC').add({ days }).toString()
const range = { fromDate: day(0), toDate: day(20) }
const timetable = (change: Partial<TrainPlan> = {}) =>
  smallTimetable({ serviceDates: Array.from({ length: 10 }, (_, index) => day(3 + index)), ...change })

/** Two nodes on one database, with the real time. */
async function twoNodes(t: TestContext, options: Partial<PostgresOptions> = {}) {
  const url = await server.createDatabase()
  const open = async () => (await openPostgresStore({ url, poolSize: 4, ...options })).store
  const first = await open()
  await first.importTimetable(timetable(), range)
  const second = await open()
  t.after(() => Promise.all([first.close(), second.close()]))
  return { url, first, second, run: runOn(first, day(3)) }
}

/** Messages that went to the database for the sale meanwhile: not what nodes tell each other, nor what looks at due work. */
async function messagesDuring(t: TestContext, work: () => Promise<unknown>): Promise<number> {
  const query = t.mock.method(pg.Client.prototype, 'query')
  const isOfSale = (text: unknown) =>
    /FOR UPDATE|INSERT INTO seat_holds|seat_claims|^COMMIT$/.test(String(text)) &&
    !/READ ONLY/.test(String(text))
  try {
    await work()
    return query.mock.calls.filter((call) => isOfSale(call.arguments[0])).length
  } finally {
    query.mock.restore()
  }
}

async function soon(look: () => boolean): Promise<void> {
  const deadline = performance.now() + 5_000
  while (!look()) {
    if (performance.now() > deadline) throw new Error('it did not come about within 5 s')
    await pause(10)
  }
}

test('Q1: a node whose picture is old decides on what the database has', async (t) => {
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

test('Q28: a batch is three messages to the database, however many commands it has, and a fourth where its picture is old', async (t) => {
  const { first, second, run } = await twoNodes(t)
  await hold(first, run, 'D-E', ['2-4'])
  await first.nextId('hold')
  const alone = await messagesDuring(t, () => hold(first, run, 'A-B', ['1-1']))
  const together = await messagesDuring(t, () =>
    Promise.all(['1-1', '1-2', '1-3', '1-4', '2-1'].map((seat) => hold(first, run, 'B-C', [seat]))),
  )
  await second.nextId('hold')
  // Both know the same commit, and then each of them commits: whoever comes second has an old picture.
  await soon(() => {
    void second.picture(run)
    return second.pictureNow(run)?.commitSeq === first.pictureNow(run)?.commitSeq
  })
  const onOld = await messagesDuring(t, async () => {
    await Promise.all([hold(first, run, 'C-D', ['1-1']), hold(second, run, 'C-D', ['1-2'])])
  })
  assert.deepEqual([alone, together, onOld], [3, 3, 3 + 4])
})

test('Q3: watchers hear of what another node has committed, of just the seats that differ', async (t) => {
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

test('Q3: what was missed while the connection for news was lost is found afterwards', async (t) => {
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

test('Q4: a timetable that one node imports is soon known to all', async (t) => {
  const { first, second, run } = await twoNodes(t)
  const later = { ...timetable().trains[0], name: 'A - E, retimed' }
  await first.importTimetable(timetable(later), range)
  await soon(() => second.network().run(run) === undefined)
  assert.equal(second.network().run(runOn(second, day(3)))?.train.name, 'A - E, retimed')
  await assert.rejects(hold(second, run, 'A-C', ['1-1']), /there is no run/)
})

test('Q6: due work is leased by one node at a time, and by another once the lease is over', async (t) => {
  const { first, second, run } = await twoNodes(t, { leaseMs: 300 })
  for (const seat of ['1-1', '1-2', '1-3', '1-4']) await addDuePayment(first, run, seat)
  const leased = await Promise.all([first.leaseDueWork(10), second.leaseDueWork(10)])
  const ids = leased.flat().map((work) => work.payment.id)
  assert.deepEqual([ids.length, new Set(ids).size], [4, 4])
  assert.ok(((await first.nextDueAt()) ?? 0) > first.now() - 50)
  await pause(350)
  assert.equal((await second.leaseDueWork(10)).length, 4)
})

test('Q6: what is recorded under a lease that has passed on is refused in its own transaction', async (t) => {
  const { first, second, run } = await twoNodes(t, { leaseMs: 200 })
  await addDuePayment(first, run, '1-1')
  const [early] = await first.leaseDueWork(1)
  assert.ok(early)
  assert.equal(await first.holdsLease(early), true)
  await pause(250)
  assert.equal(await first.holdsLease(early), false)
  const [late] = await second.leaseDueWork(1)
  assert.ok(late)
  await assert.rejects(capture(first, early), LeaseLost)
  assert.equal((await first.findPayment(run, early.payment.id))?.status, 'AUTHORIZED')
  await capture(second, late)
  await soon(() => first.pictureNow(run)?.commitSeq !== 2)
  assert.equal((await first.findPayment(run, early.payment.id))?.status, 'CAPTURED')
  await assert.rejects(capture(second, late), LeaseLost, 'a change of the row ends its lease')
})

test('Q6, Q33: on a cluster the due work of each run is taken in a transaction of its own', async (t) => {
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

test('Q7: when every connection is taken for too long the store is busy, and nothing was written', async (t) => {
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

test('Q8: a transaction that the database gave up is decided again', async (t) => {
  const { url, first, run } = await twoNodes(t)
  await withClient(url, async (client) => {
    await client.query(`CREATE TABLE losses (n integer); INSERT INTO losses VALUES (0);
      CREATE SEQUENCE loss_count;
      CREATE FUNCTION lose() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN IF nextval('loss_count') <= 3 THEN RAISE EXCEPTION 'lost' USING ERRCODE = '40P01'; END IF; RETURN NEW; END $$;
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

test('Q9: a connection that breaks before COMMIT has written nothing; one that breaks at it leaves the outcome unknown', async (t) => {
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

test('Q32: a COMMIT that comes with a warning is of unknown outcome, and the same key tells', async (t) => {
  const { url, first, run } = await twoNodes(t)
  await withClient(url, (client) =>
    client.query(`CREATE FUNCTION warn() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN RAISE WARNING 'a part of the cluster did not answer'; RETURN NULL; END $$;
      CREATE CONSTRAINT TRIGGER warn AFTER INSERT ON seat_holds DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION warn()`),
  )
  await assert.rejects(hold(first, run, 'A-C', ['1-1'], { idempotencyKey: 'k' }), OutcomeUnknown)
  const again = await hold(first, run, 'A-C', ['1-1'], { idempotencyKey: 'k' })
  assert.ok(again.ok && again.value.replayed)
})

test('Q9, I5: after the server was killed and started again, what was answered is there and sales go on', async (t) => {
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

test('Q12: the time of a decision is the time of the database, whatever the clock of the node says', async (t) => {
  const { url, first, run } = await twoNodes(t)
  const placed = await hold(first, run, 'A-C', ['1-1'])
  assert.ok(placed.ok)
  const { rows } = await withClient(url, (client) =>
    client.query('SELECT created_at - floor(extract(epoch FROM now()) * 1000) AS ms FROM seat_holds'),
  )
  assert.ok(Math.abs(Number(rows[0].ms)) < 5_000)
})

function capture(store: Awaited<ReturnType<typeof twoNodes>>['first'], lease: DueWork) {
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
