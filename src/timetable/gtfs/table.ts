import { isUtf8 } from 'node:buffer'
import { pipeline } from 'node:stream/promises'
import { CsvError, parse } from 'csv-parse'
import { type Feed, FeedDamaged } from './feed.ts'
import type { Problems } from './problems.ts'

/** Told again and again while a feed is read: a file name or `trains`, and how much of it is done (bytes, or trains). */
export type ProgressListener = (phase: string, done: number, total: number) => void

/** What every reader of a file is given. */
export interface Reading {
  readonly feed: Feed
  readonly problems: Problems
  readonly onProgress: ProgressListener
}

export interface TableForm<C extends string> {
  readonly file: string
  /** Columns that the file must have and whose fields may not be empty. */
  readonly keys: readonly C[]
  /** Columns that the file must have; their fields may be empty. */
  readonly columns?: readonly C[]
  /** Columns that may be absent and are then empty. */
  readonly optional?: readonly C[]
}

/** Gives the trimmed field of the row that is being read; empty where the feed says nothing. */
export type Field<C extends string> = (column: C) => string

/** Longer than any honest line; a quote that is never closed would else swallow the rest of the file. */
const maxRecordBytes = 1_000_000

/**
 * Reads a CSV file of the feed row by row (GTFS reference, "File requirements"): UTF-8 with or without byte order mark, any order
 * of columns, unknown columns ignored. Rows that cannot be read are problems and are left out. Does nothing where the feed has no
 * such file. `line` is that of the file on which the row starts.
 */
export async function readTable<C extends string>(
  reading: Reading,
  form: TableForm<C>,
  onRow: (field: Field<C>, line: number) => void,
): Promise<void> {
  const { feed, problems } = reading
  const { file } = form
  const total = feed.sizeOf(file)
  if (total === undefined) return
  const lines = new LineCounter()
  const rows = rowReader(form, problems, onRow)
  const parser = parse({
    bom: true,
    // Named, since guessing from the first line fails where a file was put together from several.
    record_delimiter: ['\r\n', '\n', '\r'],
    trim: true,
    skip_empty_lines: true,
    relax_column_count: true,
    max_record_size: maxRecordBytes,
    // Nothing is kept: a big feed goes by row by row.
    on_record: (record: string[], context) => {
      rows.read(record, lines.startOf(record, context.bytes))
      return null
    },
  })
  try {
    await pipeline(await feed.open(file), (chunks) => watched(chunks, reading, file, total, lines), parser)
    rows.end()
  } catch (error) {
    addProblem(problems, file, error, lines.next())
  }
}

function addProblem(problems: Problems, file: string, error: unknown, line: number): void {
  if (error instanceof NotUtf8) problems.add(file, error.line, 'is not UTF-8 text; save the file as UTF-8')
  else if (error instanceof CsvError) problems.add(file, line, csvReason(error))
  else if (error instanceof FeedDamaged)
    problems.add(file, null, `is damaged: ${error.message}; download the feed again`)
  else throw error
}

function csvReason(error: CsvError): string {
  if (error.code === 'CSV_QUOTE_NOT_CLOSED') return 'a quoted field is never closed; is the file complete?'
  if (error.code === 'CSV_MAX_RECORD_SIZE') return 'the row has no end; is a quote missing?'
  return `is not valid CSV: ${error.message}`
}

/** The header first, then row by row. */
function rowReader<C extends string>(
  form: TableForm<C>,
  problems: Problems,
  onRow: (field: Field<C>, line: number) => void,
): { read(record: readonly string[], line: number): void; end(): void } {
  const { file, keys } = form
  let header: readonly string[] | undefined
  let indexes: ReadonlyMap<string, number> | undefined
  let current: readonly string[] = []
  const field: Field<C> = (column) => current[indexes?.get(column) ?? -1] ?? ''
  return {
    read(record, line) {
      if (!header) {
        header = record
        indexes = indexColumns(form, record, line, problems)
        return
      }
      if (!indexes) return
      if (record.length !== header.length)
        return problems.add(file, line, `has ${record.length} fields where the header has ${header.length}`)
      current = record
      const empty = keys.find((column) => field(column) === '')
      if (empty) return problems.add(file, line, `${empty} is empty`)
      onRow(field, line)
    },
    end() {
      if (!header) problems.add(file, null, 'is empty; not even a header line is there')
    },
  }
}

