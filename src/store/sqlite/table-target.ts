import type { Database } from 'better-sqlite3'
import { insertInto, type Table } from '../columns/table.ts'
import { valuesOf, wholeLines } from '../copy-lines.ts'
import { beginEpoch } from '../id-epoch.ts'
import type { Marks, TableTarget } from '../transfer.ts'
import { openDatabase } from './open-database.ts'
import { type CarriedSettings, linesOf } from './table-source.ts'

/** A new file that is filled in one transaction. */
interface FileTarget extends TableTarget {
  /** The settings that came with the rows. The secrets among them are not in the file. */
  readonly settings: CarriedSettings
  /** Begins a new epoch of ids at a time in milliseconds, and commits. */
  finish(marks: Marks, now: number): void
  close(): void
}

/** Makes a file with the newest schema, or with that of an older program; it must not exist yet. */
export function openTarget(file: string, schema?: number): FileTarget {
  const database = openDatabase(file, schema)
  const settings = new Map<string, string>()
  database.exec('BEGIN IMMEDIATE')
  return {
    settings,
    fill: (table, lines) =>
      table.name === 'settings' ? fillSettings(settings, table, lines) : fill(database, table, lines),
    lines: (table) => linesOf(database, table, settings),
    finish({ sequences, takenAt }, now) {
      writeSettings(database, settings)
      database.prepare('UPDATE clock SET high_water = max(high_water, ?)').run(takenAt)
      for (const [name, last] of Object.entries(sequences)) raiseSequence(database, name, last)
      database.exec(beginEpoch(now))
      database.exec('COMMIT')
      database.pragma('wal_checkpoint(TRUNCATE)')
    },
    close: () => void database.close(),
  }
}

async function fill(database: Database, table: Table, lines: AsyncIterable<Buffer>): Promise<void> {
  const insert = database.prepare(insertInto(table.name, table.columns))
  for await (const line of wholeLines(lines)) insert.run(valuesOf(table, line))
}

async function fillSettings(
  settings: Map<string, string>,
  table: Table,
  lines: AsyncIterable<Buffer>,
): Promise<void> {
  for await (const line of wholeLines(lines)) {
    const [name, value] = valuesOf(table, line)
    settings.set(String(name), String(value))
  }
}

/** Only a table with counted ids has a row in `sqlite_sequence`, and only after its first row. */
function raiseSequence(database: Database, name: string, last: number): void {
  const { changes } = database
    .prepare('UPDATE sqlite_sequence SET seq = max(seq, ?) WHERE name = ?')
    .run(last, name)
  if (changes > 0) return
  database
    .prepare(
      'INSERT INTO sqlite_sequence (name, seq) SELECT name, ? FROM ' +
        "sqlite_schema WHERE name = ? AND sql LIKE '%AUTOINCREMENT%'",
    )
    .run(last, name)
}

/**
 * The secrets go to a file of their own. A version that says that nothing was imported yet is left out, as in
 * a new file.
 */
function writeSettings(database: Database, settings: CarriedSettings): void {
  const insert = database.prepare('INSERT INTO settings (name, value) VALUES (?, ?)')
  for (const [name, value] of settings)
    if (!name.endsWith('_secret') && !(name === 'network_version' && value === '0')) insert.run(name, value)
}
