import assert from 'node:assert/strict'
import { test } from 'node:test'
import BetterSqlite3 from 'better-sqlite3'
import { StoreUnavailable } from '../faults.ts'
import { openDatabase } from './open-database.ts'
import { Session, WriteFailed } from './session.ts'
import { SqliteBackend } from './sqlite-backend.ts'
import { clockAt } from './statements.ts'
import { temporaryFile } from './temporary-file.fixture.ts'
import { inlineWriter } from './writer.ts'

/**
 * Refuses every commit of the session at its very end, as a full disk does: a row that it refers to is
 * checked only then.
 */
function refuseCommits(session: Session): void {
  session.database.exec(`CREATE TEMP TRIGGER refuse AFTER UPDATE ON main.clock BEGIN
    INSERT INTO booking_seats (booking_id, seat_id, train_run_id, price_cents) VALUES (-1, 1, 1, 1); END`)
  session.database.pragma('defer_foreign_keys = ON')
}

function commit(session: Session, at: number): void {
  session.write([clockAt, at])
}

function assertRefused(work: () => void): void {
  assert.throws(work, (error) => error instanceof WriteFailed && error.outcome === 'unknown')
}

test('D21: after a refused commit, the file is reopened without checking all of it', (t) => {
  const { file } = temporaryFile(t)
  const session = new Session(file)
  const other = new BetterSqlite3(file)
  // Only a check of the whole file finds this.
  other.pragma('ignore_check_constraints = ON')
  const columns = 'id, payment_id, train_run_id, amount_cents, status, try_count'
  other.exec(`INSERT INTO refunds (${columns}) VALUES (1, 1, 1, -5, 'QUEUED', 0)`)
  other.close()
  const connection = session.database
  refuseCommits(session)
  assertRefused(() => commit(session, 1))
  assert.notEqual(session.database, connection, 'it is another connection')
  commit(session, 2)
  session.close()
  assert.throws(() => openDatabase(file), /damaged/, 'the look at the start finds it')
})

test('D20: the health of a file is that of a commit', async (t) => {
  const { file } = temporaryFile(t)
  const writer = inlineWriter(file)
  const parts = { clock: { now: () => 0 as never }, locatorKey: [], release: () => {} }
  const healthy = new SqliteBackend({ ...parts, writer })
  assert.deepEqual(await healthy.health(), { ok: true, detail: 'the database takes writes' })
  const run = async () => {
    throw new Error('database or disk is full')
  }
  const full = new SqliteBackend({ ...parts, writer: { ...writer, run } })
  assert.deepEqual(await full.health(), { ok: false, detail: 'database or disk is full' })
  await writer.close()
})

test('O87: On a full disk whatever needs a write is 503 `overloaded`, whether it belongs to a run or not.', async (t) => {
  const { file } = temporaryFile(t)
  const session = new Session(file)
  const insert = "INSERT INTO settings (name, value) VALUES ('filler', ?)"
  // As large as it may get: what needs a page more finds no room, as on a full disk.
  session.database.pragma(`max_page_count = ${session.database.pragma('page_count', { simple: true })}`)
  const filler = 'x'.repeat(1 << 20)
  assert.throws(
    () => session.run(insert, [filler]),
    (error) => error instanceof WriteFailed && error.outcome === 'nothing' && error.code === 'SQLITE_FULL',
  )
  session.close()

  const writer = inlineWriter(file)
  const run = async () => {
    throw new WriteFailed('nothing', 'SQLITE_FULL', 'database or disk is full')
  }
  const parts = { clock: { now: () => 0 as never }, locatorKey: [], release: () => {} }
  const full = new SqliteBackend({ ...parts, writer: { ...writer, run } })
  await assert.rejects(full.takeIds('user', 1), StoreUnavailable)
  await writer.close()
})
