import { once } from 'node:events'
import pg from 'pg'

/** Rows gather until they are so many bytes, and then go over the wire together. */
const chunkBytes = 256 * 1024
/** So much may be on its way to the server before anybody waits for it. */
const waitAboveBytes = 32 * 1024 * 1024

type Value = string | number | null

/** A `COPY ... FROM STDIN` into one table, on a connection and in a transaction of its own. */
export class CopyStream {
  readonly #client: pg.Client
  readonly #query: CopyQuery
  #text = ''
  count = 0

  private constructor(client: pg.Client, query: CopyQuery) {
    this.#client = client
    this.#query = query
  }

  /** Empties the table in the same transaction, so that with `wal_level=minimal` nothing of it goes through the log. */
  static async open(url: string, table: string, columns: readonly string[]): Promise<CopyStream> {
    const client = new pg.Client({ connectionString: url })
    await client.connect()
    await client.query(`BEGIN; TRUNCATE ${table} CASCADE`)
    const query = new CopyQuery(`COPY ${table} (${columns.join(', ')}) FROM STDIN`)
    client.query(query as unknown as pg.Submittable)
    await query.ready
    return new CopyStream(client, query)
  }

  /** Texts must have no tabs, line breaks and backslashes. Tells whether the caller should wait with `drain` before it adds more. */
  add(row: readonly Value[]): boolean {
    this.count++
    let line = ''
    for (let index = 0; index < row.length; index++) {
      if (index > 0) line += '\t'
      line += row[index] ?? '\\N'
    }
    this.#text += `${line}\n`
    return this.#text.length > chunkBytes
  }

  async drain(): Promise<void> {
    const text = this.#text
    this.#text = ''
    await this.#query.send(text)
  }

  async close(): Promise<void> {
    await this.drain()
    await this.#query.end()
    await this.#client.query('COMMIT')
    await this.#client.end()
  }
}

/** What `pg` lets through of the protocol's COPY. */
interface CopyConnection {
  readonly stream: NodeJS.WritableStream & { readonly writableLength: number }
  query(text: string): void
  sendCopyFromChunk(bytes: Buffer): void
  endCopyFrom(): void
}

/** The part of a query that `pg` calls back while a COPY goes on. */
class CopyQuery {
  readonly #sql: string
  readonly #ready = Promise.withResolvers<void>()
  readonly #done = Promise.withResolvers<void>()
  #connection: CopyConnection | undefined

  constructor(sql: string) {
    this.#sql = sql
    this.#done.promise.catch(() => {})
  }

  get ready(): Promise<void> {
    return this.#ready.promise
  }

  async send(text: string): Promise<void> {
    const connection = this.#connection
    if (!connection) throw new Error('COPY has not begun')
    if (text !== '') connection.sendCopyFromChunk(Buffer.from(text))
    if (connection.stream.writableLength > waitAboveBytes)
      await Promise.race([once(connection.stream, 'drain'), this.#done.promise])
  }

  end(): Promise<void> {
    this.#connection?.endCopyFrom()
    return this.#done.promise
  }

  submit(connection: CopyConnection): void {
    this.#connection = connection
    connection.query(this.#sql)
  }

  handleCopyInResponse(): void {
    this.#ready.resolve()
  }

  handleError(error: Error): void {
    this.#ready.reject(error)
    this.#done.reject(error)
  }

  handleReadyForQuery(): void {
    this.#done.resolve()
  }

  handleRowDescription(): void {}
  handleDataRow(): void {}
  handleCommandComplete(): void {}
  handleEmptyQuery(): void {}
}
