import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import type pg from 'pg'
import { hold, runOn, smallTimetable } from '../store.fixture.ts'
import { workersOf } from './cluster.fixture.ts'
import { Connections } from './connections.ts'
import { CannotDistribute, type DistributionProgress, distribute, placeTables } from './distribute.ts'
import { distributedTables, placements } from './distribution.ts'
import { knownMigrations, migrate } from './migrate.ts'
import { openPostgresStore } from './postgres-store.ts'
import { looksOverAllRuns, recordSale } from './sale-statements.fixture.ts'
import { startServer, withClient } from './server.fixture.ts'
import { addDuePayment } from './world.fixture.ts'

const server = await startServer()
after(() => server.close())

const day = (days: number) => Temporal.Now.plainDateISO('UTC').add({ days }).toString()
const range = { fromDate: day(0), toDate: day(20) }
const timetable = () =>
  smallTimetable({ serviceDates: Array.from({ length: 10 }, (_, index) => day(3 + index)) })

const ofSale = new RegExp(`\\b(${distributedTables.map((one) => one.table).join('|')})\\b`)

/** Where the cluster says each table is. */
async function placesOf(client: pg.Client): Promise<Record<string, string>> {
  const { rows } = await client.query(
    'SELECT table_name::text AS name, citus_table_type AS type, distribution_column AS by FROM citus_tables',
  )
  return Object.fromEntries(rows.map((row) => [row.name, row.type === 'distributed' ? row.by : row.type]))
}

const wanted = Object.fromEntries(
  placements.flatMap((one) =>
    one.kind === 'local' ? [] : [[one.table, one.kind === 'distributed' ? one.by : 'reference']],
  ),
)

test('Q30, Q34: an empty database is distributed at its first start, the sale in one group of shards', async () => {
  const url = await server.createDatabase()
  const { store } = await openPostgresStore({ url })
  await store.close()
  await withClient(url, async (client) => {
    assert.deepEqual(await placesOf(client), wanted)
    const { rows } = await client.query(
      'SELECT count(DISTINCT colocation_id)::int AS groups FROM ' +
        "citus_tables WHERE distribution_column = 'train_run_id'",
    )
    assert.equal(rows[0].groups, 1)
  })
  const connections = new Connections({ url })
  await assert.rejects(
    distribute(connections, () => {}),
    /distributed already/,
  )
  await connections.close()
  const [worker = ''] = await workersOf(url)
  await assert.rejects(openPostgresStore({ url: worker }), /worker of a Citus cluster/)
})

