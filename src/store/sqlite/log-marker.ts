import { closeSync, openSync, readSync, statSync } from 'node:fs'
import type { Database } from 'better-sqlite3'

/** The log of a database, which has its latest commits, is missing. */
export class LogMissing extends Error {
  override readonly name = 'LogMissing'
}

// The application id of a database, four letters in the header of its file. While the file is open for sale,
// it says `HFLG` in the file itself and `HFDB` in the log. A reader of file and log together, or one that
// folds the log into the file, sees that all is there; the file without its log says that something is
// missing.
const complete = 0x48464442
const needsLog = 0x48464c47
const idOffset = 68

/** Throws `LogMissing` if the file was opened for sale and not closed, and its log is missing or empty. */
export function assertLogIsThere(file: string): void {
  if (!lacksLog(file)) return
  throw new LogMissing(
    `${file} is not whole: the log ${file}-wal, which has what was sold last, is missing. Put the log ` +
      'back beside it, or restore a backup. To go on without those sales, run "holdfast migrate ' +
      '--without-log"',
  )
}

/**
 * Whether the log that the file needs is missing. Reads a file only while nobody has it open, see `idInFile`.
 */
export function lacksLog(file: string): boolean {
  const log = statSync(`${file}-wal`, { throwIfNoEntry: false })
  return (log === undefined || log.size === 0) && idInFile(file) === needsLog
}

/**
 * Moves the log into the file, and marks the file as one that needs its log; false if a reader prevented part
 * of this.
 */
export function checkpointAndMark(database: Database): boolean {
  if (database.memory) return true
  setId(database, needsLog)
  const [done] = database.pragma('wal_checkpoint(PASSIVE)') as { log: number; checkpointed: number }[]
  setId(database, complete)
  return done !== undefined && done.log === done.checkpointed
}

/** Marks the file as complete: the contents of its log are given up. */
export function markComplete(database: Database): void {
  setId(database, complete)
}

function setId(database: Database, id: number): void {
  database.pragma(`application_id = ${id}`)
}

/**
 * Read past SQLite, which would answer from the log. Closing the file releases every lock that this process
 * has on it, so it must not be open here; an open file has a log.
 */
function idInFile(file: string): number | undefined {
  if (!statSync(file, { throwIfNoEntry: false })) return undefined
  const bytes = Buffer.alloc(4)
  const descriptor = openSync(file, 'r')
  try {
    return readSync(descriptor, bytes, 0, 4, idOffset) === 4 ? bytes.readUInt32BE() : undefined
  } finally {
    closeSync(descriptor)
  }
}
