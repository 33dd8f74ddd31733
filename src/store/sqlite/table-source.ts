import { existsSync } from 'node:fs'
import BetterSqlite3, { type Database } from 'better-sqlite3'
import { lineOf, type Value } from '../copy-lines.ts'
import { carriedSettings, type Table, type TableName, tables } from '../table-list.ts'
import type { TableSource } from '../transfer.ts'
import { lockDatabase } from './process-lock.ts'
import { schemaStateOf } from './schema-state.ts'
import { readSecrets } from './secret-file.ts'

/** Size from which lines are passed on. */
const chunkLength = 64 * 1024

/**
 * Opens a file to read all of it; nobody else may have it open, since what is sold from it later would be in neither database. Throws
 * `DatabaseOwned` where somebody has, and where its schema is not that of this program.
 */
export function openSource(file: string, secretsFile: string): TableSource {
  if (!existsSync(file)) throw new Error(`There is no Holdfast database ${file}.`)
  const lock = lockDatabase(file)
  try {
    const { version, newest } = schemaStateOf(file)
    if (version !== newest)
      throw new Error(
        `${file} is at schema ${version} and this program knows ${newest}: run "holdfast migrate" on it, or use the program that it is of.`,
      )
    const database = new BetterSqlite3(file, { readonly: true })
    database.exec('BEGIN')
    const settings = settingsOf(database, readSecrets(secretsFile))
    return {
      marks: {
        schemaVersion: version,
        takenAt: Number(database.prepare('SELECT high_water FROM clock').pluck().get()),
        sequences: sequencesOf(database),
      },
      count: async ({ name }) =>
        name === 'settings'
          ? settings.size
          : Number(database.prepare(`SELECT count(*) FROM ${name}`).pluck().get()),
      lines: (table) => linesOf(database, table, settings),
      async close() {
        database.close()
        lock.release()
      },
    }
  } catch (error) {
    lock.release()
    throw error
  }
}

/** What a database is told once, by name; on SQLite the secrets lie in a file of their own. */
export type CarriedSettings = ReadonlyMap<string, string>

export function settingsOf(database: Database, secrets: CarriedSettings): CarriedSettings {
  const rows = database.prepare<[], { name: string; value: string }>('SELECT name, value FROM settings').all()
  const found = new Map([
    ['network_version', '0'],
    ...rows.map(({ name, value }) => [name, value] as const),
    ...secrets,
  ])
  return new Map(
    carriedSettings.flatMap((name) => {
      const value = found.get(name)
      return value === undefined ? [] : [[name, value] as const]
    }),
  )
}

/** The rows of a table as lines, in the order of its key. */
export async function* linesOf(
  database: Database,
  { name, columns, key }: Table,
  settings: CarriedSettings,
): AsyncGenerator<Buffer> {
  const select = `SELECT ${columns.map(([column]) => column).join(', ')} FROM ${name} ORDER BY ${key.join(', ')}`
  const rows: Iterable<readonly Value[]> =
    name === 'settings' ? [...settings].toSorted() : database.prepare<[], Value[]>(select).raw().iterate()
  let text = ''
  for (const row of rows) {
    text += storable(name, row)
    if (text.length < chunkLength) continue
    yield Buffer.from(text)
    text = ''
  }
  if (text !== '') yield Buffer.from(text)
}

function storable(name: TableName, row: readonly Value[]): string {
  try {
    return lineOf(row)
  } catch (error) {
    throw new Error(`${name} has a row that begins with ${row[0]} and cannot be carried over: ${error}`)
  }
}

function sequencesOf(database: Database): Partial<Record<TableName, number>> {
  const given = new Map(
    database.prepare<[], [string, number]>('SELECT name, seq FROM sqlite_sequence').raw().all(),
  )
  const found: Partial<Record<TableName, number>> = {}
  for (const { name } of tables.filter((table) => table.hasSequence)) {
    const last = Math.max(
      given.get(name) ?? 0,
      Number(database.prepare(`SELECT max(id) FROM ${name}`).pluck().get() ?? 0),
    )
    if (last > 0) found[name] = last
  }
  return found
}
