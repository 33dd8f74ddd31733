import pg from 'pg'

export type SqlValue = string | number | null

/** A statement with `?` where its values go, and the values in order. */
export type Query = readonly [sql: string, values: readonly SqlValue[]]

/**
 * A value as SQL text. Statements travel as text with their values in them, many to a message: one round trip carries a whole
 * batch, nothing is prepared, so that any connection pooler passes it, and Citus sees the run as a constant.
 */
export function literal(value: SqlValue): string {
  if (value === null) return 'NULL'
  if (typeof value === 'string') return text(value)
  if (!Number.isFinite(value)) throw new RangeError(`${value} is no number that a database stores`)
  return value < 0 ? `(${value})` : String(value)
}

/** PostgreSQL stores every character but this one, and the wire ends a statement at it. */
function text(value: string): string {
  if (value.includes('\0')) throw new RangeError('a text with a NUL character cannot be stored')
  return pg.escapeLiteral(value)
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

/** Integers as the inside of `IN (...)`; of none at all, which no row is in. */
export function idList(ids: readonly number[]): string {
  return ids.length === 0 ? 'NULL' : ids.map(literal).join(', ')
}
