import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

export interface Migration {
  readonly version: number
  readonly name: string
  readonly sql: string
}

/** The migrations in a folder, in order. Their numbers have no gaps. */
export function readMigrations(folder: string): readonly Migration[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith('.sql'))
    .toSorted()
    .map((name, index) => {
      const version = Number.parseInt(name, 10)
      if (version !== index + 1) throw new Error(`migration ${name} should have number ${index + 1}`)
      return { version, name, sql: readFileSync(join(folder, name), 'utf8') }
    })
}

/** The message about a database of a newer program. */
export function newerDatabase(version: number, newest: number): Error {
  return new Error(
    `the database is at schema ${version} and this program knows ` +
      `${newest}: start the newer program, or restore a backup`,
  )
}
