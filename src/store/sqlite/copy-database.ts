import BetterSqlite3 from 'better-sqlite3'
import { syncFile } from '../sync-file.ts'

/** Pages copied in one step; between steps, the process does other things. */
const pagesInStep = 500

/**
 * Copies a database that may be in use, as of one moment. All steps read within one transaction; without it,
 * every commit of the server would make the copy start over. Returns the number of bytes.
 */
export async function copyDatabase(
  from: string,
  to: string,
  onProgress: (done: number, total: number) => void,
): Promise<number> {
  const source = new BetterSqlite3(from, { readonly: true, fileMustExist: true })
  try {
    source.pragma('busy_timeout = 5000')
    source.exec('BEGIN')
    source.prepare('SELECT count(*) FROM sqlite_schema').get()
    const pageSize = Number(source.pragma('page_size', { simple: true }))
    const { totalPages } = await source.backup(to, {
      progress({ totalPages: total, remainingPages: remaining }) {
        onProgress(total - remaining, total)
        return pagesInStep
      },
    })
    source.exec('COMMIT')
    syncFile(to)
    return totalPages * pageSize
  } finally {
    source.close()
  }
}
