import { explainDatabaseFault } from '../cli/database-faults.ts'
import { WrongUse } from '../cli/failures.ts'
import type { DatabasePlace } from '../cli/tools.ts'
import { ClockAhead } from '../store/sqlite/clock-mark.ts'
import { LogMissing } from '../store/sqlite/log-marker.ts'
import { DatabaseOwned } from '../store/sqlite/process-lock.ts'

/** Faults that keep a command from its file, and that a retry does not solve. */
const standing = [DatabaseOwned, ClockAhead, LogMissing]

/**
 * Explains in one sentence that another process has the file, that its log is gone, or that the clock is
 * wrong.
 */
export async function whileOwned<T>(work: () => T | Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (error instanceof Error && standing.some((kind) => error instanceof kind))
      throw new WrongUse(`${error.message}.`)
    throw error
  }
}

/** Works with a database, and explains in one sentence why it cannot. */
export async function whileThere<T>(place: DatabasePlace, work: () => Promise<T>): Promise<T> {
  try {
    return await whileOwned(work)
  } catch (error) {
    throw place.kind === 'server' ? explainDatabaseFault(error, place.url) : error
  }
}
