import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import BetterSqlite3, { type Database } from 'better-sqlite3'
import type { SqlValue } from '../columns/column.ts'
import { nameList, type Table } from '../columns/table.ts'
import { lineOf } from '../copy-lines.ts'
import { type KeysOfBackup, keyFileOf, withKeys } from '../key-file.ts'
import { carriedSettings, tables } from '../table-list.ts'
import type { Marks, TableSource } from '../transfer.ts'
import { assertLogIsThere } from './log-marker.ts'
import { describeOddText, findOddTexts, mendAdvice } from './odd-texts.ts'
import { lockDatabase } from './process-lock.ts'
import { assertNewestSchema } from './schema-state.ts'
import { readSecrets } from './secret-file.ts'

/** Size at which lines are passed on. */
const chunkLength = 64 * 1024

/**
 * Opens a file to read all of it; the keys of a backup are in a file of their own. Nobody else may have it
 * open, because later sales from it would be in neither database. Throws `DatabaseOwned` if somebody has, and
 * an error if its schema is not this program's.
 */
export async function openSource(file: string, secretsFile: string): Promise<TableSource> {
  if (!existsSync(file)) throw new Error(`There is no Holdfast database ${file}.`)
  const lock = lockDatabase(file)
  try {
    assertLogIsThere(file)
    const schemaVersion = assertNewestSchema(file)
    const database = new BetterSqlite3(file, { readonly: true })
    database.exec('BEGIN')
    assertCarriable(database)
    const settings = settingsOf(database, readSecrets(secretsFile))
    const source: TableSource = {
      marks: {
        schemaVersion,
        takenAt: Number(database.prepare('SELECT high_water FROM clock').pluck().get()),
        sequences: sequencesOf(database),
      },
      tables,
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
    return await withKeys(source, keysBeside(file))
  } catch (error) {
    lock.release()
    throw error
  }
}

/** The file of keys, if the database is the copy in a backup. */
function keysBeside(file: string): string | undefined {
  const backup = dirname(file)
  const manifest = join(backup, 'manifest.json')
  if (!existsSync(manifest)) return undefined
  const { keys } = JSON.parse(readFileSync(manifest, 'utf8')) as { readonly keys?: KeysOfBackup }
  return keyFileOf(backup, keys, false)
}

const toldTexts = 10

/** Checked before anything is carried, so that all of them are reported at once. */
function assertCarriable(database: Database): void {
  const found = [...findOddTexts(database)].map(describeOddText)
  if (found.length === 0) return
  const more = found.length > toldTexts ? [`... and ${found.length - toldTexts} more`] : []
  throw new Error(
    [
      `${found.length} texts cannot be carried:`,
      ...found.slice(0, toldTexts),
      ...more,
      `${mendAdvice} Nothing was copied.`,
    ].join('\n'),
  )
}

/** What a database is told once, by name; on SQLite, the secrets are in a file of their own. */
export type CarriedSettings = ReadonlyMap<string, string>

function settingsOf(database: Database, secrets: CarriedSettings): CarriedSettings {
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
  const select = `SELECT ${nameList(columns)} FROM ${name} ORDER BY ${key.join(', ')}`
  const rows: Iterable<readonly SqlValue[]> =
    name === 'settings' ? [...settings].toSorted() : database.prepare<[], SqlValue[]>(select).raw().iterate()
  let text = ''
  for (const row of rows) {
    text += lineOf(row)
    if (text.length < chunkLength) continue
    yield Buffer.from(text)
    text = ''
  }
  if (text !== '') yield Buffer.from(text)
}

function sequencesOf(database: Database): Marks['sequences'] {
  const given = new Map(
    database.prepare<[], [string, number]>('SELECT name, seq FROM sqlite_sequence').raw().all(),
  )
  const found: Record<string, number> = {}
  for (const { name } of tables.filter((table) => table.hasSequence)) {
    const last = Math.max(
      given.get(name) ?? 0,
      Number(database.prepare(`SELECT max(id) FROM ${name}`).pluck().get() ?? 0),
    )
    if (last > 0) found[name] = last
  }
  return found
}
