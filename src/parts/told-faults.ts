import { explainDatabaseFault } from '../cli/database-faults.ts'
import { WrongUse } from '../cli/failures.ts'
import type { DatabasePlace } from '../cli/tools.ts'
import { DatabaseOwned } from '../store/sqlite/process-lock.ts'

/** That another process has the file is told in a sentence, and trying again does not help. */
export async function whileOwned<T>(work: () => T | Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (error instanceof DatabaseOwned) throw new WrongUse(`${error.message}.`)
    throw error
  }
}

/** Works with a database, and says in a sentence what stands between. */
export async function whileThere<T>(place: DatabasePlace, work: () => Promise<T>): Promise<T> {
  try {
    return await whileOwned(work)
  } catch (error) {
    throw place.kind === 'server' ? explainDatabaseFault(error, place.url) : error
  }
}
