import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import pg from 'pg'
import { from as copyFrom, to as copyTo } from 'pg-copy-streams'
import { nameList, type Table } from '../columns/table.ts'
import type { Row } from '../rows.ts'
import { clientConfig } from './connections.ts'

/**
 * `snapshot` reads everything as of one moment and writes nothing, even on a standby; `load` writes
 * everything or nothing. Both may take hours, and neither makes the sale wait.
 */
type LongKind = 'snapshot' | 'load'

const beginnings: Readonly<Record<LongKind, string>> = {
  snapshot: 'BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY',
  load: 'BEGIN',
}

/**
 * On a cluster, one connection to each of its servers reads and writes everything there, so that a run is of
 * one moment. The coordinator too is reached by a connection, because Citus refuses to mix that with work in
 * its own process.
 */
const onCluster =
  'SET LOCAL citus.max_adaptive_executor_pool_size = 1; SET LOCAL ' +
  "citus.multi_shard_modify_mode = 'sequential'; SET LOCAL citus.enable_local_execution " +
  '= off'

/** A transaction on a connection of its own, without timeouts. */
export class LongTransaction {
  readonly #client: pg.Client
  #fault: unknown

  private constructor(client: pg.Client) {
    this.#client = client
    // A connection that breaks fails the current statement. Without a listener, its event would end the
    // process.
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
        `${beginnings[kind]}; SET LOCAL statement_timeout = 0; SET LOCAL ` +
          "lock_timeout = '10s'; SET LOCAL idle_in_transaction_session_timeout = 0",
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

  /** Does work that may fail without failing the transaction: everything it wrote is then undone. */
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

  /**
   * The output of `COPY (select) TO STDOUT`, as the server sends it. The transaction does nothing else until
   * the last of it is taken.
   */
  copyOut(select: string): AsyncIterable<Buffer> {
    return this.#client.query(copyTo(`COPY (${select}) TO STDOUT`))
  }

  /** Fills a table with lines as `copyOut` returns them. */
  async copyIn({ name, columns }: Table, lines: AsyncIterable<Buffer>): Promise<void> {
    const into = this.#client.query(copyFrom(`COPY ${name} (${nameList(columns)}) FROM STDIN`))
    await pipeline(Readable.from(lines), into)
  }

  async commit(): Promise<void> {
    await this.#client.query('COMMIT')
  }

  /** Closes the connection and discards what was not committed. */
  async close(): Promise<void> {
    await this.#client.end()
  }

  async #hasCitus(): Promise<boolean> {
    return (await this.query("SELECT 1 AS found FROM pg_extension WHERE extname = 'citus'")).length > 0
  }
}
