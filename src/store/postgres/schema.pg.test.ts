import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import type { HoldId, TrainRunId } from '../../domain/ids.ts'
import type { Instant } from '../../domain/instant.ts'
import type { Wanted } from '../backend.ts'
import { Connections } from './connections.ts'
import { distributedTables, placements } from './distribution.ts'
import { knownMigrations, migrate, schemaVersion } from './migrate.ts'
import { assertConstraint } from './open-database.ts'
import { recordQueries, stateQueries } from './run-queries.ts'
import { startServer, withClient } from './server.fixture.ts'
import { bind, literal } from './sql.ts'
import { runWrites } from './writes-as-text.ts'

const server = await startServer()
after(() => server.close())

async function migrated() {
  const url = await server.createDatabase()
  const connections = new Connections({ url, poolSize: 4 })
  after(() => connections.close())
  await migrate(connections)
  return { url, connections }
}

test('Q30: each table of the schema has its place in a cluster, and no other is listed', async () => {
  const { url } = await migrated()
  const { rows } = await withClient(url, (client) =>
    client.query("SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public'"),
  )
  assert.deepEqual(rows.map((row) => row.name).toSorted(), placements.map((one) => one.table).toSorted())
})

test('Q10: every unique or exclusion constraint and index of a distributed table has the distribution column', async () => {
  const { url } = await migrated()
  const { rows } = await withClient(url, (client) =>
    client.query(
      `SELECT c.relname AS table, i.indexrelid::regclass::text AS index,
         array_agg(a.attname::text) AS columns
       FROM pg_index i JOIN pg_class c ON c.oid = i.indrelid
       LEFT JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = ANY (i.indkey)
       WHERE (i.indisunique OR i.indisexclusion) AND c.relname = ANY ($1) GROUP BY 1, 2`,
      [distributedTables.map((one) => one.table)],
    ),
  )
  for (const { table, by } of distributedTables) {
    const keys = rows.filter((row) => row.table === table)
    assert.ok(keys.length > 0, `${table} has no key`)
    for (const { index, columns } of keys)
      assert.ok(columns.includes(by), `${index} of ${table} is over ${columns}`)
  }
  const byRun = distributedTables.filter((one) => one.by === 'train_run_id')
  assert.equal(byRun.length, distributedTables.length - 1, 'all but the inbox are spread by their run')
})

test('Q10: and the check of the catalog can find one that does not', async () => {
  const { url } = await migrated()
  const { rows } = await withClient(url, async (client) => {
    await client.query('CREATE UNIQUE INDEX planted ON seat_holds (hold_token)')
    return client.query(
      `SELECT 1 FROM pg_index i WHERE i.indexrelid = 'planted'::regclass AND NOT EXISTS (
         SELECT 1 FROM pg_attribute a WHERE a.attrelid = i.indrelid AND a.attnum = ANY (i.indkey)
           AND a.attname = 'train_run_id')`,
    )
  })
  assert.equal(rows.length, 1)
})

test('Q11: every statement that reads or writes a sale names its run', () => {
  const trainRunId = 4711 as TrainRunId
  const wanted: Wanted = {
    trainRunId,
    ...{
      holds: [],
      payments: [],
      bookings: [],
      quotes: [],
      cancellations: [],
      refunds: [],
      access: [],
      cleared: [1 as HoldId],
    },
  }
  const passenger = { passengerName: 'A', passengerAge: 1, passengerGender: 'X' }
  const seat = { seatId: 1, cancellationId: 2, priceCents: 1, ...passenger }
  const hold = { seats: [], segment: { fromLeg: 0, toLeg: 1 }, trainRunId, id: 1, contact: {} }
  const row = { ...hold, seats: [seat], passengers: [], seatIds: [] }
  const kinds = ['hold', 'payment', 'booking', 'refund']
  const changes = [
    ...kinds.flatMap((name) => [
      { kind: `${name}_added`, [name]: { ...row, id: 1 } },
      { kind: `${name}_changed`, [name]: { ...row, id: 2 } },
    ]),
    { kind: 'quote_added', quote: row },
    { kind: 'cancellation_added', cancellation: row },
    { kind: 'hold_cleared', hold: { ...row, id: 3 } },
    { kind: 'entries_cleared', replaced: [{ toSeq: 1 }], stretches: [{ fromSeq: 1, toSeq: 2 }] },
    { kind: 'claim_removed', seatId: 1, fromLeg: 0 },
    { kind: 'claim_added', claim: { seatId: 2, fromLeg: 0 } },
    { kind: 'claim_changed', claim: { seatId: 3, fromLeg: 0 } },
  ]
  const filled = JSON.parse(JSON.stringify(changes), (_, value) =>
    value !== null && typeof value === 'object' && !Array.isArray(value) ? withZeros(value) : value,
  )
  const writes = runWrites({
    ...{ trainRunId, commitSeq: 1, auditSeq: 1, auditHash: '', closures: [], at: 0 as Instant },
    changes: filled,
    entries: [withZeros({ trainRunId, seq: 1, facts: {} }) as never],
  }).split(';\n')
  const statements = [...stateQueries([trainRunId], 1 as Instant), ...recordQueries(wanted)]
    .map(bind)
    .concat(writes)
  assert.ok(writes.length >= 20, `${writes.length} kinds of statements`)
  for (const statement of statements) {
    // The row of the run itself is master data, which every worker has.
    const isNamed =
      /train_run_id = 4711|FROM runs_in_effect WHERE id = 4711/.test(statement) ||
      /^INSERT .*train_run_id.*4711/s.test(statement)
    assert.ok(isNamed, statement)
  }
})

