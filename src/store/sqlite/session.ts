import { statSync } from 'node:fs'
import type { Database, Statement } from 'better-sqlite3'
import { ImportLost, type Statement as ImportStatement } from '../import-desk.ts'
import type { Row } from '../rows.ts'
import { checkpointAndMark } from './log-marker.ts'
import { openBeside, openDatabase, reopenDatabase } from './open-database.ts'
import { commitStatements } from './statements.ts'
import type { Writes } from './writes.ts'

export type Query = readonly [sql: string, params: readonly (string | number | null)[]]

/** What is known about a failed write. */
export class WriteFailed extends Error {
  override readonly name = 'WriteFailed'
  /** `nothing`: certainly rolled back. `unknown`: the error came at COMMIT. */
  readonly outcome: 'nothing' | 'unknown'
  readonly code: string

  constructor(outcome: 'nothing' | 'unknown', code: string, message: string) {
    super(message)
    this.outcome = outcome
    this.code = code
  }
}

/**
 * Size of the write-ahead log, in bytes, from which the writer makes a checkpoint between two batches; the
 * log should stay below 64 MB.
 */
const checkpointBytes = 48 * 1024 * 1024
const batchesBetweenLooks = 16
/** How often marking the file is tried again if a reader was in the way. */
const batchesBetweenMarks = 256

/** The number of parameters of each statement of a commit. */
const parameterCounts = commitStatements.map((sql) => sql.split('?').length - 1)

/** A connection that writes. It is synchronous, and runs in the writer's thread or in a test's own. */
export class Session {
  readonly #file: string
  /** Whether another connection of this process looks after the log. */
  readonly #isBeside: boolean
  #database: Database
  #writes: readonly Statement[]
  readonly #reads = new Map<string, Statement>()
  #batchCount = 0
  #isMarked: boolean

  constructor(file: string, isBeside = false) {
    this.#file = file
    this.#isBeside = isBeside
    this.#database = isBeside ? openBeside(file) : openDatabase(file)
    this.#isMarked = isBeside || checkpointAndMark(this.#database)
    this.#writes = this.#prepareWrites()
  }

  /** A second connection to a file that this process has open, for when the first one has nothing to do. */
  static beside(file: string): Session {
    return new Session(file, true)
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
    if (!this.#isBeside && ++this.#batchCount % batchesBetweenLooks === 0)
      this.lookAtLog(this.#batchCount % batchesBetweenMarks === 0)
  }

  /** Runs statements of an import in one transaction; returns what each answers. Throws `WriteFailed`. */
  writeAll(statements: readonly ImportStatement[]): readonly (readonly Row[])[] {
    const answers: (readonly Row[])[] = []
    this.#transact(() => {
      for (const statement of statements) {
        const rows = this.#rowsOf(statement)
        if ('isGuard' in statement && rows.length === 0) throw new ImportLost()
        answers.push(rows)
      }
    })
    if (++this.#batchCount % batchesBetweenLooks === 0) this.lookAtLog(false)
    return answers
  }

  #rowsOf(step: ImportStatement): readonly Row[] {
    const isInsertion = 'into' in step
    const sql = isInsertion
      ? `INSERT INTO ${step.into} (${step.columns}) VALUES (${places(step.columns)}) ${step.after}`
      : step.sql
    const statement = this.#database.prepare<unknown[], Row>(sql)
    const answers: Row[] = []
    for (const values of isInsertion ? step.rows : [step.values]) {
      if (statement.reader) answers.push(...statement.all(values))
      else statement.run(values)
    }
    return answers
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

  /**
   * Runs one statement as a transaction of its own; returns its rows and how many it changed. Every statement
   * may be repeated with the same effect, so a refusal by the file counts as nothing written.
   */
  run(
    sql: string,
    params: readonly (string | number | null)[],
  ): { readonly rows: readonly Row[]; readonly changes: number } {
    const statement = this.#database.prepare(sql)
    try {
      if (statement.reader) return { rows: statement.all(params) as Row[], changes: 0 }
      return { rows: [], changes: statement.run(params).changes }
    } catch (error) {
      throw isOfTheFile(error) ? failure('nothing', error) : error
    }
  }

  /**
   * Copies the database while it is in use, over this connection, so that writes do not make the copy start
   * over.
   */
  async backup(file: string, onProgress: (done: number, total: number) => void): Promise<void> {
    await this.#database.backup(file, {
      progress({ totalPages, remainingPages }) {
        onProgress(totalPages - remainingPages, totalPages)
        return 200
      },
    })
  }

  /**
   * Makes a checkpoint of a log that has grown large. What was committed stays, whether or not the file has
   * room for it. With `marks`, the file is also marked again if a reader was in the way the last time.
   */
  lookAtLog(marks: boolean): void {
    if (this.#database.memory) return
    const wal = statSync(`${this.#file}-wal`, { throwIfNoEntry: false })
    const isLarge = wal !== undefined && wal.size > checkpointBytes
    if (!isLarge && (this.#isMarked || !marks)) return
    try {
      this.#isMarked = checkpointAndMark(this.#database)
    } catch (error) {
      this.#isMarked = false
      if (codeOf(error) !== 'SQLITE_FULL') throw error
    }
  }

  close(): void {
    if (!this.#isBeside) this.#database.pragma('wal_checkpoint(TRUNCATE)')
    this.#database.close()
  }

  #prepareWrites(): readonly Statement[] {
    return commitStatements.map((sql) => this.#database.prepare(sql))
  }

  #transact(work: () => void): void {
    try {
      this.#database.exec('BEGIN IMMEDIATE')
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

  /**
   * After a failed COMMIT, the connection's own view of the file cannot be trusted; a new one reads what is
   * there.
   */
  #reopen(): void {
    this.#database.close()
    this.#reads.clear()
    this.#database = this.#isBeside ? openBeside(this.#file) : reopenDatabase(this.#file)
    this.#isMarked = false
    this.#writes = this.#prepareWrites()
  }
}

/** A `?` for each of the columns. */
function places(columns: string): string {
  return columns.replaceAll(/\w+/g, '?')
}

function failure(outcome: 'nothing' | 'unknown', error: unknown): WriteFailed {
  return new WriteFailed(outcome, codeOf(error), error instanceof Error ? error.message : String(error))
}

/** Not of what the statement says, but of the disk under it. */
function isOfTheFile(error: unknown): boolean {
  return /^SQLITE_(FULL|BUSY|LOCKED|READONLY|CANTOPEN|IOERR|CORRUPT|NOTADB)/.test(codeOf(error))
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : ''
}
