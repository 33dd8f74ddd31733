import BetterSqlite3, { type Database } from 'better-sqlite3'

/** Another process owns the database. */
export class DatabaseOwned extends Error {
  override readonly name = 'DatabaseOwned'
}

/**
 * Makes this process the owner of a database file until the lock is released. Node has no flock, so the lock
 * is a second, tiny database held in an exclusive transaction: the system releases it however the process
 * ends.
 */
export function lockDatabase(file: string): { release(): void } {
  const lock: Database = new BetterSqlite3(`${file}.lock`)
  try {
    lock.pragma('busy_timeout = 0')
    lock.exec('BEGIN EXCLUSIVE')
  } catch (error) {
    lock.close()
    if (error instanceof BetterSqlite3.SqliteError && error.code.startsWith('SQLITE_BUSY'))
      throw new DatabaseOwned(`another process has ${file} open: stop it, or talk to it through its socket`)
    throw error
  }
  return {
    release() {
      lock.close()
    },
  }
}