/** All other columns of a row are zero here. */
function withZeros(row: object): object {
  return new Proxy(row, { get: (target, name) => Reflect.get(target, name) ?? 0 })
}

test('I1: a database without the constraint, or with a weaker one, is not opened', async () => {
  const { url, connections } = await migrated()
  await assertConstraint(connections)
  await withClient(url, (client) =>
    client.query('ALTER TABLE seat_claims DROP CONSTRAINT seat_claims_no_overlap'),
  )
  await assert.rejects(assertConstraint(connections), /seat_claims_no_overlap is missing/)
})

test('D5: nodes that start at the same time bring the schema up once; a newer database is refused', async () => {
  const url = await server.createDatabase()
  const nodes = Array.from({ length: 3 }, () => new Connections({ url, poolSize: 2 }))
  after(() => Promise.all(nodes.map((node) => node.close())))
  const applied = await Promise.all(nodes.map(migrate))
  assert.deepEqual(applied.toSorted(), [0, 0, knownMigrations().length])
  const [node] = nodes
  assert.ok(node)
  assert.equal(await schemaVersion(node), knownMigrations().length)
  await withClient(url, (client) => client.query("INSERT INTO schema_migrations VALUES (99, 'later')"))
  await assert.rejects(migrate(node), /start the newer program/)
})

test('D5: a database of an older program is migrated with its contents', async () => {
  const url = await server.createDatabase()
  await withClient(url, (client) =>
    client.query(
      `${knownMigrations()[0]?.sql};
       CREATE TABLE schema_migrations (version INTEGER PRIMARY KEY, name TEXT NOT NULL);
       INSERT INTO schema_migrations VALUES (1, 'initial');
       INSERT INTO refunds VALUES (7, 1, NULL, 1, 500, 'QUEUED', 99, 2)`,
    ),
  )
  const connections = new Connections({ url, poolSize: 1 })
  after(() => connections.close())
  assert.equal(await migrate(connections), knownMigrations().length - 1)
  await withClient(url, async (client) => {
    const { rows } = await client.query('SELECT id, status, due_at, refused_at FROM refunds')
    assert.deepEqual(rows, [{ id: '7', status: 'QUEUED', due_at: '99', refused_at: null }])
    await client.query("UPDATE refunds SET status = 'LAPSED', due_at = NULL")
    await assert.rejects(client.query("UPDATE refunds SET status = 'GONE'"), /refunds_status_check/)
  })
})

test('Q13: texts keep every storable character, whatever they look like to SQL', async () => {
  const { connections } = await migrated()
  for (const text of ["'; DROP TABLE stations; --", '\\', "\\'", '?', '$1', 'é😀\u2028', "''\n;"]) {
    const [rows] = await connections.all([['SELECT ? AS text, ? AS null, ? AS number', [text, null, -1.5]]])
    assert.deepEqual({ ...rows?.[0], number: Number(rows?.[0]?.number) }, { text, null: null, number: -1.5 })
  }
  assert.throws(() => literal('a\0b'), RangeError)
  assert.throws(() => literal(Number.NaN), RangeError)
})
