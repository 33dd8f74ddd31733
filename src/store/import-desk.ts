import type { SqlValue } from './columns/column.ts'
import { columnValue, nameList, type RecordTable } from './columns/table.ts'
import type { Row } from './rows.ts'

/** A statement with `?` for each of its values. */
interface Query {
  readonly sql: string
  readonly values: readonly SqlValue[]
  /** Without a row in answer, nothing of its transaction is done. */
  readonly isGuard?: true
}

/** Rows for one table; `after` is the end of the statement, after its values. */
interface Insertion {
  readonly into: string
  readonly columns: string
  readonly rows: readonly (readonly SqlValue[])[]
  readonly after: string
}

export type Statement = Query | Insertion

/**
 * What an import asks of its database. It may be somewhere else than the import: statements and rows are
 * plain data.
 */
export interface ImportDesk {
  /** Answers a query as of the last commit. */
  read(sql: string, values?: readonly SqlValue[]): Promise<readonly Row[]>
  /**
   * One short transaction, beside sales: all statements or none. Returns the rows that each of them answers.
   * Throws `ImportLost` if a guard finds nothing.
   */
  write(statements: readonly Statement[]): Promise<readonly (readonly Row[])[]>
  /** The first of so many ids of runs that nobody else gets. */
  takeRunIds(count: number): Promise<number>
  /**
   * Does work during which no run gets its first claim, and what the work writes takes effect at once when it
   * ends.
   */
  alone(work: (desk: InsideDesk) => Promise<void>): Promise<void>
}

/** The desk while what is written there takes effect. */
export interface InsideDesk extends Pick<ImportDesk, 'read' | 'write'> {
  /** The query for the time of the commit; null where the time of the import will do. */
  readonly selectNow: string | null
}

/** The import was taken for dead by another one, which has removed what it had prepared. */
export class ImportLost extends Error {
  override readonly name = 'ImportLost'

  constructor() {
    super('another import has taken over meanwhile; nothing was imported')
  }
}

/** Rows in one transaction: five to twenty milliseconds of work, so that nobody beside it waits for long. */
export const rowsInSlice = 500

export function query(sql: string, values: readonly SqlValue[] = []): Query {
  return { sql, values }
}

type Owned<R, Owner> = readonly [record: Omit<R, 'id'>, owner: Owner]

/** An insertion of records; the database gives them their ids. */
export function insertion<R, Owner>(
  table: RecordTable<R, Owner>,
  records: Iterable<Owned<R, Owner>>,
  after = '',
): Insertion {
  return insertionOf(table.name, table.inserted, records, after)
}

/** An insertion of records with all of their columns, also ids. */
export function wholeInsertion<R>(table: RecordTable<R>, records: Iterable<R>, after = ''): Insertion {
  return insertionOf(table.name, table.columns, alone(records), after)
}

function insertionOf<R, Owner>(
  into: string,
  columns: RecordTable<R, Owner>['columns'],
  records: Iterable<Owned<R, Owner>>,
  after: string,
): Insertion {
  const rows = Array.from(records, ([record, owner]) =>
    columns.map((column) => columnValue(column, record as R, owner)),
  )
  return { into, columns: nameList(columns), rows, after }
}

export function* alone<R>(records: Iterable<R>): Generator<readonly [R, null]> {
  for (const record of records) yield [record, null]
}

/** As many statements as the records need. */
export function insertions<T>(
  records: Iterable<T>,
  statementOf: (slice: readonly T[]) => Statement,
): readonly Statement[] {
  return Array.from(slicesOf(records), statementOf)
}

/** Writes records slice by slice; returns the rows that the database answers. */
export async function writeInSlices<T>(
  desk: ImportDesk,
  records: Iterable<T>,
  statementOf: (slice: readonly T[]) => Statement,
): Promise<readonly Row[]> {
  const answers: Row[] = []
  for (const slice of slicesOf(records)) {
    const [rows = []] = await desk.write([statementOf(slice)])
    for (const row of rows) answers.push(row)
  }
  return answers
}

function* slicesOf<T>(records: Iterable<T>): Generator<readonly T[]> {
  let slice: T[] = []
  for (const record of records) {
    if (slice.push(record) < rowsInSlice) continue
    yield slice
    slice = []
  }
  if (slice.length > 0) yield slice
}

/** Ids in a statement. */
const idsInList = 5_000

function* lists(ids: readonly number[]): Generator<string> {
  for (let start = 0; start < ids.length; start += idsInList)
    yield ids
      .slice(start, start + idsInList)
      .map(Number)
      .join(', ')
}

/** As many statements as the ids need; a number needs no quotes in any database. */
export function listStatements(ids: readonly number[], sql: (list: string) => string): readonly Statement[] {
  return Array.from(lists(ids), (list) => query(sql(list)))
}

/** The rows that as many queries as the ids need answer. */
export async function forIds(
  { read }: Pick<ImportDesk, 'read'>,
  ids: readonly number[],
  sql: (list: string) => string,
): Promise<readonly Row[]> {
  const rows: Row[] = []
  for (const list of lists(ids)) for (const row of await read(sql(list))) rows.push(row)
  return rows
}
