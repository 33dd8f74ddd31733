import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { beginAnew, type HotWorld, hotOperations } from '../../bench/postgres/hot-operations.ts'
import { recordStatements, wholeTableReads } from '../../bench/postgres/statements.ts'
import type { BookingId, HoldId, UserId } from '../../src/domain/ids.ts'
import type { Instant } from '../../src/domain/instant.ts'
import { clearHolds } from '../../src/domain/inventory/clear-holds.ts'
import { actsRunId } from '../../src/domain/records/acts-run.ts'
import { accept } from '../../src/domain/result.ts'
import { migrate } from '../../src/store/place.ts'
import { Connections } from '../../src/store/postgres/connections.ts'
import { openPostgresStore } from '../../src/store/postgres/postgres-store.ts'
import { asPooled, startServer, withClient } from '../../src/store/postgres/server.fixture.ts'
import type { Query } from '../../src/store/postgres/sql.ts'
import { demoHorizon, demoTimetable } from '../../src/timetable/demo/demo-timetable.ts'

const server = await startServer()
after(() => server.close())
const url = await server.createDatabase()
const { store, backend } = await openPostgresStore({ url, poolSize: 4 })
after(() => store.close())
const today = Temporal.Now.plainDateISO().toString()
await store.importTimetable(demoTimetable(today, 3), demoHorizon(today, 3))
// As behind a pooler, where nothing is prepared.
const pooled = await openPostgresStore({ ...asPooled(url), poolSize: 4 })
after(() => pooled.store.close())
const later = Temporal.Now.plainDateISO().add({ days: 2 }).toString()
const [sold, ...freshRuns] = [...store.network().runs()].filter((run) => run.serviceDate >= later)
assert.ok(sold && freshRuns.length > 0)
const worlds: readonly HotWorld[] = [{ store, backend }, pooled].map((one) => ({
  ...{ store: one.store, backend: one.backend },
  ...{ soldRun: sold.id, freshRuns },
}))

const wholeTrail = { from: 0 as Instant, to: 1 as Instant }

const statements = await recordStatements(async () => {
  beginAnew()
  for (const world of worlds)
    for (const operation of hotOperations) await operation.run(world, 0, await operation.prepare?.(world, 0))
  const mark = { trainRunId: sold.id, commitSeq: 1, auditSeq: 1, auditHash: '', duePaymentIds: [] }
  await backend.loadChanges([mark])
  await store.listEndedHolds({ before: 1 as Instant, after: null, limit: 100 })
  for (const trainRunId of [actsRunId, sold.id])
    for (const holdId of [null, 1 as HoldId])
      await store.auditTrail({ trainRunId, holdId }, { ...wholeTrail, before: null, limit: 1 })
  await store.outbox.lease(1)
  await store.outbox.waiting()
  await store.findCodeRun(1 as BookingId, 1 as UserId)
  await store.findBooking(1 as BookingId, undefined, { userId: 1 as UserId })
  await store.decide({ trainRunId: sold.id, accessOf: 1 as BookingId }, () => ({
    reply: accept(null),
    changes: [],
  }))
  const holdIds = [1 as HoldId]
  await store.decide({ trainRunId: sold.id, clearedHoldIds: holdIds }, (inventory) =>
    clearHolds(inventory, { holdIds, endedBefore: 1 as Instant }),
  )
})

// A small table is read whole because that is fastest. If told not to, the planner does it only where it has
// no index.
const look = (before = '') =>
  withClient(url, async (client) => {
    await client.query(`${before} SET enable_seqscan = off`)
    return wholeTableReads(client, statements)
  })

test('Q27: both forms of writing are among them', () => {
  for (const form of [/^UPDATE seat_holds .*VALUES/s, /^UPDATE seat_holds .*unnest/s])
    assert.ok(
      statements.some((one) => form.test(one)),
      String(form),
    )
})

test('Q27: each statement that clients wait for, or that runs in the background all the time, has an index', async (t) => {
  assert.ok(statements.length > 30, `${statements.length} statements`)
  assert.deepEqual(await look(), [])
  t.diagnostic(`${statements.length} statements`)
})

for (const [index, read] of [
  ['payments_due', 'payments'],
  ['bookings_user', 'bookings_id'],
  ['seat_holds_ended', 'seat_holds'],
] as const)
  test(`and without ${index} one is found, or the test above proves nothing`, async () => {
    const found = await look(`BEGIN; DROP INDEX ${index};`)
    assert.ok(
      found.some((one) => one.startsWith(read)),
      found.join('\n'),
    )
  })

/** The plan of a statement that the planner likes to split among processes. */
const shared: Query = [
  'EXPLAIN SELECT train_run_id, id FROM seat_holds UNION ALL SELECT train_run_id, id FROM payments',
  [],
]
const planText = (rows: readonly object[] = []) => rows.flatMap((row) => Object.values(row)).join('\n')

test('Q36: no statement starts processes to share its work, which would take many times as long as the work does', async (t) => {
  const eager = await server.createDatabase()
  const connections = new Connections({ url: eager, poolSize: 1 })
  t.after(() => connections.close())
  await migrate({ kind: 'server', url: eager })
  const settings = ['parallel_setup_cost', 'parallel_tuple_cost', 'min_parallel_table_scan_size']
  await withClient(eager, async (client) => {
    for (const name of settings)
      await client.query(
        `DO $$ BEGIN EXECUTE format('ALTER DATABASE %I SET ${name} = 0', current_database()); END $$`,
      )
  })
  const alone = await withClient(eager, async (client) => (await client.query(shared[0])).rows)
  assert.match(planText(alone), /Gather/, 'else nothing is shown')
  for (const [rows] of [await connections.all([shared]), await connections.run([shared])])
    assert.doesNotMatch(planText(rows), /Gather/)
})
