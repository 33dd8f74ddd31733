import BetterSqlite3, { type Database } from 'better-sqlite3'
import { assertLogIsThere } from './log-marker.ts'
import { canBeMended, findOddTexts, type OddText } from './odd-texts.ts'
import { lockDatabase } from './process-lock.ts'
import { assertNewestSchema } from './schema-state.ts'

/** Finds the texts of a file that cannot be carried, even while another process has it open. */
export function findInFile(file: string): readonly OddText[] {
  return withFile(file, { readonly: true }, (database) => [...findOddTexts(database)])
}

/**
 * Mends all texts that can be mended, or none; returns what it found.
 * Throws `DatabaseOwned` if another process has the file open.
 */
export function mendFile(file: string): readonly OddText[] {
  const lock = lockDatabase(file)
  try {
    return withFile(file, { readonly: false }, (database) => {
      database.pragma('synchronous = FULL')
      return database.transaction(() => mendAll(database)).immediate()
    })
  } finally {
    lock.release()
  }
}

function withFile<T>(file: string, { readonly }: { readonly: boolean }, work: (database: Database) => T): T {
  assertLogIsThere(file)
  assertNewestSchema(file)
  const database = new BetterSqlite3(file, { fileMustExist: true, readonly })
  try {
    return work(database)
  } finally {
    database.close()
  }
}

function mendAll(database: Database): readonly OddText[] {
  const found = [...findOddTexts(database)]
  // Texts of the key come last: until then, the rows are still found by their old key.
  const inOrder = found.toSorted((a, b) => Number(isOfKey(a)) - Number(isOfKey(b)))
  for (const text of inOrder.filter(canBeMended)) mendOne(database, text)
  return found
}

function isOfKey({ key, column }: OddText): boolean {
  return key.some(([name]) => name === column)
}

function mendOne(database: Database, { table, key, column, mended }: OddText): void {
  const where = key.map(([name, value]) =>
    Buffer.isBuffer(value) ? `CAST(${name} AS BLOB) = ?` : `${name} = ?`,
  )
  const update = `UPDATE ${table} SET ${column} = ? WHERE ${where.join(' AND ')}`
  const { changes } = database.prepare(update).run(mended, ...key.map(([, value]) => value))
  if (changes !== 1)
    throw new Error(`${table} has ${changes} rows instead of one where ${column} was to be mended`)
}
