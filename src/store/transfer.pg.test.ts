import assert from 'node:assert/strict'
import {
  copyFileSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import BetterSqlite3 from 'better-sqlite3'
import { verifyDatabase } from '../app/upkeep/verify-database.ts'
import { real, text } from './columns/column.ts'
import { table } from './columns/table.ts'
import { type CopyPlace, copy } from './copy.ts'
import { lineOf, valuesOf } from './copy-lines.ts'
import { firstIdOf } from './id-epoch.ts'
import { LongTransaction } from './postgres/long-transaction.ts'
import { startServer, withClient } from './postgres/server.fixture.ts'
import { openSource as openServer } from './postgres/table-source.ts'
import { lockDatabase } from './sqlite/process-lock.ts'
import { makeSoldDatabase } from './sqlite/sold-database.fixture.ts'
import { openSource as openFile } from './sqlite/table-source.ts'
import { idKinds } from './store.ts'
import { backUp } from './table-backup.ts'
import { onlyInPostgres, onlyInSqlite, tables } from './table-list.ts'
import { restore } from './table-restore.ts'
import { digestOf, type TableSource } from './transfer.ts'

const server = await startServer()
after(() => server.close())
const cleanUps: (() => void)[] = []
after(() => {
  for (const cleanUp of cleanUps) cleanUp()
})
const scope = { after: (cleanUp: unknown) => void cleanUps.push(cleanUp as () => void) }
const sold = await makeSoldDatabase(scope as never)
const secrets = { session_secret: 's'.repeat(43), webhook_secret: 'w'.repeat(43) }
writeFileSync(join(sold.folder, 'secrets.json'), JSON.stringify(secrets))

const now = Date.UTC(2027, 0, 31)
const load = { now, verify: verifyDatabase, onProgress: () => {} }
const fileIn = (folder: string): CopyPlace => ({
  kind: 'file',
  file: join(folder, 'holdfast.db'),
  secretsFile: join(folder, 'secrets.json'),
})
const at = (url: string): CopyPlace => ({ kind: 'server', url, secretsFile: '' })
const newFolder = (): string => {
  const folder = mkdtempSync(join(tmpdir(), 'holdfast-transfer-'))
  cleanUps.push(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

/**
 * A digest of the contents of a database, table by table. Each copy starts new blocks of ids and a new
 * version of the timetable.
 */
async function digestsOf(source: TableSource): Promise<Record<string, string>> {
  const found: Record<string, string> = {}
  for (const table of tables.filter(({ name }) => name !== 'id_blocks')) {
    const lines = source.lines(table)
    const { rows, sha256 } = await digestOf(table, table.name === 'settings' ? withoutVersion(lines) : lines)
    found[table.name] = `${rows} ${sha256}`
  }
  await source.close()
  return found
}

async function* withoutVersion(settings: AsyncIterable<Buffer>): AsyncIterable<Buffer> {
  for await (const lines of settings) yield Buffer.from(String(lines).replace(/^network_version\t.*\n/m, ''))
}

/** A PostgreSQL database with everything from the file. */
const moved = await server.createDatabase()
await copy({ from: fileIn(sold.folder), to: at(moved), ...load })

async function rowCount(url: string, table: string): Promise<number> {
  const { rows } = await withClient(url, (client) => client.query(`SELECT count(*) AS count FROM ${table}`))
  return Number(rows[0].count)
}

test('Q16: the list has every table and column of both catalogs, except those listed as belonging to one of them', async () => {
  const listed = (only: { readonly tables: readonly string[]; readonly columns: readonly string[] }) =>
    [
      ...tables.flatMap(({ name, columns }) => columns.map((column) => `${name}.${column.name}`)),
      ...only.columns,
    ].toSorted()
  const file = new BetterSqlite3(sold.file, { readonly: true })
  const inFile = file
    .prepare<[], string>(
      `SELECT t.name || '.' || c.name FROM sqlite_schema t JOIN pragma_table_info(t.name) c
       WHERE t.type = 'table' AND t.name NOT LIKE 'sqlite_%' AND t.name NOT IN
         (${names(onlyInSqlite.tables)})`,
    )
    .pluck()
    .all()
  file.close()
  assert.deepEqual(inFile.toSorted(), listed(onlyInSqlite))
  const { rows } = await withClient(moved, (client) =>
    client.query(
      `SELECT c.table_name || '.' || c.column_name AS name, c.data_type AS type
        FROM information_schema.columns c
       JOIN information_schema.tables t USING (table_schema, table_name)
       WHERE c.table_schema = 'public' AND t.table_type = 'BASE TABLE'
         AND c.table_name NOT IN (${names(onlyInPostgres.tables)})`,
    ),
  )
  assert.deepEqual(rows.map((row) => String(row.name)).toSorted(), listed(onlyInPostgres))
  const kinds: Readonly<Record<string, string>> = { text: 'text', 'double precision': 'real' }
  const typeOf = new Map(rows.map((row) => [row.name, kinds[row.type] ?? 'integer']))
  for (const { name, columns } of tables)
    for (const { name: column, kind } of columns)
      assert.equal(typeOf.get(`${name}.${column}`), kind, `${name}.${column}`)
})

test('Q16: tables come after the ones that their rows refer to, and the catalog and the list have the same foreign keys', async () => {
  const seen = new Set<string>()
  for (const { name, references } of tables) {
    for (const { table } of references) assert.ok(seen.has(table), `${name} comes before ${table}`)
    seen.add(name)
  }
  const { rows } = await withClient(moved, (client) =>
    client.query(
      `SELECT conrelid::regclass || ' ' || a.attname || ' ' || confrelid::regclass AS key FROM pg_constraint
       JOIN pg_attribute a ON a.attrelid = conrelid AND a.attnum = conkey[array_length(conkey, 1)]
         WHERE contype = 'f'`,
    ),
  )
  assert.deepEqual(
    rows.map((row) => String(row.key)).toSorted(),
    tables
      .flatMap(({ name, references }) => references.map(({ column, table }) => `${name} ${column} ${table}`))
      .toSorted(),
  )
})

test('Q16: a text is written as PostgreSQL writes it, whatever it contains', async () => {
  const texts = [
    '',
    '\\N',
    '\\',
    'a\tb\nc\rd\be\ff\vg',
    '\\.',
    "'; --",
    'é😀\u2028\u0001\u001f',
    'ends with \\',
  ]
  const some = table<{ a: string; b: string; c: number }>('some', {
    key: 'a',
    columns: { a: text('a'), b: text('b'), c: real('c') },
  })
  const transaction = await LongTransaction.open(moved, 'snapshot')
  for (const one of texts) {
    const escaped = one.replaceAll("'", "''")
    const parts: Buffer[] = []
    const select = `SELECT '${escaped}'::text, NULL::text, 0.1::float8`
    for await (const chunk of transaction.copyOut(select)) parts.push(chunk)
    assert.equal(Buffer.concat(parts).toString(), lineOf([one, null, 0.1]))
    assert.deepEqual(valuesOf(some, lineOf([one, null, 0.1]).slice(0, -1)), [one, null, 0.1])
  }
  await transaction.close()
  assert.throws(() => lineOf(['a\0b']), RangeError)
})

test('Q19: a copy from SQLite to PostgreSQL and back equals the original, including secrets', async () => {
  const original = await digestsOf(await openFile(sold.file, join(sold.folder, 'secrets.json')))
  assert.deepEqual(await digestsOf(await openServer(moved)), original)
  const again = await server.createDatabase()
  await copy({ from: at(moved), to: at(again), ...load })
  assert.deepEqual(await digestsOf(await openServer(again)), original)
  const back = newFolder()
  const report = await copy({ from: at(again), to: fileIn(back), ...load })
  assert.ok(report.auditEntries > 15 && report.rows > 50, JSON.stringify(report))
  const file = await openFile(join(back, 'holdfast.db'), join(back, 'secrets.json'))
  assert.deepEqual(await digestsOf(file), original)
  assert.deepEqual(JSON.parse(readFileSync(join(back, 'secrets.json'), 'utf8')), secrets)
  assert.equal(statSync(join(back, 'secrets.json')).mode & 0o077, 0)
})

test('Q19: ids from the database continue after the last one given, even if its row is gone', async () => {
  const folder = newFolder()
  const file = join(folder, 'holdfast.db')
  copyFileSync(sold.file, file)
  const database = new BetterSqlite3(file)
  database.exec("UPDATE sqlite_sequence SET seq = 9000 WHERE name = 'train_runs'")
  database.close()
  const url = await server.createDatabase()
  await copy({ from: fileIn(folder), to: at(url), ...load })
  const next = (table: string) =>
    withClient(url, async (client) => {
      const { rows } = await client.query(`SELECT nextval(pg_get_serial_sequence('${table}', 'id')) AS id`)
      return Number(rows[0].id)
    })
  assert.equal(await next('train_runs'), 9001)
  assert.ok((await next('coach_seats')) > (await rowCount(url, 'coach_seats')))
  const back = newFolder()
  await copy({ from: at(url), to: fileIn(back), ...load })
  const again = new BetterSqlite3(join(back, 'holdfast.db'), { readonly: true })
  assert.equal(again.prepare("SELECT seq FROM sqlite_sequence WHERE name = 'train_runs'").pluck().get(), 9001)
  again.close()
})

test('O20: a copy and a restore start a new epoch of ids, whether or not any were given before', async () => {
  const folder = newFolder()
  await backUp({ url: moved, target: join(folder, 'backup'), version: '1', createdAt: '', ...load })
  const restored = await server.createDatabase()
  await restore({
    backup: join(folder, 'backup'),
    url: restored,
    scratchFolder: folder,
    ...load,
    now: now + 1_000,
  })
  for (const [url, at] of [
    [moved, now],
    [restored, now + 1_000],
  ] as const) {
    const { rows } = await withClient(url, (client) => client.query('SELECT kind, next_id FROM id_blocks'))
    assert.equal(rows.length, idKinds.length)
    for (const { kind, next_id } of rows) assert.equal(Number(next_id), firstIdOf(kind, at), kind)
  }
  const versions = [await versionOf(moved), await versionOf(restored)]
  assert.equal(versions[1], (versions[0] ?? 0) + 1, 'a second later')
})

async function versionOf(url: string): Promise<number> {
  const sql = "SELECT value FROM settings WHERE name = 'network_version'"
  return Number((await withClient(url, (client) => client.query(sql))).rows[0].value)
}

/** Y5: the keys of names and contacts are in a file beside it. */
const isInBackup = ({ name }: { readonly name: string }) => name !== 'personal_keys'

test('Y5: a backup has its keys of names and contacts in a file beside it, and is restored with them, or without them if that is said', async () => {
  const folder = newFolder()
  const backup = join(folder, 'backup')
  const { keys } = await backUp({ url: moved, target: backup, version: '1', createdAt: '1', ...load })
  const keysIn = async (url: string) =>
    (await withClient(url, (client) => client.query('SELECT * FROM personal_keys ORDER BY payment_id'))).rows
  const sealed = await keysIn(moved)
  assert.deepEqual([sealed.length, keys?.rows], [4, 4])
  const file = join(folder, keys?.name ?? '')
  assert.equal(statSync(file).mode & 0o077, 0)
  const restored = await server.createDatabase()
  await restore({ backup, url: restored, scratchFolder: folder, ...load })
  assert.deepEqual(await keysIn(restored), sealed)
  rmSync(file)
  const empty = await server.createDatabase()
  const to = { backup, url: empty, scratchFolder: folder, ...load }
  await assert.rejects(restore(to), /is missing: .* restore with --without-keys/)
  await restore({ ...to, withoutKeys: true })
  assert.deepEqual([await keysIn(empty), await rowCount(empty, 'bookings')], [[], 4])
})

test('Q17: a backup has a file for each table and a manifest, readable only by its user, and no trace of the trial', async () => {
  const folder = newFolder()
  const target = join(folder, 'backup')
  const steps: number[] = []
  const manifest = await backUp({
    url: moved,
    target,
    version: '1.2.3',
    createdAt: '2027-01-31T00:00:00Z',
    verify: verifyDatabase,
    onProgress: (done, total) => steps.push(done / total),
  })
  assert.deepEqual(
    readdirSync(target).toSorted(),
    [...tables.filter(isInBackup).map(({ name }) => `${name}.copy`), 'manifest.json'].toSorted(),
  )
  for (const name of readdirSync(target)) assert.equal(statSync(join(target, name)).mode & 0o077, 0, name)
  assert.deepEqual(JSON.parse(readFileSync(join(target, 'manifest.json'), 'utf8')), manifest)
  assert.ok(manifest.audit_entries > 15 && manifest.runs > 0)
  assert.equal(steps.at(-1), 1)
  await assert.rejects(
    backUp({ url: moved, target, version: '1', createdAt: '', ...load }),
    /is there already/,
  )
})

test('Q17: an unsound database gets no backup, and nothing is left behind', async () => {
  const damaged = await server.createDatabase()
  await copy({ from: at(moved), to: at(damaged), ...load })
  await withClient(damaged, (client) => client.query('UPDATE audit_entries SET at = at + 1 WHERE seq = 3'))
  const folder = newFolder()
  await assert.rejects(
    backUp({ url: damaged, target: join(folder, 'backup'), version: '1', createdAt: '', ...load }),
    /The copy is not sound\. Run \d+, entry 3: it was changed/,
  )
  assert.deepEqual(readdirSync(folder), [])
})

test('Q18: a database that is not empty is refused and stays unchanged', async () => {
  const before = await digestsOf(await openServer(moved))
  await assert.rejects(
    copy({ from: fileIn(sold.folder), to: at(moved), ...load }),
    /The database is not empty/,
  )
  assert.deepEqual(await digestsOf(await openServer(moved)), before)
  await assert.rejects(copy({ from: at(moved), to: fileIn(sold.folder), ...load }), /is there already/)
})

test('Q18: a file that a server has open is not copied', async () => {
  const lock = lockDatabase(sold.file)
  const url = await server.createDatabase()
  await assert.rejects(copy({ from: fileIn(sold.folder), to: at(url), ...load }), { name: 'DatabaseOwned' })
  lock.release()
})

test('Q18: data that cannot be carried over, or is unsound afterward, leaves the database empty and usable', async () => {
  const url = await server.createDatabase()
  const broken = newFolder()
  copyFileSync(sold.file, join(broken, 'holdfast.db'))
  const database = new BetterSqlite3(join(broken, 'holdfast.db'))
  database.exec('UPDATE bookings SET total_cents = total_cents + 1')
  await assert.rejects(copy({ from: fileIn(broken), to: at(url), ...load }), /prices_are_frozen/)
  database.exec('UPDATE audit_entries SET facts = \'{"a":"\' || char(0) || \'"}\' WHERE id = 3')
  database.close()
  await assert.rejects(
    copy({ from: fileIn(broken), to: at(url), ...load }),
    /audit_entries, row train_run_id 1, seq 3: facts has U\+0000/,
  )
  for (const { name } of tables.filter((table) => table.name !== 'settings'))
    assert.equal(await rowCount(url, name), 0, name)
  await copy({ from: fileIn(sold.folder), to: at(url), ...load })
  const folder = newFolder()
  await assert.rejects(
    copy({
      from: at(url),
      to: fileIn(folder),
      ...load,
      verify: () => Promise.reject(new Error('not sound')),
    }),
    /not sound/,
  )
  assert.ok(!existsSync(join(folder, 'holdfast.db')) && !existsSync(join(folder, 'secrets.json')))
})

test('Q18: a changed backup, one of another schema, one of a SQLite file and a folder without a backup are refused', async () => {
  const folder = newFolder()
  const backup = join(folder, 'backup')
  const manifest = await backUp({ url: moved, target: backup, version: '1.2.3', createdAt: '', ...load })
  const url = await server.createDatabase()
  const again = () => restore({ backup, url, scratchFolder: folder, ...load })
  const write = (changes: object) =>
    writeFileSync(join(backup, 'manifest.json'), JSON.stringify({ ...manifest, ...changes }))
  write({ schema_version: 999 })
  await assert.rejects(again(), /made by Holdfast 1\.2\.3, at schema 999: restore it with that version/)
  write({ format: 1 })
  await assert.rejects(again(), /is a backup of a SQLite file/)
  write({ files: manifest.files.map((file) => ({ ...file, name: `../${file.name}` })) })
  await assert.rejects(again(), /is no whole backup/)
  write({ files: manifest.files.slice(1) })
  await assert.rejects(again(), /is no whole backup/)
  write({})
  const text = readFileSync(join(backup, 'bookings.copy'), 'utf8')
  writeFileSync(join(backup, 'bookings.copy'), text.replace('CONFIRMED', 'CANCELLED'))
  await assert.rejects(again(), /bookings\.copy is not what was backed up/)
  await assert.rejects(restore({ backup: folder, url, scratchFolder: folder, ...load }), /is no backup/)
  assert.equal(await rowCount(url, 'stations'), 0)
  writeFileSync(join(backup, 'bookings.copy'), text)
  await again()
  assert.deepEqual(await digestsOf(await openServer(url)), await digestsOf(await openServer(moved)))
})

test('Q17: a backup shows one moment, whatever is committed while it is made', async () => {
  const url = await server.createDatabase()
  await copy({ from: at(moved), to: at(url), ...load })
  const folder = newFolder()
  let changed: Promise<unknown> | undefined
  const change = () => {
    // This starts while the first tables are read; the snapshot is older.
    changed ??= withClient(url, (client) =>
      client.query('DELETE FROM provider_events; DELETE FROM audit_entries'),
    )
  }
  const manifest = await backUp({
    url,
    target: join(folder, 'backup'),
    version: '1',
    createdAt: '',
    verify: verifyDatabase,
    onProgress: change,
  })
  assert.ok(changed && manifest.audit_entries > 15)
  await changed
  assert.equal(await rowCount(url, 'audit_entries'), 0)
})

function names(list: readonly string[]): string {
  return list.map((name) => `'${name}'`).join(', ')
}
