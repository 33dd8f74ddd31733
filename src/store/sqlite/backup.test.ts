import assert from 'node:assert/strict'
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import BetterSqlite3 from 'better-sqlite3'
import { backUp } from './backup.ts'
import { copyDatabase } from './copy-database.ts'
import { openDatabase } from './open-database.ts'
import { lockDatabase } from './process-lock.ts'
import { restore } from './restore.ts'
import { schemaStateOf } from './schema-state.ts'
import { makeSoldDatabase } from './sold-database.fixture.ts'

const quiet = () => {}

/** A data folder with everything in it, and how to back it up and restore it elsewhere. */
async function makeRailway(t: TestContext) {
  const { folder, file } = await makeSoldDatabase(t)
  const filesIn = (data: string) => ({
    databaseFile: join(data, 'holdfast.db'),
    ledgerFile: join(data, 'payments-mock.db'),
    secretsFile: join(data, 'secrets.json'),
  })
  const ledger = new BetterSqlite3(join(folder, 'payments-mock.db'))
  ledger.exec('CREATE TABLE entries (key TEXT)')
  ledger.close()
  writeFileSync(join(folder, 'secrets.json'), '{"session_secret":"s"}', { mode: 0o644 })
  const verified: string[] = []
  const verify = async (path: string) => {
    verified.push(path)
    return { runs: 1, auditEntries: 2 }
  }
  const target = join(folder, 'copies', 'today')
  return {
    folder,
    file,
    target,
    verified,
    backUp: (changes: object = {}) =>
      backUp({
        ...filesIn(folder),
        target,
        version: '1.2.3',
        createdAt: '2026-06-01T00:00:00Z',
        verify,
        onProgress: quiet,
        ...changes,
      }),
    restoreTo: (data: string, changes: object = {}) =>
      restore({
        ...filesIn(data),
        backup: target,
        force: false,
        now: Date.UTC(2026, 5, 2),
        verify,
        onProgress: quiet,
        ...changes,
      }),
  }
}

function count(file: string, table: string): number {
  const database = new BetterSqlite3(file, { readonly: true })
  try {
    return database.prepare(`SELECT count(*) FROM ${table}`).pluck().get() as number
  } finally {
    database.close()
  }
}

test('O10: a backup has database, ledger, secrets and manifest, each for its user alone, and was verified', async (t) => {
  const railway = await makeRailway(t)
  const manifest = await railway.backUp()
  assert.deepEqual(readdirSync(railway.target).sort(), [
    'holdfast.db',
    'manifest.json',
    'payments-mock.db',
    'secrets.json',
  ])
  for (const name of readdirSync(railway.target)) {
    assert.equal(statSync(join(railway.target, name)).mode & 0o077, 0, name)
  }
  assert.deepEqual(JSON.parse(readFileSync(join(railway.target, 'manifest.json'), 'utf8')), manifest)
  assert.equal(count(join(railway.target, 'holdfast.db'), 'bookings'), 4)
  assert.equal(railway.verified.length, 1)
})

test('O10: a backup is of one moment, whatever is written meanwhile, and does not start over', async (t) => {
  const { folder } = await makeRailway(t)
  const file = join(folder, 'busy.db')
  const database = new BetterSqlite3(file)
  database.pragma('journal_mode = WAL')
  database.exec('CREATE TABLE pairs (id INTEGER PRIMARY KEY, filler TEXT)')
  const insert = database.prepare('INSERT INTO pairs (filler) VALUES (?)')
  const pair = database.transaction(() => {
    insert.run('x'.repeat(500))
    insert.run('x'.repeat(500))
  })
  for (let index = 0; index < 20_000; index++) pair()
  const before = count(file, 'pairs')
  const steps: number[] = []
  await copyDatabase(file, join(folder, 'busy-copy.db'), (done) => {
    steps.push(done)
    pair()
  })
  assert.ok(steps.length > 3, 'it was copied in steps, with commits between them')
  assert.deepEqual(
    steps,
    steps.toSorted((a, b) => a - b),
  )
  assert.equal(count(join(folder, 'busy-copy.db'), 'pairs'), before)
  assert.ok(count(file, 'pairs') > before)
  database.close()
})

