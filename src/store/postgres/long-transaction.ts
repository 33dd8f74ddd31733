import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import pg from 'pg'
import { from as copyFrom, to as copyTo } from 'pg-copy-streams'
import type { Row } from '../rows.ts'
import { clientConfig } from './connections.ts'

/**
 * `snapshot` reads everything as of one moment and writes nothing, also on a standby; `load` writes everything or nothing. Both may take
 * hours, and neither waits for anybody who sells.
 */
export type LongKind = 'snapshot' | 'load'

const beginnings: Readonly<Record<LongKind, string>> = {
  snapshot: 'BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY',
  load: 'BEGIN',
}

/**
 * On a cluster one connection to each of its servers reads and writes everything that is there, so that a run is of one moment; the
 * coordinator too is gone to by a connection, since Citus refuses to mix that with work done in its own process.
 */
const onCluster =
  "SET LOCAL citus.max_adaptive_executor_pool_size = 1; SET LOCAL citus.multi_shard_modify_mode = 'sequential'; SET LOCAL citus.enable_local_execution = off"

/** A transaction on a connection of its own that no time-out ends. */
export class LongTransaction {
  readonly #client: pg.Client
  #fault: unknown

  private constructor(client: pg.Client) {
    this.#client = client
    // A connection that breaks fails the statement at hand; unheard, its event would end the process.
    client.on('error', (error) => {
      this.#fault = error
    })
  }

  static async open(url: string, kind: LongKind): Promise<LongTransaction> {
    const client = new pg.Client({ ...clientConfig(url), application_name: 'holdfast-tool' })
    const transaction = new LongTransaction(client)
    await client.connect()
    try {
      await client.query(
        `${beginnings[kind]}; SET LOCAL statement_timeout = 0; SET LOCAL lock_timeout = '10s'; SET LOCAL idle_in_transaction_session_timeout = 0`,
      )
      if (await transaction.#hasCitus()) await client.query(onCluster)
      return transaction
    } catch (error) {
      await client.end()
      throw error
    }
  }

  async query(sql: string): Promise<readonly Row[]> {
    if (this.#fault) throw this.#fault
    return (await this.#client.query<Row>(sql)).rows
  }

  /** Does work that may fail without the transaction failing with it: whatever it wrote is undone then. */
  async attempt<T>(work: () => Promise<T>): Promise<T> {
    await this.#client.query('SAVEPOINT attempt')
    try {
      return await work()
    } catch (error) {
      await this.#client.query('ROLLBACK TO SAVEPOINT attempt')
      throw error
    } finally {
      await this.#client.query('RELEASE SAVEPOINT attempt')
    }
  }

  /** What `COPY (select) TO STDOUT` gives, as the server sends it. The transaction does nothing else before the last of it was taken. */
  copyOut(select: string): AsyncIterable<Buffer> {
    return this.#client.query(copyTo(`COPY (${select}) TO STDOUT`))
  }

  /** Fills a table with lines as `copyOut` gives them. */
  async copyIn(table: string, columns: readonly string[], lines: AsyncIterable<Buffer>): Promise<void> {
    const into = this.#client.query(copyFrom(`COPY ${table} (${columns.join(', ')}) FROM STDIN`))
    await pipeline(Readable.from(lines), into)
  }

  async commit(): Promise<void> {
    await this.#client.query('COMMIT')
  }

  /** Ends the connection, and with it whatever was not committed. */
  async close(): Promise<void> {
    await this.#client.end()
  }

  async #hasCitus(): Promise<boolean> {
    return (await this.query("SELECT 1 AS found FROM pg_extension WHERE extname = 'citus'")).length > 0
  }
}