/** A distributed database as the first version of the program has made it. */
async function firstVersion(url: string, connections: Connections): Promise<void> {
  const tables = await withClient(url, async (client) => {
    for (const step of [
      knownMigrations()[0]?.sql ?? '',
      'CREATE TABLE schema_migrations (version INTEGER PRIMARY KEY, name TEXT NOT NULL)',
      "INSERT INTO schema_migrations VALUES (1, 'initial')",
    ])
      await client.query(step)
    const { rows } = await client.query("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
    return new Set(rows.map((row) => String(row.tablename)))
  })
  const transaction = await connections.begin()
  const later = placements.filter(({ table }) => !tables.has(table))
  await placeTables(transaction, new Set(later.map(({ table }) => table)))
  await transaction.commit()
}

test('D5: a distributed database of the first version is migrated on every shard, and is like a new one', async () => {
  const url = await server.createDatabase()
  const connections = new Connections({ url })
  await firstVersion(url, connections)
  assert.equal(await migrate(connections), knownMigrations().length - 1)
  await connections.close()
  await withClient(url, async (client) => {
    assert.deepEqual(await placesOf(client), wanted)
    const rows = Array.from({ length: 50 }, (_, run) => `(1, 1, ${run}, 500, 'LAPSED', 0, ${run})`)
    await client.query(
      'INSERT INTO refunds (id, payment_id, train_run_id, ' +
        `amount_cents, status, try_count, refused_at) VALUES ${rows}`,
    )
    await assert.rejects(client.query("UPDATE refunds SET status = 'GONE'"), /refunds_status_check/)
  })
  const { store } = await openPostgresStore({ url })
  await store.importTimetable(timetable(), range)
  assert.ok((await hold(store, runOn(store, day(4)), 'A-C', ['1-1'])).ok)
  await store.close()
})

test('Q31: the planner of the cluster has one task for each statement of a sale, on one shard for each transaction', async (t) => {
  const url = await server.createDatabase()
  const transactions = await recordSale(t, url)
  const kinds = new Set<string>()
  await withClient(url, async (client) => {
    for (const transaction of transactions) {
      const hot = transaction.filter((one) => ofSale.test(one) && !looksOverAllRuns(one))
      const nodes = new Set<string>()
      for (const statement of hot) {
        const { taskCount, groups } = await tasksOf(client, statement)
        assert.ok(taskCount <= 1, `${taskCount} tasks: ${statement}`)
        for (const group of groups) nodes.add(group)
        kinds.add(statement.slice(0, 40))
      }
      assert.ok(nodes.size <= 1, transaction.join(';\n'))
    }
    const everywhere = await tasksOf(client, 'SELECT * FROM bookings WHERE id = 1')
    assert.ok(everywhere.taskCount > 1, 'a statement that names no run has a task for each shard')
  })
  t.diagnostic(`${transactions.length} transactions, ${kinds.size} kinds of statements`)
  assert.ok(kinds.size >= 30)
})

interface Tasks {
  readonly taskCount: number
  /** Nodes of the tasks. */
  readonly groups: readonly string[]
}

async function tasksOf(client: pg.Client, statement: string): Promise<Tasks> {
  await client.query('BEGIN')
  try {
    const { rows } = await client.query(`EXPLAIN (FORMAT JSON, COSTS OFF) ${statement}`)
    const text = JSON.stringify(rows)
    return {
      taskCount: Math.max(0, ...[...text.matchAll(/"Task Count":(\d+)/g)].map((match) => Number(match[1]))),
      groups: [...text.matchAll(/"Node":"([^"]+)"/g)].map((match) => match[1] ?? ''),
    }
  } finally {
    await client.query('ROLLBACK')
  }
}

test('Q35: a database with data is distributed as it is, and sales continue', async () => {
  const url = await server.createDatabase()
  await withClient(url, (client) => client.query('DROP EXTENSION citus CASCADE'))
  const before = await openPostgresStore({ url })
  await before.store.importTimetable(timetable(), range)
  const runs = [3, 4, 5, 6].map((days) => runOn(before.store, day(days)))
  for (const run of runs) await addDuePayment(before.store, run, '1-1')
  const connections = new Connections({ url })
  await assert.rejects(
    distribute(connections, () => {}),
    CannotDistribute,
  )
  await before.store.close()
  await withClient(url, (client) => client.query('CREATE EXTENSION citus'))
  await assert.rejects(
    distribute(connections, () => {}),
    /has no workers/,
  )
  await withClient(url, async (client) => {
    const own = new URL(url)
    await client.query('SELECT citus_set_coordinator_host($1, $2)', [own.hostname, Number(own.port)])
    for (const worker of (await workersOf(process.env.CITUS_URL ?? '')).map((one) => new URL(one)))
      await client.query('SELECT citus_add_node($1, $2)', [worker.hostname, Number(worker.port)])
  })

  const seen: DistributionProgress[] = []
  const counts = await countsOf(url)
  const done = await distribute(connections, (progress) => seen.push(progress))
  assert.equal(done.tables, Object.keys(wanted).length)
  assert.equal(seen.find((one) => one.table === 'seat_claims')?.rowCount, runs.length)
  assert.deepEqual(await countsOf(url), counts)
  await withClient(url, async (client) => {
    assert.deepEqual(await placesOf(client), wanted)
    const { rows } = await client.query(
      'SELECT count(*)::int AS keys FROM pg_constraint WHERE contype ' +
        "= 'f' AND conrelid = 'booking_seats'::regclass",
    )
    assert.equal(rows[0].keys, 1, 'foreign keys are there again')
    for (const { table } of distributedTables)
      assert.equal(
        (await client.query(`SELECT pg_relation_size('${table}')::int AS size`)).rows[0].size,
        0,
        table,
      )
  })
  assert.equal(await migrate(connections), 0)
  await connections.close()

  const { store } = await openPostgresStore({ url })
  for (const run of runs) {
    assert.equal((await hold(store, run, 'A-C', ['1-1'])).ok, false, 'what was taken is')
    assert.equal((await hold(store, run, 'A-C', ['1-2'])).ok, true)
  }
  assert.equal((await store.leaseDueWork(10)).length, runs.length)
  await store.close()
})

async function countsOf(url: string): Promise<Record<string, number>> {
  return withClient(url, async (client) => {
    const counts: Record<string, number> = {}
    for (const { table } of placements)
      counts[table] = (await client.query(`SELECT count(*)::int AS count FROM ${table}`)).rows[0].count
    return counts
  })
}
