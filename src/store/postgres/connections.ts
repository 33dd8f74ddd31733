import pg from 'pg'
import { StoreBusy } from '../faults.ts'
import type { Row } from '../rows.ts'
import { CommitFlush } from './commit-flush.ts'
import { faultAtCommit, faultBeforeCommit } from './fault-of.ts'
import { type Prepared, PreparedFlush } from './prepared-flush.ts'
import { type Query, script } from './sql.ts'

interface ConnectionOptions {
  /** `postgres://user:password@host:port/database`. */
  readonly url: string
  /** Maximum connections of this process. */
  readonly poolSize?: number
}

const defaultPoolSize = 8
/** Longest wait for a free connection; after that, the store is busy. */
const acquireMs = 3_000
/** Further calls that would wait for a connection are refused at once. */
const waitersPerConnection = 64

/**
 * Every statement is about one run or a few rows. Where the planner expects some hundreds of them in a large
 * table, it would start processes to share the work, which takes many times as long as the work itself.
 */
const oneProcess = { max_parallel_workers_per_gather: '0' }

/** The longest wait for a lock, unless a transaction says otherwise. */
export const lockTimeout = '3s'

/**
 * The limits of every transaction, set inside of it so that a transaction pooler keeps them: three seconds
 * for a lock, five for a statement, ten between two. Warnings must come through, because `commit` relies on
 * them.
 */
const transactionSettings = {
  client_min_messages: 'warning',
  lock_timeout: lockTimeout,
  statement_timeout: '5s',
  idle_in_transaction_session_timeout: '10s',
  ...oneProcess,
}

/**
 * What a transaction of prepared statements also sets. Each finds its rows by their keys, also right after a
 * start, when the server takes every table for a small one and would keep that plan. What a sale looks up is
 * in memory, so pages cost nothing.
 */
const planSettings = {
  seq_page_cost: '0',
  random_page_cost: '0',
  enable_seqscan: 'off',
  enable_hashjoin: 'off',
  enable_mergejoin: 'off',
  plan_cache_mode: 'force_generic_plan',
}

/** The beginning of a transaction as one statement for each setting, which every pooler passes. */
const beginning = ['BEGIN', ...setLocally(transactionSettings)]

/** The same for prepared statements, as two of them. */
const preparedBeginning: readonly Prepared[] = [
  { name: 'begin', text: 'BEGIN', values: [] },
  {
    name: 'settings',
    text: `SELECT ${Object.entries({ ...transactionSettings, ...planSettings })
      .map(([name, value]) => `set_config('${name}', '${value}', true)`)
      .join(', ')}`,
    values: [],
  },
]

function setLocally(settings: Readonly<Record<string, string>>): readonly string[] {
  return Object.entries(settings).map(([name, value]) => `SET LOCAL ${name} = '${value}'`)
}

/** Integers of the schema are below 2^53, and sums of them arrive as NUMERIC; both become numbers. */
const types: pg.CustomTypesConfig = {
  getTypeParser: ((oid: number, format?: 'text' | 'binary') =>
    oid === 20 || oid === 1700 ? Number : pg.types.getTypeParser(oid, format)) as never,
}

