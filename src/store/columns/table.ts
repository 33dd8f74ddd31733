import type { Row } from '../rows.ts'
import type { ColumnKind, Part, SqlValue } from './column.ts'

/** A row of one table that names rows of another. */
interface Reference {
  readonly column: string
  readonly table: string
}

/** One table as both databases have it. */
export interface Table {
  readonly name: string
  /** In the order in which a backup lists them, so a new table goes to the end. */
  readonly columns: readonly { readonly name: string; readonly kind: ColumnKind }[]
  /** What no two rows have in common; rows are read in its order. */
  readonly key: readonly string[]
  readonly references: readonly Reference[]
  /** Where ids come from a sequence of the database. */
  readonly hasSequence: boolean
}

export type Column<R, Owner> = Part<R, Owner> & { readonly name: string }

/** A table and the columns of its rows. Every statement that writes or reads one comes from here. */
export interface RecordTable<R, Owner = null> extends Table {
  readonly columns: readonly Column<R, Owner>[]
  /** The columns of an insertion: all but an id from a sequence. */
  readonly inserted: readonly Column<R, Owner>[]
  /** The columns that a change of a row may change. */
  readonly changing: readonly Column<R, Owner>[]
  /** The parameters of a change of a row: the new values, and then the key. */
  readonly changed: readonly Column<R, Owner>[]
  read(row: Row): R
}

/** Names are separated by blanks; a reference is written `column:table`. */
interface Description<R, Owner> {
  readonly columns: Readonly<Record<string, Part<R, Owner>>>
  readonly key: string
  readonly changing?: string
  readonly references?: string
  readonly hasSequence?: boolean
}

export function table<R, Owner = null>(
  name: string,
  { columns: parts, key, changing = '', references = '', hasSequence = false }: Description<R, Owner>,
): RecordTable<R, Owner> {
  const columns = Object.entries(parts).map(([column, part]) => ({ ...part, name: column }))
  const named = (names: string) =>
    words(names).map((word) => {
      const column = columns.find((one) => one.name === word)
      if (!column) throw new RangeError(`${name} has no column ${word}`)
      return column
    })
  return {
    name,
    columns,
    key: words(key),
    inserted: hasSequence ? columns.filter((column) => column.name !== 'id') : columns,
    changing: named(changing),
    changed: named(`${changing} ${key}`),
    references: words(references).map((word) => {
      const [column = '', parent = ''] = word.split(':')
      return { column, table: parent }
    }),
    hasSequence,
    read: (row) => readRow(columns, row),
  }
}

/** A table whose rows are not records: its statements list by name what they write. */
export function plainTable(name: string, key: string, kinds: Readonly<Record<string, ColumnKind>>): Table {
  const columns = Object.entries(kinds).map(([column, kind]) => ({ name: column, kind }))
  return { name, columns, key: words(key), references: [], hasSequence: false }
}

function words(names: string): readonly string[] {
  return names.split(' ').filter((word) => word !== '')
}

/** The names of columns as written in a statement. */
export function nameList(columns: Table['columns']): string {
  return columns.map(({ name }) => name).join(', ')
}

export function isText({ columns }: Table, column: string): boolean {
  return columns.some(({ name, kind }) => name === column && kind === 'text')
}

/** The insertion of one row, with a `?` for each value. */
export function insertInto(name: string, columns: Table['columns']): string {
  return `INSERT INTO ${name} (${nameList(columns)}) VALUES (${columns.map(() => '?').join(', ')})`
}

/** The end of an insertion if a row may already exist; `unique` are the columns that decide. */
export function onConflict<R, Owner>({ changing }: RecordTable<R, Owner>, unique: readonly string[]): string {
  const set = changing.map((column) => `${column.name} = excluded.${column.name}`).join(', ')
  return `ON CONFLICT (${unique.join(', ')}) DO UPDATE SET ${set}`
}

/** The value of a record that a column stores. */
export function columnValue<R, Owner>(column: Column<R, Owner>, record: R, owner: Owner): SqlValue {
  return column.member === null ? column.write(record, owner) : (record[column.member] as SqlValue)
}

function readRow<R, Owner>(columns: readonly Column<R, Owner>[], row: Row): R {
  const draft: Record<string, unknown> = {}
  for (const column of columns) column.read(draft, row[column.name] ?? null)
  return draft as R
}
