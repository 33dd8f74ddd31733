import { join } from 'node:path'
import type { Database } from 'better-sqlite3'
import { type Migration, newerDatabase, readMigrations } from '../migrations.ts'

/** The migrations that the program knows, in order. Their numbers have no gaps. */
export function knownMigrations(): readonly Migration[] {
  return readMigrations(join(import.meta.dirname, 'migrations'))
}

/** The number of the last migration applied to the database. */
export function schemaVersion(database: Database): number {
  return database.pragma('user_version', { simple: true }) as number
}

/**
 * Brings the schema up to date, or to that of an older program, each migration in a transaction of its own;
 * returns those that were applied.
 */
export function migrate(database: Database, upTo = Number.POSITIVE_INFINITY): readonly Migration[] {
  const migrations = knownMigrations()
  const version = schemaVersion(database)
  if (version > migrations.length) throw newerDatabase(version, migrations.length)
  const pending = migrations.slice(version).filter((migration) => migration.version <= upTo)
  for (const migration of pending) {
    database.transaction(() => {
      database.exec(migration.sql)
      database.pragma(`user_version = ${migration.version}`)
    })()
  }
  return pending
}
