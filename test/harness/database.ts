import { globSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'

/** A row from the database. */
export type Row = Readonly<Record<string, string | number | null>>

/**
 * The product's database, of either kind, read beside the servers: the test's own eyes, not the product's.
 */
export interface DatabaseView {
  rows(sql: string): Promise<readonly Row[]>
  /** The first column of the first row as a number; 0 for NULL. */
  number(sql: string): Promise<number>
}

/** The same for a SQLite file, which is read synchronously. */
interface DatabaseFile {
  readonly file: string
  rows(sql: string, parameters?: object): Row[]
  /** The first column of the first row as a number; 0 for NULL. */
  number(sql: string, parameters?: object): number
  close(): void
}

/** Finds the database of a data folder: the file that has claims. */
export function databaseFileIn(folder: string): string {
  for (const file of globSync('*.{db,sqlite,sqlite3}', { cwd: folder })) {
    const database = openDatabase(join(folder, file))
    try {
      if (database.number("SELECT count(*) FROM sqlite_schema WHERE name = 'seat_claims'"))
        return database.file
    } finally {
      database.close()
    }
  }
  throw new Error('the data folder has no database with seat_claims')
}

/** Opens a file for reading. */
export function openDatabase(file: string): DatabaseFile {
  const connection = new Database(file, { readonly: true, fileMustExist: true })
  const rows = (sql: string, parameters: object = {}): Row[] =>
    connection.prepare<object, Row>(sql).all(parameters)
  return {
    file,
    rows,
    number: (sql, parameters) => firstNumber(rows(sql, parameters)),
    close: () => connection.close(),
  }
}

/** The database of a data folder, reopened for each look. */
export function viewOf(folder: string): DatabaseView {
  return {
    rows: async (sql) => lookInto(folder, (database) => database.rows(sql)),
    number: async (sql) => lookInto(folder, (database) => database.number(sql)),
  }
}

/** The first column of the first row as a number; 0 for NULL. */
export function firstNumber(rows: readonly object[]): number {
  return Number(Object.values(rows[0] ?? {})[0] ?? 0)
}

/** Calls back with the database of a data folder and closes it. */
export function lookInto<T>(folder: string, look: (database: DatabaseFile) => T): T {
  const database = openDatabase(databaseFileIn(folder))
  try {
    return look(database)
  } finally {
    database.close()
  }
}

/** Pairs of claims on one seat of one run that share a leg. There must never be any. */
export function overlappingClaims<Answer>(database: { rows(sql: string): Answer }): Answer {
  return database.rows(`
    SELECT a.train_run_id, a.seat_id, a.from_leg, a.to_leg, b.from_leg AS other_from_leg,
      b.to_leg AS other_to_leg
    FROM seat_claims a JOIN seat_claims b ON b.train_run_id = a.train_run_id AND b.seat_id = a.seat_id
    WHERE a.from_leg < b.from_leg AND b.from_leg < a.to_leg`)
}