test('O10: a copy that is not sound leaves nothing behind', async (t) => {
  const railway = await makeRailway(t)
  const verify = async () => {
    throw new Error('a chain is broken')
  }
  await assert.rejects(railway.backUp({ verify }), /a chain is broken/)
  assert.deepEqual(readdirSync(join(railway.folder, 'copies')), [])
})

test('O10: a backup never overwrites', async (t) => {
  const railway = await makeRailway(t)
  await railway.backUp()
  await assert.rejects(railway.backUp(), /is there already/)
})

test('O11: a backup restored elsewhere has everything', async (t) => {
  const railway = await makeRailway(t)
  await railway.backUp()
  const data = join(railway.folder, 'elsewhere')
  await railway.restoreTo(data)
  assert.equal(count(join(data, 'holdfast.db'), 'bookings'), 4)
  assert.equal(readFileSync(join(data, 'secrets.json'), 'utf8'), '{"session_secret":"s"}')
  assert.deepEqual(
    readdirSync(data).filter((name) => name.includes('restoring')),
    [],
  )
})

test('O11: an open database is not replaced, not even with force', async (t) => {
  const railway = await makeRailway(t)
  await railway.backUp()
  const lock = lockDatabase(railway.file)
  await assert.rejects(railway.restoreTo(railway.folder, { force: true }), { name: 'DatabaseOwned' })
  lock.release()
})

test('O11: an existing database is refused, and with force moved aside and kept', async (t) => {
  const railway = await makeRailway(t)
  await railway.backUp()
  const database = new BetterSqlite3(railway.file)
  database.exec("UPDATE stations SET name = 'later'")
  database.close()
  await assert.rejects(railway.restoreTo(railway.folder), /has a database already: say --force/)
  await railway.restoreTo(railway.folder, { force: true })
  const aside = join(railway.folder, 'replaced-2026-06-02T00-00-00Z')
  const later = (file: string) =>
    new BetterSqlite3(file).prepare("SELECT count(*) FROM stations WHERE name = 'later'").pluck().get()
  assert.equal(later(join(aside, 'holdfast.db')), 5)
  assert.equal(later(railway.file), 0)
  assert.ok(existsSync(join(aside, 'payments-mock.db')) && existsSync(join(aside, 'secrets.json')))
})

test('O11: a changed file, a file from elsewhere, a newer version, and a folder that is not a backup are refused', async (t) => {
  const railway = await makeRailway(t)
  const manifest = await railway.backUp()
  const data = join(railway.folder, 'elsewhere')
  const write = (changes: object) =>
    writeFileSync(join(railway.target, 'manifest.json'), JSON.stringify({ ...manifest, ...changes }))
  write({ schema_version: 999 })
  await assert.rejects(
    railway.restoreTo(data),
    /made by Holdfast 1\.2\.3, at schema 999: restore it with that version/,
  )
  write({ files: [{ name: '../secrets.json', bytes: 1, sha256: '' }] })
  await assert.rejects(railway.restoreTo(data), /it names a file/)
  write({})
  writeFileSync(join(railway.target, 'secrets.json'), 'changed')
  await assert.rejects(railway.restoreTo(data), /secrets\.json is not what was backed up/)
  mkdirSync(join(railway.folder, 'empty'))
  await assert.rejects(railway.restoreTo(data, { backup: join(railway.folder, 'empty') }), /is no backup/)
  assert.ok(!existsSync(join(data, 'holdfast.db')))
})

test('O28: a file of an older schema is backed up as it is and restored with the newest, and the backup stays', async (t) => {
  const railway = await makeRailway(t)
  const folder = join(railway.folder, 'older')
  mkdirSync(folder)
  const file = join(folder, 'holdfast.db')
  openDatabase(file, 1).close()
  const older = new BetterSqlite3(file)
  older.exec("INSERT INTO refunds VALUES (7, 1, NULL, 1, 900, 'DONE', NULL, 0)")
  older.close()
  const manifest = await railway.backUp({ databaseFile: file })
  assert.equal(manifest.schema_version, 1)
  assert.match(railway.verified[0] ?? '', /trial$/)
  const before = readFileSync(join(railway.target, 'holdfast.db'))
  const data = join(railway.folder, 'elsewhere')
  await railway.restoreTo(data)
  assert.deepEqual(readFileSync(join(railway.target, 'holdfast.db')), before)
  assert.deepEqual(schemaStateOf(join(railway.target, 'holdfast.db')).version, 1)
  const { version, newest } = schemaStateOf(join(data, 'holdfast.db'))
  assert.equal(version, newest)
  const restored = new BetterSqlite3(join(data, 'holdfast.db'), { readonly: true })
  assert.deepEqual(restored.prepare('SELECT id, amount_cents, refused_at FROM refunds').raw().all(), [
    [7, 900, null],
  ])
  restored.close()
})

