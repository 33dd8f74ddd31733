import { existsSync } from 'node:fs'
import BetterSqlite3 from 'better-sqlite3'
import type { SchemaState } from '../inspector.ts'
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

/** Brings a file to the newest schema, as opening it for sale would. Throws `DatabaseOwned` where another process has it open. */
export function migrateFile(file: string): SchemaState {
  const lock = lockDatabase(file)
  try {
    openDatabase(file).close()
    return schemaStateOf(file)
  } finally {
    lock.release()
  }
}
