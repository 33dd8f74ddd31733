import { existsSync } from 'node:fs'
import BetterSqlite3 from 'better-sqlite3'
import { beginEpoch } from '../id-epoch.ts'
import type { SchemaState } from '../inspector.ts'
import { assertLogIsThere, lacksLog, markComplete } from './log-marker.ts'
import { knownMigrations, schemaVersion } from './migrate.ts'
import { openDatabase } from './open-database.ts'
import { lockDatabase } from './process-lock.ts'

export function schemaStateOf(file: string): SchemaState {
  const newest = knownMigrations().length
  if (!existsSync(file)) return { version: null, newest }
  const database = new BetterSqlite3(file, { readonly: true })
  try {
    return { version: schemaVersion(database), newest }
  } finally {
    database.close()
  }
}

/** Throws if a file has another schema than this program's. */
export function assertNewestSchema(file: string): number {
  const { version, newest } = schemaStateOf(file)
  if (version === newest) return newest
  throw new Error(
    `${file} is at schema ${version} and this program knows ${newest}: ` +
      'run "holdfast migrate" on it; a backup stays as it is if "holdfast restore" restores it first.',
  )
}

/**
 * Brings a file to the newest schema, as opening it for sale would. Throws `DatabaseOwned` if another process
 * has it open, and `LogMissing` if its log is missing, unless `withoutLog` gives up the contents of the log.
 */
export function migrateFile(file: string, withoutLog: { readonly now: number } | null): SchemaState {
  const lock = lockDatabase(file)
  try {
    if (withoutLog) giveUpLog(file, withoutLog.now)
    assertLogIsThere(file)
    openDatabase(file).close()
    return schemaStateOf(file)
  } finally {
    lock.release()
  }
}

/**
 * Ids that the lost log gave out must not be given again: the payment service knows them, and tickets show
 * them.
 */
function giveUpLog(file: string, now: number): void {
  if (!lacksLog(file))
    throw new Error(`${file} lacks no log: run "holdfast migrate" alone. Nothing was changed.`)
  const database = new BetterSqlite3(file)
  try {
    markComplete(database)
    database.exec(beginEpoch(now))
    database.pragma('wal_checkpoint(TRUNCATE)')
  } finally {
    database.close()
  }
}
