import pg from 'pg'
import type { SqlValue } from '../columns/column.ts'

/** A statement with `?` in place of its values, and the values in order. */
export type Query = readonly [sql: string, values: readonly SqlValue[]]

/**
 * A value as SQL text. Statements travel as text with their values in them, many to a message. One round trip
 * carries a whole batch, nothing is prepared, so every connection pooler passes it, and Citus sees the run as
 * a constant.
 */
export function literal(value: SqlValue): string {
  if (value === null) return 'NULL'
  if (typeof value === 'string') return pg.escapeLiteral(storableText(value))
  if (!Number.isFinite(value)) throw new RangeError(`${value} is no number that a database stores`)
  return value < 0 ? `(${value})` : String(value)
}

/** PostgreSQL stores every character but this one, and the protocol ends a statement at it. */
export function storableText(value: string): string {
  if (value.includes('\0')) throw new RangeError('a text with a NUL character cannot be stored')
  return value
}

/** The statement with its values in place. */
export function bind([sql, values]: Query): string {
  const parts = sql.split('?')
  if (parts.length !== values.length + 1)
    throw new RangeError(`${values.length} values for ${parts.length - 1} places in: ${sql}`)
  return parts.map((part, index) => (index === 0 ? part : literal(values[index - 1] ?? null) + part)).join('')
}

/** Several statements as one message. */
export function script(queries: readonly Query[]): string {
  return queries.map(bind).join(';\n')
}

/** Integers for the inside of `IN (...)`; if there are none, a value that no row has. */
export function idList(ids: readonly number[]): string {
  return ids.length === 0 ? 'NULL' : ids.map(literal).join(', ')
}

/** The condition for the rows of runs; a single run is named so that a cluster finds its shard at once. */
export function ofRuns(ids: readonly number[], column: 'id' | 'train_run_id' = 'train_run_id'): string {
  return ids.length === 1 ? `${column} = ${idList(ids)}` : `${column} IN (${idList(ids)})`
}

/** Rows as the text after VALUES. */
export function tuples(rows: readonly (readonly SqlValue[])[]): string {
  return rows.map((row) => `(${row.map(literal).join(', ')})`).join(',\n')
}
