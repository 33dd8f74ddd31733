import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { copyFileSync, existsSync, renameSync, rmSync, truncateSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import BetterSqlite3 from 'better-sqlite3'
import { backUp } from '../place.ts'
import { clockStateOf } from './clock-mark.ts'
import { openInspector } from './inspect.ts'
import { assertLogIsThere, LogMissing, lacksLog } from './log-marker.ts'
import { migrateFile } from './schema-state.ts'
import { Session } from './session.ts'
import { openSqliteStore } from './sqlite-store.ts'
import { openSource } from './table-source.ts'
import { temporaryFile } from './temporary-file.fixture.ts'

/** What a killed process leaves: its files as they were, with a setting in the log. */
function killedAt(folder: string, file: string): string {
  const session = new Session(file)
  session.run("INSERT INTO settings (name, value) VALUES ('last', 'sale')", [])
  const left = join(folder, 'left.db')
  // Another process copies: closing the files in this one would release the session's locks.
  for (const end of ['', '-wal']) execFileSync('cp', [file + end, left + end])
  session.close()
  return left
}

function lastSale(file: string): unknown {
  const database = new BetterSqlite3(file)
  try {
    return database.prepare("SELECT value FROM settings WHERE name = 'last'").pluck().get()
  } finally {
    database.close()
  }
}

function backUpTo(target: string, file: string) {
  const options = { version: '0', createdAt: '', onProgress: () => {} }
  const files = { databaseFile: file, ledgerFile: `${file}.none`, secretsFile: `${file}.none` }
  const verify = async () => ({ runs: 0, auditEntries: 0 })
  return backUp({ kind: 'file', file }, files, { ...options, target, verify })
}

const withoutLog = (left: string) => rmSync(`${left}-wal`)
const withEmptyLog = (left: string) => truncateSync(`${left}-wal`)

for (const [what, lose] of [
  ['gone', withoutLog],
  ['empty', withEmptyLog],
] as const) {
  test(`D18: a file whose log is ${what} after a kill is refused by everything that reads it, and is left as it was`, async (t) => {
    const { folder, file } = temporaryFile(t)
    const left = killedAt(folder, file)
    copyFileSync(`${left}-wal`, join(folder, 'kept'))
    lose(left)
    await assert.rejects(openSqliteStore({ file: left, thread: 'caller' }), LogMissing)
    await assert.rejects(openSqliteStore({ file: left, thread: 'own' }), LogMissing)
    assert.throws(() => openInspector(left, Date.now), LogMissing)
    await assert.rejects(openSource(left, ''), LogMissing)
    assert.throws(() => migrateFile(left, null), LogMissing)
    assert.throws(() => clockStateOf(left, 0), LogMissing)
    await assert.rejects(backUpTo(join(folder, 'backup'), left), LogMissing)
    renameSync(join(folder, 'kept'), `${left}-wal`)
    assertLogIsThere(left)
    new Session(left).close()
    assert.equal(lastSale(left), 'sale', 'with its log put back it has what was sold last')
  })
}

test('D18: without the marker, the file would open, and the latest sales would be gone silently', (t) => {
  const { folder, file } = temporaryFile(t)
  const left = killedAt(folder, file)
  withoutLog(left)
  new Session(left).close()
  assert.equal(lastSale(left), undefined)
})

test('D18: a file that was closed, or whose log was folded into it, is complete without one', (t) => {
  const { folder, file } = temporaryFile(t)
  const left = killedAt(folder, file)
  assert.equal(existsSync(`${file}-wal`), false, 'closed by its session')
  assert.equal(lacksLog(file), false)
  assert.equal(lastSale(left), 'sale', 'opened and closed by another program')
  assert.equal(existsSync(`${left}-wal`), false)
  assert.equal(lacksLog(left), false)
})

test('D18: a file that a reader kept from being marked is marked once the reader is gone', (t) => {
  const { folder, file } = temporaryFile(t)
  new Session(file).close()
  const reader = new BetterSqlite3(file, { readonly: true })
  reader.exec('BEGIN')
  reader.prepare('SELECT count(*) FROM settings').get()
  const session = new Session(file)
  const left = join(folder, 'left.db')
  // Another process copies: closing the file in this one would release the session's locks.
  const leave = () => execFileSync('cp', [file, left])
  leave()
  assert.equal(lacksLog(left), false, 'the reader was in the way')
  reader.exec('COMMIT')
  for (let batch = 0; batch < 256; batch++) session.write([])
  leave()
  assert.equal(lacksLog(left), true)
  reader.close()
  session.close()
})

test('D18: a backup needs no log', async (t) => {
  const { folder, file } = temporaryFile(t)
  const session = new Session(file)
  const target = join(folder, 'backup')
  await backUpTo(target, file)
  assert.equal(lacksLog(join(target, 'holdfast.db')), false)
  session.close()
})

test('D19: a file whose log is given up opens again, and gives no id that it may already have given', async (t) => {
  const { folder, file } = temporaryFile(t)
  const left = killedAt(folder, file)
  assert.throws(() => migrateFile(left, { now: Date.now() }), /lacks no log/)
  withoutLog(left)
  migrateFile(left, { now: Date.UTC(2027, 0, 1) })
  const { store } = await openSqliteStore({ file: left, thread: 'caller' })
  assert.ok((await store.nextId('payment')) > 1_000_000_000, 'ids of a new epoch')
  await store.close()
})
