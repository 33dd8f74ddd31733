import BetterSqlite3, { type Database } from 'better-sqlite3'
import { knownMigrations, migrate, schemaVersion } from './migrate.ts'

/** The settings of every connection, and the values it must read back. */
const ritual: readonly (readonly [pragma: string, set: string, expected: unknown])[] = [
  // Readers beside one writer; a local disk only, since WAL needs shared memory.
  ['journal_mode', 'wal', 'wal'],
  // better-sqlite3 is compiled so that a reopened WAL database shows NORMAL, which can lose commits in a
  // power cut.
  ['synchronous', 'FULL', 2],
  // On macOS, plain fsync does not reach the medium.
  ['fullfsync', 'ON', 1],
  ['checkpoint_fullfsync', 'ON', 1],
  ['foreign_keys', 'ON', 1],
  ['busy_timeout', '5000', 5000],
  ['trusted_schema', 'OFF', 0],
  ['cell_size_check', 'ON', 1],
  // A name that is erased, or a key, must not stay in the file until others take its place.
  ['secure_delete', 'ON', 1],
  // 64 MB of pages in memory: with SQLite's own 2 MB, the pages of a few hundred runs evict each other in
  // every batch.
  ['cache_size', '-65536', -65536],
  // The writer itself makes checkpoints, between batches.
  ['wal_autocheckpoint', '0', 0],
]

/** The schema from which on names and contacts are sealed. */
const sealsFrom = 20

/** The first version without the WAL-reset bug (sqlite.org/wal.html#walresetbug). */
const oldestSafeSqlite = '3.51.3'

/**
 * Opens the database file, brings its schema up to date (or to that of an older program, to take in its
 * rows), and asserts every setting that durability and integrity rest on.
 */
export function openDatabase(file: string, schema?: number): Database {
  return open(file, (database) => {
    migrate(database, schema)
    scrub(database)
    assertTriggers(database)
    assertSound(database)
  })
}

/**
 * Writes a file anew once it has no names and contacts of an older version in its rows anymore: that version
 * did not overwrite what it deleted. This takes about a second for each 100 MB, and happens once.
 */
function scrub(database: Database): void {
  const isDue = database.prepare("SELECT 1 FROM settings WHERE name = 'scrub_due'").pluck()
  if (schemaVersion(database) < sealsFrom || isDue.get() === undefined) return
  const plain = "SELECT 1 FROM bookings WHERE personal_data = 'PLAIN' LIMIT 1"
  if (database.prepare(plain).get() !== undefined) return
  database.exec('VACUUM')
  database.exec("DELETE FROM settings WHERE name = 'scrub_due'")
}

/**
 * Reopens a file that this process has just had open and has to itself. Every page was checked the first
 * time, which takes seconds for a large file: too long for each commit that a full disk refuses.
 */
export function reopenDatabase(file: string): Database {
  return open(file, assertTriggers)
}

/**
 * Opens a file a second time in the thread that sells. It waits for no lock there, and keeps few pages, since
 * each commit of the other connection makes them old.
 */
export function openBeside(file: string): Database {
  const database = reopenDatabase(file)
  database.pragma('busy_timeout = 0')
  database.pragma('cache_size = -8192')
  return database
}

function open(file: string, inspect: (database: Database) => void): Database {
  const database = new BetterSqlite3(file)
  try {
    assertVersion(database)
    applyRitual(database)
    inspect(database)
    return database
  } catch (error) {
    database.close()
    throw error
  }
}

/** Applies and reads back the connection's settings; refuses to continue on any mismatch. */
export function applyRitual(database: Database): void {
  for (const [pragma, set, expected] of ritual) {
    database.pragma(`${pragma} = ${set}`)
    const found = database.pragma(pragma, { simple: true })
    const isMemory = pragma === 'journal_mode' && database.memory
    if (found !== expected && !isMemory)
      throw new Error(
        `SQLite setting ${pragma} is ${found} and must be ${expected}; the database was not opened`,
      )
  }
}

function assertVersion(database: Database): void {
  const version = database.prepare('SELECT sqlite_version()').pluck().get() as string
  if (version.localeCompare(oldestSafeSqlite, 'en', { numeric: true }) < 0)
    throw new Error(`SQLite ${version} can corrupt a database; ${oldestSafeSqlite} or newer is needed`)
}

/**
 * A migration that rebuilds a table loses its triggers silently, so their text is compared with the
 * migration's.
 */
export function assertTriggers(database: Database): void {
  const migrations = knownMigrations()
    .map((migration) => plain(migration.sql))
    .join(' ')
  for (const name of ['seat_claims_no_overlap_insert', 'seat_claims_no_overlap_update']) {
    const sql = database
      .prepare("SELECT sql FROM sqlite_schema WHERE type = 'trigger' AND name = ?")
      .pluck()
      .get(name) as string | undefined
    if (sql === undefined || !migrations.includes(plain(sql)))
      throw new Error(
        `trigger ${name} is missing or not the one of the migrations: ` +
          'nothing would keep claims apart; restore a backup',
      )
  }
}

function assertSound(database: Database): void {
  const found = database.pragma('quick_check(5)', { simple: true })
  if (found !== 'ok') throw new Error(`the database file is damaged (${found}): restore a backup`)
}

function plain(sql: string): string {
  return sql.replaceAll(/\s+/g, ' ').trim()
}