test('O28: a backup whose rows do not fit into the newest schema is refused and nothing is changed', async (t) => {
  const railway = await makeRailway(t)
  const file = join(railway.folder, 'odd.db')
  openDatabase(file, 1).close()
  const odd = new BetterSqlite3(file)
  odd.exec('CREATE TABLE refunds_anew (id INTEGER)')
  odd.close()
  await assert.rejects(railway.backUp({ databaseFile: file }), /already exists/)
  assert.ok(!existsSync(railway.target))
})

/** What a backup wrote beside itself, as text. */
function keyFileIn(folder: string): { readonly path: string; readonly text: string } {
  const name = readdirSync(folder).find((one) => /^personal-keys-[0-9a-f]{12}\.copy$/.test(one))
  assert.ok(name)
  const path = join(folder, name)
  return { path, text: readFileSync(path, 'utf8') }
}

test('Y5: a backup has none of the keys of names and contacts: they are in one file beside it, which each backup replaces', async (t) => {
  const railway = await makeRailway(t)
  const wrapped = keysOf(railway.file)
  const manifest = await railway.backUp()
  assert.equal(manifest.keys?.rows, 4)
  assert.equal(count(join(railway.target, 'holdfast.db'), 'personal_keys'), 0)
  const { path, text } = keyFileIn(join(railway.folder, 'copies'))
  assert.equal(statSync(path).mode & 0o077, 0)
  for (const key of wrapped) {
    assert.ok(text.includes(key))
    assert.equal(readFileSync(join(railway.target, 'holdfast.db')).includes(key), false)
  }
  const database = new BetterSqlite3(railway.file)
  database.exec('DELETE FROM personal_keys WHERE payment_id = (SELECT min(payment_id) FROM personal_keys)')
  database.close()
  await railway.backUp({ target: join(railway.folder, 'copies', 'later'), createdAt: '2026-06-02T00:00:00Z' })
  const [erased = '', ...others] = wrapped
  const later = keyFileIn(join(railway.folder, 'copies')).text
  assert.deepEqual([later.includes(erased), others.every((key) => later.includes(key))], [false, true])
  // One that began earlier, and took longer, does not bring it back.
  await railway.backUp({ target: join(railway.folder, 'copies', 'slow'), createdAt: '2026-06-01T12:00:00Z' })
  assert.equal(keyFileIn(join(railway.folder, 'copies')).text, later)
  const data = join(railway.folder, 'elsewhere')
  await railway.restoreTo(data)
  assert.deepEqual(keysOf(join(data, 'holdfast.db')), others)
})

test('Y5: without its file of keys, or with one that is not whole, a backup is restored only if that is said', async (t) => {
  const railway = await makeRailway(t)
  await railway.backUp()
  const { path, text } = keyFileIn(join(railway.folder, 'copies'))
  const data = join(railway.folder, 'elsewhere')
  for (const damaged of [text.replace('w1.', 'w2.'), text.slice(text.indexOf('\n') + 1), text.slice(0, -9)]) {
    writeFileSync(path, damaged)
    await assert.rejects(railway.restoreTo(data), /personal-keys.* is not as a backup wrote it|no end/)
  }
  rmSync(path)
  await assert.rejects(railway.restoreTo(data), /is missing: .* restore with --without-keys/)
  assert.equal(existsSync(join(data, 'holdfast.db')), false)
  await railway.restoreTo(data, { withoutKeys: true })
  assert.deepEqual([count(join(data, 'holdfast.db'), 'bookings'), keysOf(join(data, 'holdfast.db'))], [4, []])
})

function keysOf(file: string): readonly string[] {
  const database = new BetterSqlite3(file, { readonly: true })
  try {
    const sql = 'SELECT wrapped_key FROM personal_keys ORDER BY payment_id'
    return database.prepare<[], string>(sql).pluck().all()
  } finally {
    database.close()
  }
}
