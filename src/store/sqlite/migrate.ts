import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Database } from 'better-sqlite3'

export interface Migration {
  readonly version: number
  readonly name: string
  readonly sql: string
}

/** The migrations that the program knows, in order; their numbers have no gaps. */
export function knownMigrations(): readonly Migration[] {
  const folder = join(import.meta.dirname, 'migrations')
  return readdirSync(folder)
    .filter((name) => name.endsWith('.sql'))
    .toSorted()
    .map((name, index) => {
      const version = Number.parseInt(name, 10)
      if (version !== index + 1) throw new Error(`migration ${name} should have number ${index + 1}`)
      return { version, name, sql: readFileSync(join(folder, name), 'utf8') }
    })
}

/** The number of the last migration that the database has had. */
export function schemaVersion(database: Database): number {
  return database.pragma('user_version', { simple: true }) as number
}

/** Brings the schema up to date, each migration in a transaction of its own; gives those that were applied. */
export function migrate(database: Database): readonly Migration[] {
  const migrations = knownMigrations()
  const version = schemaVersion(database)
  if (version > migrations.length)
    throw new Error(
      `the database is at schema ${version} and this program knows ${migrations.length}: start the newer program, or restore a backup`,
    )
  const pending = migrations.slice(version)
  for (const migration of pending) {
    database.transaction(() => {
      database.exec(migration.sql)
      database.pragma(`user_version = ${migration.version}`)
    })()
  }
  return pending
}
