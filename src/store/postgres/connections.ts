import pg from 'pg'
import { StoreBusy } from '../faults.ts'
import type { Row } from '../rows.ts'
import { faultAtCommit, faultBeforeCommit } from './fault-of.ts'
import { type Query, script } from './sql.ts'

export interface ConnectionOptions {
  /** `postgres://user:password@host:port/database`. */
  readonly url: string
  /** Connections of this process at most. */
  readonly poolSize?: number
}

const defaultPoolSize = 8
/** Longest wait for a free connection; then the store is busy. */
const acquireMs = 3_000
/** Whoever waits for a connection beyond these many is refused at once. */
const waitersPerConnection = 64

/**
 * Every statement is about one run or a few rows. Where the planner expects some hundreds of them in a large table it would start
 * processes to share the work, which takes many times as long as the work does.
 */
const oneProcess = 'SET LOCAL max_parallel_workers_per_gather = 0'

/**
 * What every transaction is bound by, set inside of it so that a pooler that hands out connections by transaction keeps it: three
 * seconds for a lock, five for a statement, ten between two. Warnings must come through, since `commit` goes by them.
 */
export const transactionSettings = [
  "SET LOCAL client_min_messages = 'warning'",
  "SET LOCAL lock_timeout = '3s'",
  "SET LOCAL statement_timeout = '5s'",
  "SET LOCAL idle_in_transaction_session_timeout = '10s'",
  oneProcess,
] as const

/** Integers of the schema are below 2^53, and sums of them come as NUMERIC: both are numbers here. */
const types: pg.CustomTypesConfig = {
  getTypeParser: ((oid: number, format?: 'text' | 'binary') =>
    oid === 20 || oid === 1700 ? Number : pg.types.getTypeParser(oid, format)) as never,
}

/** The settings of one connection; `keepAlive` finds a server that went away without a word. */
export function clientConfig(url: string): pg.ClientConfig {
  return {
    connectionString: url,
    types,
    keepAlive: true,
    application_name: 'holdfast',
    connectionTimeoutMillis: acquireMs,
  }
}

/** A bounded pool of connections to one database. */
export class Connections {
  readonly #pool: pg.Pool
  readonly #maxWaiting: number

  constructor({ url, poolSize = defaultPoolSize }: ConnectionOptions) {
    this.#pool = new pg.Pool({ ...clientConfig(url), max: poolSize, idleTimeoutMillis: 30_000 })
    this.#maxWaiting = poolSize * waitersPerConnection
    // A connection that breaks while it idles is taken out by the pool; the next one tells whether the database is there.
    this.#pool.on('error', () => {})
    // One that breaks at work fails its statement, which is where it is dealt with; unheard, its event would end the process.
    this.#pool.on('connect', (client) => client.on('error', () => {}))
  }

  /** Connections open, idle, and calls waiting for one. */
  get load(): { readonly open: number; readonly idle: number; readonly waiting: number } {
    const { totalCount: open, idleCount: idle, waitingCount: waiting } = this.#pool
    return { open, idle, waiting }
  }

  /** Answers several queries as of one commit, in one round trip. */
  async all(queries: readonly Query[]): Promise<readonly (readonly Row[])[]> {
    if (queries.length === 0) return []
    const beginning = `BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY; ${oneProcess}`
    return (await this.#run(`${beginning};\n${script(queries)};\nCOMMIT`)).slice(2, -1)
  }

  /** Runs statements as one transaction in one message; what each gives. `OutcomeUnknown` where it may have been committed. */
  async run(queries: readonly Query[]): Promise<readonly (readonly Row[])[]> {
    const session = await this.begin()
    try {
      const answers = await session.send(script(queries))
      await session.commit()
      return answers
    } catch (error) {
      await session.rollback()
      throw error
    }
  }

  /** Opens a transaction; `first` goes with the same message. Whoever gets it ends it. */
  async begin(first: readonly Query[] = []): Promise<OpenTransaction> {
    const client = await this.#acquire()
    const transaction = new OpenTransaction(client)
    try {
      await transaction.start(first)
      return transaction
    } catch (error) {
      await transaction.rollback()
      throw error
    }
  }

  async close(): Promise<void> {
    await this.#pool.end()
  }

  async #run(text: string): Promise<readonly (readonly Row[])[]> {
    const client = await this.#acquire()
    try {
      const answers = rowsOf(await client.query(text))
      client.release()
      return answers
    } catch (error) {
      // The transaction may be open still: only the end of the connection is sure to end it.
      client.release(true)
      throw faultBeforeCommit(error)
    }
  }

  async #acquire(): Promise<pg.PoolClient> {
    if (this.#pool.waitingCount >= this.#maxWaiting)
      throw new StoreBusy('too many calls wait for the database')
    try {
      return await this.#pool.connect()
    } catch (error) {
      // The words of the pool itself; it has no code for it.
      if (error instanceof Error && /timeout exceeded when trying to connect/.test(error.message))
        throw new StoreBusy('no connection to the database became free in time')
      throw faultBeforeCommit(error)
    }
  }
}

/** One connection inside a transaction, until `commit` or `rollback` gives it back. */
export class OpenTransaction {
  readonly #client: pg.PoolClient
  #isOver = false
  #answers: readonly (readonly Row[])[] = []

  constructor(client: pg.PoolClient) {
    this.#client = client
  }

  /** What the statements that came with the beginning gave. */
  get firstAnswers(): readonly (readonly Row[])[] {
    return this.#answers
  }

  async start(first: readonly Query[]): Promise<void> {
    const rest = first.length > 0 ? `;\n${script(first)}` : ''
    const beginning = ['BEGIN', ...transactionSettings]
    this.#answers = (await this.send(beginning.join('; ') + rest)).slice(beginning.length)
  }

  /** Sends statements as one message; the rows that each gives. */
  async send(text: string): Promise<readonly (readonly Row[])[]> {
    try {
      return rowsOf(await this.#client.query(text))
    } catch (error) {
      throw faultBeforeCommit(error)
    }
  }

  /**
   * Commits; only a COMMIT without a word of warning has certainly been one. PostgreSQL warns where a standby was not waited for, and
   * Citus where a worker was lost on the way, and both answer COMMIT all the same.
   */
  async commit(): Promise<void> {
    this.#isOver = true
    const warnings: string[] = []
    // Nothing below a warning comes through; its severity is a word in the language of the server.
    const hear = ({ message }: { readonly message?: string | undefined }) => warnings.push(String(message))
    this.#client.on('notice', hear)
    let tag: string
    try {
      tag = (await this.#client.query('COMMIT')).command
    } catch (error) {
      this.#client.release(true)
      throw faultAtCommit(error)
    } finally {
      this.#client.off('notice', hear)
    }
    this.#client.release(warnings.length > 0)
    // A transaction that had failed answers COMMIT with ROLLBACK, and no error.
    if (tag !== 'COMMIT') throw faultAtCommit(new Error(`COMMIT was answered with ${tag}`))
    if (warnings.length > 0)
      throw faultAtCommit(new Error(`COMMIT came with a warning: ${warnings.join('; ')}`))
  }

  /** Never throws: a connection that cannot roll back is closed, which does the same. */
  async rollback(): Promise<void> {
    if (this.#isOver) return
    this.#isOver = true
    try {
      await this.#client.query('ROLLBACK')
      this.#client.release()
    } catch {
      this.#client.release(true)
    }
  }
}

function rowsOf(result: pg.QueryResult | pg.QueryResult[]): readonly (readonly Row[])[] {
  return (Array.isArray(result) ? result : [result]).map((one) => one.rows)
}
