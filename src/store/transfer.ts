import { createHash } from 'node:crypto'
import { type Table, type TableName, tables } from './table-list.ts'

/** What goes with the rows and is in no table of both databases. */
export interface Marks {
  /** The schema that the rows are of. */
  readonly schemaVersion: number
  /** The moment that they are of, in milliseconds. */
  readonly takenAt: number
  /** The last id that each sequence has given, where ids come from one: that of a row that is gone must never name another. */
  readonly sequences: Readonly<Partial<Record<TableName, number>>>
}

/** Where rows come from: a database as of one moment, or a backup. */
export interface TableSource {
  readonly marks: Marks
  count(table: Table): Promise<number>
  /** The rows as lines of COPY, in the order of the key. Nothing else is read before the last of them was taken. */
  lines(table: Table): AsyncIterable<Buffer>
  close(): Promise<void>
}

/** Where rows go: an empty database, or a backup. */
export interface TableTarget {
  fill(table: Table, lines: AsyncIterable<Buffer>): Promise<void>
  /** The rows as they now lie there, as a source would give them. */
  lines(table: Table): AsyncIterable<Buffer>
}

/** What the rows of a table amount to; the same rows have the same digest in every database. */
export interface TableDigest {
  readonly table: TableName
  readonly rows: number
  readonly bytes: number
  readonly sha256: string
}

export type OnProgress = (done: number, total: number) => void

/** Carries every row over, table by table with parents first, and compares what then lies there with what was sent. */
export async function transfer(
  source: TableSource,
  target: TableTarget,
  onProgress: OnProgress,
): Promise<readonly TableDigest[]> {
  const counts = new Map<TableName, number>()
  for (const table of tables) counts.set(table.name, await source.count(table))
  // Each row is sent, and read again.
  const total = 2 * [...counts.values()].reduce((sum, rows) => sum + rows, 0)
  let done = 0
  const onRows = (rows: number) => {
    done += rows
    onProgress(Math.min(done, total), total)
  }
  const digests: TableDigest[] = []
  for (const table of tables) {
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

/** A line break inside a text is written otherwise, so each byte 10 ends a row. */
function countLines(chunk: Buffer): number {
  let count = 0
  for (let at = chunk.indexOf(10); at !== -1; at = chunk.indexOf(10, at + 1)) count++
  return count
}
