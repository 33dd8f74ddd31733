import type { SqlValue } from './columns/column.ts'

/** A row from a database. The schemas are strict, so a column has the type that the migration says. */
export type Row = Readonly<Record<string, SqlValue>>