/** The settings of one connection. `keepAlive` detects a server that disappeared silently. */
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
    // The pool removes a connection that breaks while idle; the next one shows whether the database is there.
    this.#pool.on('error', () => {})
    // A connection that breaks at work fails its statement, which handles it. Without a listener, its event
    // would end the process.
    this.#pool.on('connect', (client) => client.on('error', () => {}))
  }

  /** Open connections, idle ones, and calls waiting for one. */
  get load(): { readonly open: number; readonly idle: number; readonly waiting: number } {
    const { totalCount: open, idleCount: idle, waitingCount: waiting } = this.#pool
    return { open, idle, waiting }
  }

  /** Answers several queries as of one commit, in one round trip. */
  async all(queries: readonly Query[]): Promise<readonly (readonly Row[])[]> {
    if (queries.length === 0) return []
    const first = `BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY; ${setLocally(oneProcess)}`
    return (await this.#run(`${first};\n${script(queries)};\nCOMMIT`)).slice(2, -1)
  }

  /**
   * Runs statements as one transaction in one message; returns what each gives. Throws `OutcomeUnknown` if it
   * may have been committed.
   */
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

  /** Opens a transaction; `first` goes in the same message. The caller must end it. */
  begin(first: readonly Query[] = []): Promise<OpenTransaction> {
    return this.#begin((transaction) => transaction.start(first))
  }

  /** The same with prepared statements. */
  beginPrepared(first: readonly Prepared[]): Promise<OpenTransaction> {
    return this.#begin((transaction) => transaction.startPrepared(first))
  }

  async #begin(start: (transaction: OpenTransaction) => Promise<void>): Promise<OpenTransaction> {
    const client = await this.#acquire()
    const transaction = new OpenTransaction(client)
    try {
      await start(transaction)
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
      // The transaction may still be open; only closing the connection is sure to end it.
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
      // The pool's own message; it has no code for this.
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
  /** Whether only closing the connection is sure to end the transaction. */
  #isBroken = false
  #answers: readonly (readonly Row[])[] = []

  constructor(client: pg.PoolClient) {
    this.#client = client
  }

  /** The results of the statements that came with the beginning. */
  get firstAnswers(): readonly (readonly Row[])[] {
    return this.#answers
  }

  async start(first: readonly Query[]): Promise<void> {
    const rest = first.length > 0 ? `;\n${script(first)}` : ''
    this.#answers = (await this.send(beginning.join('; ') + rest)).slice(beginning.length)
  }

  async startPrepared(first: readonly Prepared[]): Promise<void> {
    this.#answers = (await this.ask([...preparedBeginning, ...first])).slice(preparedBeginning.length)
  }

  /** Sends prepared statements as one message; returns the rows of each. */
  async ask(statements: readonly Prepared[]): Promise<readonly (readonly Row[])[]> {
    const flush = new PreparedFlush(statements)
    try {
      this.#client.query(flush)
      return await flush.answered
    } catch (error) {
      this.#isBroken = true
      throw faultBeforeCommit(error)
    }
  }

  /** Sends statements as one message; returns the rows of each. */
  async send(text: string): Promise<readonly (readonly Row[])[]> {
    try {
      return rowsOf(await this.#client.query(text))
    } catch (error) {
      throw faultBeforeCommit(error)
    }
  }

  /** Commits; see `#end` for what counts as committed. */
  async commit(): Promise<void> {
    const answer = async () => {
      try {
        return (await this.#client.query('COMMIT')).command
      } catch (error) {
        throw faultAtCommit(error)
      }
    }
    await this.#end(answer, () => true)
  }

  /**
   * Writes and commits in one flush; returns the rows of each write. A fault other than `OutcomeUnknown`
   * means that nothing was written.
   */
  async commitWith(writes: readonly Prepared[]): Promise<readonly (readonly Row[])[]> {
    const flush = new CommitFlush(writes)
    const answer = async () => {
      try {
        this.#client.query(flush)
        return await flush.done
      } catch (error) {
        throw flush.isBeforeCommit(error) ? faultBeforeCommit(error) : faultAtCommit(error)
      }
    }
    await this.#end(answer, () => flush.isCommitting)
    return flush.answered
  }

  /**
   * Only a COMMIT without a warning is certain. PostgreSQL warns if it did not wait for a standby, and Citus
   * if it lost a worker on the way, and both still answer COMMIT.
   */
  async #end(answer: () => Promise<string>, isCommitting: () => boolean): Promise<void> {
    this.#isOver = true
    const warnings: string[] = []
    // Nothing below a warning comes through; its severity is a word in the server's language.
    const hear = ({ message }: { readonly message?: string | undefined }) => {
      if (isCommitting()) warnings.push(String(message))
    }
    this.#client.on('notice', hear)
    let tag: string
    try {
      tag = await answer()
    } catch (fault) {
      this.#client.release(true)
      throw fault
    } finally {
      this.#client.off('notice', hear)
    }
    this.#client.release(warnings.length > 0)
    // A failed transaction answers COMMIT with ROLLBACK, without an error.
    if (tag !== 'COMMIT') throw faultAtCommit(new Error(`COMMIT was answered with ${tag}`))
    if (warnings.length > 0)
      throw faultAtCommit(new Error(`COMMIT came with a warning: ${warnings.join('; ')}`))
  }

  /** Never throws: a connection that cannot roll back is closed, which has the same effect. */
  async rollback(): Promise<void> {
    if (this.#isOver) return
    this.#isOver = true
    if (this.#isBroken) return this.#client.release(true)
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