function indexColumns<C extends string>(
  form: TableForm<C>,
  header: readonly string[],
  line: number,
  problems: Problems,
): ReadonlyMap<string, number> | undefined {
  const missing = [...form.keys, ...(form.columns ?? [])].filter((column) => !header.includes(column))
  const known: readonly string[] = [...form.keys, ...(form.columns ?? []), ...(form.optional ?? [])]
  const doubled = known.filter((column) => header.indexOf(column) !== header.lastIndexOf(column))
  for (const column of missing) problems.add(form.file, line, `the column ${column} is missing`)
  for (const column of doubled) problems.add(form.file, line, `the column ${column} is there twice`)
  if (missing.length + doubled.length > 0) return undefined
  return new Map(
    known.filter((column) => header.includes(column)).map((column) => [column, header.indexOf(column)]),
  )
}

/**
 * Lines of the file. csv-parse counts a line break of two characters twice where it stands inside quotes, and an operator wants the
 * line on which a row starts, so lines are counted by where the bytes of a row end.
 */
class LineCounter {
  /** Offsets of line breaks that no row has passed yet. */
  #breaks: number[] = []
  #passed = 0
  #lastLine = 0
  #line = 1
  #bytes = 0

  see(chunk: Buffer): void {
    for (let at = chunk.indexOf(10); at >= 0; at = chunk.indexOf(10, at + 1))
      this.#breaks.push(this.#bytes + at)
    this.#bytes += chunk.length
  }

  /** The line on which the row starts that ends before this byte. */
  startOf(record: readonly string[], endByte: number): number {
    let count = 0
    let last = -1
    for (
      let at = this.#breaks[this.#passed];
      at !== undefined && at < endByte;
      at = this.#breaks[this.#passed]
    ) {
      last = at
      count++
      this.#passed++
    }
    if (this.#passed === this.#breaks.length) {
      this.#breaks = []
      this.#passed = 0
    }
    this.#line += count
    const ownBreak = last === endByte - 1 ? 1 : 0
    this.#lastLine = this.#line - ownBreak
    return count > ownBreak ? this.#lastLine - breaksIn(record) : this.#lastLine
  }

  /** The line after the last row: there, what could not be read starts. */
  next(): number {
    return this.#lastLine + 1
  }
}

function breaksIn(record: readonly string[]): number {
  return record.reduce((sum, text) => sum + text.split('\n').length - 1, 0)
}

class NotUtf8 extends Error {
  readonly line: number
  constructor(line: number) {
    super(`line ${line} is not UTF-8`)
    this.line = line
  }
}

/** Passes the bytes on, tells how far they are, and stops at the first that are no text. */
async function* watched(
  chunks: AsyncIterable<Buffer>,
  reading: Reading,
  file: string,
  total: number,
  lines: LineCounter,
): AsyncGenerator<Buffer> {
  let done = 0
  let line = 1
  // The beginning of a line whose end is in the next chunk: a character may be cut in two there.
  let rest: Buffer = Buffer.alloc(0)
  for await (const chunk of chunks) {
    const text = Buffer.concat([rest, chunk])
    const end = text.lastIndexOf(10) + 1
    line += checkUtf8(text.subarray(0, end), line)
    rest = text.subarray(end)
    done += chunk.length
    lines.see(chunk)
    reading.onProgress(file, done, total)
    yield chunk
  }
  checkUtf8(rest, line)
}

/** Number of line breaks in the text; throws where it is not UTF-8. */
function checkUtf8(text: Buffer, firstLine: number): number {
  const isText = isUtf8(text)
  let count = 0
  for (let from = 0, to = text.indexOf(10); to >= 0; from = to + 1, to = text.indexOf(10, from)) {
    if (!isText && !isUtf8(text.subarray(from, to))) throw new NotUtf8(firstLine + count)
    count++
  }
  if (!isText) throw new NotUtf8(firstLine + count)
  return count
}
