import { createHash } from 'node:crypto'
import type { Table } from './columns/table.ts'

/** What goes with the rows but is in no table that both databases have. */
export interface Marks {
  /** The schema of the rows. */
  readonly schemaVersion: number
  /** The moment that they are from, in milliseconds. */
  readonly takenAt: number
  /**
   * The last id of each sequence, where ids come from one: the id of a deleted row must never be used again.
   */
  readonly sequences: Readonly<Record<string, number>>
}

/** A source of rows: a database as of one moment, or a backup. */
export interface TableSource {
  readonly marks: Marks
  /** The tables to carry, parents before children. */
  readonly tables: readonly Table[]
  count(table: Table): Promise<number>
  /** The rows as lines of COPY, in the order of the key. Nothing else is read until the last row is taken. */
  lines(table: Table): AsyncIterable<Buffer>
  close(): Promise<void>
}

/** A target of rows: an empty database, or a backup. */
export interface TableTarget {
  fill(table: Table, lines: AsyncIterable<Buffer>): Promise<void>
  /** The rows as they are now in the target, in the form a source would give them. */
  lines(table: Table): AsyncIterable<Buffer>
}

/** The digest of a table's rows; the same rows have the same digest in every database. */
export interface TableDigest {
  readonly table: string
  readonly rows: number
  readonly bytes: number
  readonly sha256: string
}

export type OnProgress = (done: number, total: number) => void

/** Carries every row over, table by table with parents first, and compares the result with what was sent. */
export async function transfer(
  source: TableSource,
  target: TableTarget,
  onProgress: OnProgress,
): Promise<readonly TableDigest[]> {
  const counts = new Map<string, number>()
  for (const table of source.tables) counts.set(table.name, await source.count(table))
  // Each row is sent, and read again.
  const total = 2 * [...counts.values()].reduce((sum, rows) => sum + rows, 0)
  let done = 0
  const onRows = (rows: number) => {
    done += rows
    onProgress(Math.min(done, total), total)
  }
  const digests: TableDigest[] = []
  for (const table of source.tables) {
    const sent = new Digester(table, onRows)
    await target.fill(table, sent.through(source.lines(table)))
    const found = await digestOf(table, target.lines(table), onRows)
    assertSame(sent.digest, found, counts.get(table.name) ?? 0)
    digests.push(found)
  }
  return digests
}

function assertSame(sent: TableDigest, found: TableDigest, counted: number): void {
  const { table } = sent
  if (sent.rows !== counted)
    throw new Error(`${table} has ${counted} rows, and ${sent.rows} of them were read`)
  if (found.rows !== sent.rows || found.sha256 !== sent.sha256)
    throw new Error(
      `${table} did not arrive as it was sent: ${sent.rows} rows were sent, ${found.rows} are there`,
    )
}

/** Reads lines to their end. */
export async function digestOf(
  table: Table,
  lines: AsyncIterable<Buffer>,
  onRows: (rows: number) => void = () => {},
): Promise<TableDigest> {
  const digester = new Digester(table, onRows)
  for await (const _ of digester.through(lines));
  return digester.digest
}

/** Counts and hashes lines on their way. */
class Digester {
  readonly #table: Table
  readonly #onRows: (rows: number) => void
  readonly #hash = createHash('sha256')
  #rows = 0
  #bytes = 0
  #sha256: string | undefined

  constructor(table: Table, onRows: (rows: number) => void) {
    this.#table = table
    this.#onRows = onRows
  }

  async *through(lines: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
    for await (const chunk of lines) {
      const rows = countLines(chunk)
      this.#hash.update(chunk)
      this.#rows += rows
      this.#bytes += chunk.length
      this.#onRows(rows)
      yield chunk
    }
  }

  get digest(): TableDigest {
    this.#sha256 ??= this.#hash.digest('hex')
    return { table: this.#table.name, rows: this.#rows, bytes: this.#bytes, sha256: this.#sha256 }
  }
}

/** A line break inside a text is written differently, so each byte 10 ends a row. */
function countLines(chunk: Buffer): number {
  let count = 0
  for (let at = chunk.indexOf(10); at !== -1; at = chunk.indexOf(10, at + 1)) count++
  return count
}
