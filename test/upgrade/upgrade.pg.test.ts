import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { createReadStream, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, type TestContext, test } from 'node:test'
import { verifyDatabase } from '../../src/app/upkeep/verify-database.ts'
import type { Table } from '../../src/store/columns/table.ts'
import { writtenTable } from '../../src/store/older-tables.ts'
import { openInspector } from '../../src/store/postgres/inspect.ts'
import { LongTransaction } from '../../src/store/postgres/long-transaction.ts'
import { knownMigrations } from '../../src/store/postgres/migrate.ts'
import { openPostgresStore } from '../../src/store/postgres/postgres-store.ts'
import { startServer, withClient } from '../../src/store/postgres/server.fixture.ts'
import { runHoldfast } from '../harness/processes.ts'
import { temporaryFolder } from '../harness/world.ts'
import {
  callsOf,
  clockAfter,
  digestsOf,
  olderTables,
  parse,
  repeatCalls,
  rowsIn,
  selectOf,
  serve,
  unpack,
  type Values,
  whatStays,
} from './upgraded.fixture.ts'

const server = await startServer()
after(() => server.close())
const backup = temporaryFolder({ after })
unpack('postgres', backup)
const tables = olderTables(backup)

/** Every row as the older version wrote it. */
async function rowsOf(url: string, table: Table): Promise<Values> {
  const transaction = await LongTransaction.open(url, 'snapshot')
  try {
    return await parse(table, transaction.copyOut(selectOf(table, ' COLLATE "C"')))
  } finally {
    await transaction.close()
  }
}

async function assertEverythingIsThere(url: string, but: readonly string[] = []): Promise<void> {
  for (const table of tables.filter(({ name }) => !but.includes(name))) {
    const sold = await rowsIn(backup, table)
    assert.ok(sold.length > 0, `${table.name} has nothing to compare`)
    assert.deepEqual(whatStays(table, await rowsOf(url, table)), whatStays(table, sold), table.name)
  }
}

async function serveFrom(url: string): Promise<void> {
  const { madeAt, calls } = callsOf('postgres')
  const time = clockAfter({ madeAt })
  const { store, secrets } = await openPostgresStore({ url, clock: time, schedule: time.schedule })
  const world = await serve(store, time, secrets.session)
  try {
    await repeatCalls(world, calls)
  } finally {
    await world.app.close()
    await store.close()
  }
}

async function restore(t: TestContext, folder: string) {
  const url = await server.createDatabase()
  const environment = { HOLDFAST_DATA: join(temporaryFolder(t), 'data'), DATABASE_URL: url }
  const restored = await runHoldfast(['restore', folder, '--json'], environment)
  assert.equal(restored.status, 0, restored.stdout + restored.stderr)
  return { url, environment, manifest: JSON.parse(restored.stdout) }
}

/** A database as 0.1.0 left it: the first two migrations, which never change, made its schema. */
async function leftBehind(): Promise<string> {
  const url = await server.createDatabase()
  await withClient(url, async (client) => {
    await client.query('CREATE TABLE schema_migrations (version INTEGER PRIMARY KEY, name TEXT NOT NULL)')
    for (const { version, name, sql } of knownMigrations().slice(0, 2))
      await client.query(`${sql}; INSERT INTO schema_migrations VALUES (${version}, '${name}')`)
    await client.query('DELETE FROM settings')
  })
  const transaction = await LongTransaction.open(url, 'load')
  for (const table of tables)
    await transaction.copyIn(table, createReadStream(join(backup, `${table.name}.copy`)))
  await transaction.commit()
  await transaction.close()
  return url
}

test('O28: a backup of 0.1.0 is restored whole into PostgreSQL: every run, id, booking, price, hold, key and audit chain is there, and the backup is not touched', async (t) => {
  const before = digestsOf(backup)
  const { url, environment, manifest } = await restore(t, backup)
  assert.deepEqual([manifest.holdfast_version, manifest.schema_version], ['0.1.0', 2])
  assert.equal(manifest.restored_schema_version, knownMigrations().length)
  assert.deepEqual(digestsOf(backup), before)
  // O20: ids start again if none was given before.
  await assertEverythingIsThere(url, ['id_blocks'])
  assert.equal((await runHoldfast(['audit', 'verify'], environment)).status, 0)
  await serveFrom(url)
})

