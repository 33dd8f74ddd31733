import { statSync } from 'node:fs'
import type { Database, Statement } from 'better-sqlite3'
import type { ImportReport, Timetable } from '../../domain/timetable.ts'
import type { Row } from '../rows.ts'
import { importTimetable, openRuns } from './import-timetable.ts'
import { openDatabase } from './open-database.ts'
import { parameterCounts, statementNames, statements } from './statements.ts'
import type { Writes } from './writes.ts'

export type Query = readonly [sql: string, params: readonly (string | number | null)[]]

/** What is known of a write that failed. */
export class WriteFailed extends Error {
  override readonly name = 'WriteFailed'
  /** `nothing`: rolled back for certain. `unknown`: the error came at COMMIT. */
  readonly outcome: 'nothing' | 'unknown'
  readonly code: string

  constructor(outcome: 'nothing' | 'unknown', code: string, message: string) {
    super(message)
    this.outcome = outcome
    this.code = code
  }
}

/** Size of the write-ahead log, in bytes, from which the writer checkpoints between two batches; it is to stay below 64 MB. */
const checkpointBytes = 48 * 1024 * 1024
const batchesBetweenLooks = 16

/** The one connection that writes. Synchronous: it runs in the writer's thread, or in a test's own. */
export class Session {
  readonly #file: string
  #database: Database
  #writes: readonly Statement[]
  readonly #reads = new Map<string, Statement>()
  #batchCount = 0

  constructor(file: string) {
    this.#file = file
    this.#database = openDatabase(file)
    this.#writes = this.#prepareWrites()
  }

  get database(): Database {
    return this.#database
  }

  /** Runs the writes in one transaction; throws `WriteFailed`. */
  write(writes: Writes): void {
    this.#transact(() => {
      for (let index = 0; index < writes.length; ) {
        const position = writes[index] as number
        const end = index + 1 + (parameterCounts[position] ?? 0)
        this.#writes[position]?.run(writes.slice(index + 1, end))
        index = end
      }
    })
    if (++this.#batchCount % batchesBetweenLooks === 0) this.#checkpointWhenLarge()
  }

  /** Answers several queries as of one commit. */
  all(queries: readonly Query[]): readonly (readonly Row[])[] {
    return queries.map(([sql, params]) => {
      let statement = this.#reads.get(sql)
      if (!statement) {
        statement = this.#database.prepare(sql)
        this.#reads.set(sql, statement)
      }
      return statement.all(params) as Row[]
    })
  }

  /** Runs one statement as a transaction of its own; gives the rows it returns and how many it changed. */
  run(
    sql: string,
    params: readonly (string | number | null)[],
  ): { readonly rows: readonly Row[]; readonly changes: number } {
    const statement = this.#database.prepare(sql)
    if (statement.reader) return { rows: statement.all(params) as Row[], changes: 0 }
    return { rows: [], changes: statement.run(params).changes }
  }

  importTimetable(
    timetable: Timetable,
    range: { fromDate: string; toDate: string },
    onProgress: (done: number, total: number) => void,
  ): ImportReport {
    return importTimetable(this.#database, timetable, range, onProgress)
  }

  openRuns(range: { fromDate: string; toDate: string }): number {
    return openRuns(this.#database, range)
  }

  /** Copies the database while it is in use; on this connection, so that writes do not start the copy again. */
  async backup(file: string, onProgress: (done: number, total: number) => void): Promise<void> {
    await this.#database.backup(file, {
      progress({ totalPages, remainingPages }) {
        onProgress(totalPages - remainingPages, totalPages)
        return 200
      },
    })
  }

  close(): void {
    this.#database.pragma('wal_checkpoint(TRUNCATE)')
    this.#database.close()
  }

  #prepareWrites(): readonly Statement[] {
    return statementNames.map((name) => this.#database.prepare(statements[name]))
  }

  #transact(work: () => void): void {
    this.#database.exec('BEGIN IMMEDIATE')
    try {
      work()
    } catch (error) {
      this.#rollback()
      throw failure('nothing', error)
    }
    try {
      this.#database.exec('COMMIT')
    } catch (error) {
      this.#rollback()
      this.#reopen()
      throw failure('unknown', error)
    }
  }

  #rollback(): void {
    if (this.#database.inTransaction) this.#database.exec('ROLLBACK')
  }

  /** After a failed COMMIT the connection's own idea of the file is not to be trusted; a fresh one reads what is there. */
  #reopen(): void {
    this.#database.close()
    this.#reads.clear()
    this.#database = openDatabase(this.#file)
    this.#writes = this.#prepareWrites()
  }

  #checkpointWhenLarge(): void {
    if (this.#database.memory) return
    const wal = statSync(`${this.#file}-wal`, { throwIfNoEntry: false })
    if (wal && wal.size > checkpointBytes) this.#database.pragma('wal_checkpoint(PASSIVE)')
  }
}

function failure(outcome: 'nothing' | 'unknown', error: unknown): WriteFailed {
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  return new WriteFailed(outcome, code, error instanceof Error ? error.message : String(error))
}
