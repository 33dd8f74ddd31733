import { isUtf8 } from 'node:buffer'
import type { Database } from 'better-sqlite3'
import type { Table } from '../columns/table.ts'
import { tables } from '../table-list.ts'

// SQLite keeps any bytes in a text, and versions before 0.2.0 accepted names with U+0000.

/**
 * A text that cannot be carried to another database: PostgreSQL does not store it, and reading changes it.
 */
export interface OddText {
  readonly table: string
  /** The columns that name its row, with their values; a text as bytes, since it may be odd itself. */
  readonly key: readonly (readonly [column: string, value: Buffer | number])[]
  readonly column: string
  readonly reason: 'has U+0000' | 'is not UTF-8'
  /** The same text with U+FFFD in place of the parts that cannot be carried. */
  readonly mended: string
}

/** What to do about these texts. */
export const mendAdvice =
  'Make a backup, stop the server, and run "holdfast mend-texts --yes": ' +
  'it puts U+FFFD in place of what cannot be stored.'

/** `booking_seats, row train_run_id 5, booking_id 3, seat_id 9: passenger_name has U+0000`. */
export function describeOddText({ table, key, column, reason }: OddText): string {
  const row = key.map(([name, value]) => `${name} ${value.toString()}`).join(', ')
  return `${table}, row ${row}: ${column} ${reason}`
}

/** An audit chain was computed from its texts, so a change would look like a forgery. */
export function canBeMended({ table }: OddText): boolean {
  return table !== 'audit_entries'
}

/** Every text of a file that cannot be carried, table by table. */
export function* findOddTexts(database: Database): Generator<OddText> {
  database.function('is_odd', { deterministic: true }, (bytes: unknown) =>
    Number(bytes instanceof Uint8Array && reasonOf(bytes) !== undefined),
  )
  for (const table of tables) {
    const texts = table.columns.filter(({ kind }) => kind === 'text').map(({ name }) => name)
    if (texts.length > 0) yield* oddTextsIn(database, table, texts)
  }
}

/**
 * Each row is asked about once, with its texts as one; the texts of the few odd rows are then checked one by
 * one.
 */
function* oddTextsIn(database: Database, table: Table, texts: readonly string[]): Generator<OddText> {
  const keys = table.key.map((column) => (texts.includes(column) ? asBytes(column) : column))
  const whole = texts.map((column) => `coalesce(${column}, '')`).join(" || ' ' || ")
  const rows = database
    .prepare<[], (Buffer | number | null)[]>(
      `SELECT ${[...keys, ...texts.map(asBytes)].join(', ')} FROM ` +
        `${table.name} WHERE is_odd(${asBytes(whole)})`,
    )
    .raw()
    .all()
  for (const row of rows) {
    const key = table.key.map((column, index) => [column, row[index] ?? 0] as const)
    for (const [index, column] of texts.entries()) {
      const bytes = row[table.key.length + index]
      const reason = Buffer.isBuffer(bytes) ? reasonOf(bytes) : undefined
      if (Buffer.isBuffer(bytes) && reason !== undefined)
        yield { table: table.name, key, column, reason, mended: mend(bytes) }
    }
  }
}

function asBytes(text: string): string {
  return `CAST(${text} AS BLOB)`
}

function reasonOf(bytes: Uint8Array): OddText['reason'] | undefined {
  if (!isUtf8(bytes)) return 'is not UTF-8'
  return bytes.includes(0) ? 'has U+0000' : undefined
}

function mend(bytes: Buffer): string {
  return new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes).replaceAll('\0', '\ufffd')
}