test('O29: a database that 0.1.0 left behind is migrated by the first node: everything is there, keys replay, links open, sessions are known, holds are paid', async () => {
  const url = await leftBehind()
  // Its last hold lives for a day, and would end at the first start with the clock of today.
  const time = clockAfter(callsOf('postgres'))
  const { store } = await openPostgresStore({ url, clock: time, schedule: time.schedule })
  await store.close()
  await assertEverythingIsThere(url)
  const inspector = await openInspector(url)
  const found = await verifyDatabase(inspector)
  await inspector.close()
  assert.ok(found.auditEntries > 20)
  await serveFrom(url)
})

/**
 * The same backup as a program of schema 1 would have made it: refunds had one column fewer, and the manifest
 * lists all columns.
 */
function makeOlderStill(t: TestContext): string {
  const folder = temporaryFolder(t)
  unpack('postgres', folder)
  const file = join(folder, 'refunds.copy')
  const text = readFileSync(file, 'utf8').replace(/\t[^\t\n]*$/gm, '')
  writeFileSync(file, text)
  const path = join(folder, 'manifest.json')
  const manifest = JSON.parse(readFileSync(path, 'utf8'))
  const files = manifest.files.map((one: { table: string }) => {
    const table = tables.find(({ name }) => name === one.table)
    assert.ok(table)
    const written = writtenTable(table)
    if (table.name !== 'refunds') return { ...one, ...written }
    const columns = written.columns.replace(' refused_at', '')
    return {
      ...one,
      ...written,
      columns,
      bytes: text.length,
      sha256: createHash('sha256').update(text).digest('hex'),
    }
  })
  writeFileSync(path, JSON.stringify({ ...manifest, schema_version: 1, files }))
  return folder
}

test('O28: rows of a schema with other columns are migrated during the restore, with the secrets and the ids that were given', async (t) => {
  const { url, environment, manifest } = await restore(t, makeOlderStill(t))
  assert.deepEqual([manifest.schema_version, manifest.restored_schema_version], [1, knownMigrations().length])
  await assertEverythingIsThere(url, ['id_blocks'])
  const { rows } = await withClient(url, (client) =>
    client.query(`SELECT nextval(pg_get_serial_sequence('train_runs', 'id')) AS id`),
  )
  assert.equal(Number(rows[0].id), manifest.sequences.train_runs + 1)
  assert.deepEqual(readdirSync(environment.HOLDFAST_DATA), [], 'nothing of the trial is left')
  await serveFrom(url)
})

test('O28: a backup of a newer schema, and one that does not name its columns, are refused and nothing is changed', async (t) => {
  const folder = temporaryFolder(t)
  unpack('postgres', folder)
  const path = join(folder, 'manifest.json')
  const manifest = JSON.parse(readFileSync(path, 'utf8'))
  const url = await server.createDatabase()
  const refusal = async (changes: object): Promise<string> => {
    writeFileSync(path, JSON.stringify({ ...manifest, ...changes }))
    const environment = { HOLDFAST_DATA: temporaryFolder(t), DATABASE_URL: url }
    const refused = await runHoldfast(['restore', folder], environment)
    assert.equal(refused.status, 1)
    return refused.stderr
  }
  const newer = { schema_version: 99, holdfast_version: '9.0.0' }
  assert.match(
    await refusal(newer),
    /made by Holdfast 9\.0\.0, at schema 99: restore it with that version or a newer/,
  )
  assert.match(await refusal({ schema_version: 1 }), /does not say what the columns of its tables are/)
  const columns = 'id) SELECT 1; DROP TABLE bookings; --'
  const files = manifest.files.map((file: object) => ({ ...file, columns, key: 'id' }))
  assert.match(await refusal({ files }), /does not say what the columns of its tables are/)
})
