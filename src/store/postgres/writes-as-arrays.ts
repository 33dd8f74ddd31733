import type { RunWrite } from '../backend.ts'
import type { ColumnKind, SqlValue } from '../columns/column.ts'
import { nameList } from '../columns/table.ts'
import type { Prepared } from './prepared-flush.ts'
import { storableText } from './sql.ts'
import { type Write, writesTogether } from './writes.ts'

/**
 * The statements of a batch, each with one array for each column. They are the same whatever is written, so
 * the server reads and plans them once.
 */
export function preparedWrites(writes: readonly RunWrite[], leaseMs: number | null): readonly Prepared[] {
  return writesTogether(writes, leaseMs)
    .filter(({ rows }) => rows.length > 0)
    .map((write) => ({
      name: nameOf(write),
      text: textOf(write),
      values: write.columns.map((_, index) => arrayOf(write.rows, index)),
      ...(isLeasing(write) ? { columns: fenceColumns } : {}),
    }))
}

/** The lease of a row that is due, as the update of that row gives it. */
const fenceColumns = [
  { name: 'id', kind: 'integer' },
  { name: 'fence', kind: 'integer' },
  { name: 'lease_until', kind: 'integer' },
] as const

function isLeasing({ kind, table }: Write): boolean {
  return kind === 'update' && table === 'payments'
}

function nameOf({ kind, table, key }: Write): string {
  return kind === 'delete' ? `delete_${table}_${key.at(-1)}` : `${kind}_${table}`
}

const texts = new Map<string, string>()

function textOf(write: Write): string {
  const name = nameOf(write)
  const known = texts.get(name)
  if (known !== undefined) return known
  const text = statementOf(write)
  texts.set(name, text)
  return text
}

const typeOf: Readonly<Record<ColumnKind, string>> = {
  integer: 'bigint[]',
  real: 'double precision[]',
  text: 'text[]',
}

function statementOf(write: Write): string {
  const { kind, table, columns, key, more } = write
  const arrays = columns.map((column, index) => `$${index + 1}::${typeOf[column.kind]}`).join(', ')
  if (kind === 'insert') return `INSERT INTO ${table} (${nameList(columns)}) SELECT * FROM unnest(${arrays})`
  const values = `unnest(${arrays}) v (${nameList(columns)})`
  const isSame = key.map((name) => `t.${name} = v.${name}`).join(' AND ')
  if (kind === 'delete') return `DELETE FROM ${table} t USING ${values} WHERE ${isSame}`
  const changing = columns.filter(({ name }) => !key.includes(name))
  const set = changing.map(({ name }) => `${name} = v.${name}`).join(', ')
  const giving = isLeasing(write)
    ? ` RETURNING ${fenceColumns.map(({ name }) => `t.${name}`).join(', ')}`
    : ''
  return `UPDATE ${table} t SET ${set}${more} FROM ${values} WHERE ${isSame}${giving}`
}

/** One column of the rows, as the text of a PostgreSQL array. */
function arrayOf(rows: Write['rows'], index: number): string {
  let text = ''
  for (const row of rows) text += `,${elementOf(row[index] ?? null)}`
  return `{${text.slice(1)}}`
}

const special = /["\\]/

function elementOf(value: SqlValue): string {
  if (value === null) return 'NULL'
  if (typeof value === 'string') {
    const text = storableText(value)
    return special.test(text) ? `"${text.replace(/["\\]/g, '\\$&')}"` : `"${text}"`
  }
  if (!Number.isFinite(value)) throw new RangeError(`${value} is no number that a database stores`)
  return String(value)
}
