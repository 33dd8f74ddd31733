import { isUtf8 } from 'node:buffer'
import { RowReader, RowWithoutEnd } from './csv.ts'
import { type Feed, FeedDamaged } from './feed.ts'
import type { Problems } from './problems.ts'

/** Called repeatedly while a feed is read, with a file name or `trains` and how much of it is done. */
export type ProgressListener = (phase: string, done: number, total: number) => void

/** What every reader of a file receives. */
export interface Reading {
  readonly feed: Feed
  readonly problems: Problems
  readonly onProgress: ProgressListener
}

export interface TableForm<C extends string> {
  readonly file: string
  /** Columns that the file must have; an empty field in them is a flaw of its row. */
  readonly keys: readonly C[]
  /** Columns that the file must have; their fields may be empty. */
  readonly columns?: readonly C[]
  /** Columns that may be absent; their fields are then empty. */
  readonly optional?: readonly C[]
  /** True if a feed does not need the file, so an empty one is not a mistake. */
  readonly mayBeAbsent?: boolean
}

/** Gives the trimmed field of the row that is being read; empty where the feed says nothing. */
export type Field<C extends string> = (column: C) => string

/** A row, its line, and what is wrong with its form. The reader knows whether a train needs it. */
export type RowTaker<C extends string> = (field: Field<C>, line: number, flaw: string | undefined) => void

/**
 * Reads a CSV file of the feed row by row (GTFS reference, "File requirements"): UTF-8 with or without byte
 * order mark, any order of columns, unknown columns ignored. Rows that cannot be read are problems and are
 * left out. Does nothing if the feed has no such file. `line` is the line on which the row starts.
 */
export async function readTable<C extends string>(
  reading: Reading,
  form: TableForm<C>,
  onRow: RowTaker<C>,
): Promise<void> {
  const { feed, problems, onProgress } = reading
  const { file } = form
  const total = feed.sizeOf(file)
  if (total === undefined || (total === 0 && form.mayBeAbsent)) return
  const rows = rowTaker(form, problems, onRow)
  const reader = new RowReader({
    onRow: rows.take,
    onBadRow: (line, reason) => problems.add(file, line, reason),
  })
  const decoder = new Decoder()
  let done = 0
  try {
    for await (const chunk of await feed.open(file)) {
      reader.push(decoder.decode(chunk))
      done += chunk.length
      onProgress(file, done, total)
    }
    reader.push(decoder.end())
    reader.end()
    rows.end(decoder.endsInLineBreak)
  } catch (error) {
    addProblem(problems, file, error)
  }
}

function addProblem(problems: Problems, file: string, error: unknown): void {
  if (error instanceof NotUtf8) problems.add(file, error.line, 'is not UTF-8 text; save the file as UTF-8')
  else if (error instanceof RowWithoutEnd) problems.add(file, error.line, error.message)
  else if (error instanceof FeedDamaged)
    problems.add(file, null, `is damaged: ${error.message}; download the feed again`)
  else throw error
}

/** Tabs and line breaks. The GTFS reference forbids them in fields; spreadsheets write them anyway. */
const breaks = /[\t-\r]/
const allBreaks = /[\t-\r]+/g
const brokenField = 'has a line break or a tab inside a field; it is read as a space'

/** Takes the header first, then row by row. */
function rowTaker<C extends string>(form: TableForm<C>, problems: Problems, onRow: RowTaker<C>) {
  const { file, keys } = form
  let header: readonly string[] | undefined
  let indexes: ReadonlyMap<string, number> | undefined
  let current: readonly string[] = []
  let currentLine = 0
  let brokenLine = 0
  const onOneLine = (text: string): string => {
    if (brokenLine !== currentLine) problems.warn('line break', file, currentLine, brokenField)
    brokenLine = currentLine
    return text.replaceAll(allBreaks, ' ').trim()
  }
  const field: Field<C> = (column) => {
    const text = current[indexes?.get(column) ?? -1] ?? ''
    return breaks.test(text) ? onOneLine(text) : text
  }
  const flawOf = (): string | undefined => {
    if (!header || isOfLength(current, header.length)) {
      const empty = keys.find((column) => field(column) === '')
      return empty === undefined ? undefined : `${empty} is empty`
    }
    return `has ${current.length} fields where the header has ${header.length}`
  }
  return {
    take(record: readonly string[], line: number): void {
      if (!header) {
        header = record
        indexes = indexColumns(form, record, line, problems)
        return
      }
      if (!indexes) return
      if (record.every((text) => text === '')) {
        problems.warn('blank row', file, line, 'has nothing in it and was ignored')
        return
      }
      current = record
      currentLine = line
      if (record.length !== header.length && isOfLength(record, header.length))
        warnOfLength(problems, file, line, record.length, header.length)
      onRow(field, line, flawOf())
    },
    end(endsInLineBreak: boolean): void {
      if (!header && !form.mayBeAbsent) problems.add(file, null, 'is empty; not even a header line is there')
      if (header && currentLine > 0 && current.length < header.length && !endsInLineBreak)
        problems.add(file, currentLine, 'the file ends in the middle of this row; is the file complete?')
    },
  }
}

/** A row may lack fields at its end or have extra commas there, as spreadsheets write them. */
function isOfLength(record: readonly string[], length: number): boolean {
  return record.slice(length).every((text) => text === '')
}

function warnOfLength(problems: Problems, file: string, line: number, has: number, wanted: number): void {
  const what = has < wanted ? 'the missing ones are taken as empty' : 'the empty ones at its end were ignored'
  problems.warn('row length', file, line, `has ${has} fields where the header has ${wanted}; ${what}`)
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

class NotUtf8 extends Error {
  readonly line: number
  constructor(line: number) {
    super(`line ${line} is not UTF-8`)
    this.line = line
  }
}

const lineFeed = 10
const carriageReturn = 13

/** Decodes bytes, wherever chunks cut them; throws `NotUtf8` at the first that are not text. */
class Decoder {
  /** The beginning of a character whose end is in the next chunk. */
  #rest: Buffer = Buffer.alloc(0)
  #line = 1
  #lastByte = 0
  #isFirst = true

  decode(chunk: Buffer): string {
    const bytes = this.#rest.length > 0 ? Buffer.concat([this.#rest, chunk]) : chunk
    const end = bytes.length - incompleteBytes(bytes)
    this.#rest = bytes.subarray(end)
    return this.#textOf(bytes.subarray(0, end))
  }

  end(): string {
    return this.#textOf(this.#rest)
  }

  get endsInLineBreak(): boolean {
    return this.#lastByte === lineFeed || this.#lastByte === carriageReturn
  }

  #textOf(bytes: Buffer): string {
    if (!isUtf8(bytes)) throw new NotUtf8(this.#line + breaksBeforeBadText(bytes, this.#lastByte))
    this.#line += countBreaks(bytes, this.#lastByte)
    this.#lastByte = bytes.at(-1) ?? this.#lastByte
    const text = bytes.toString('utf8')
    const isMarked = this.#isFirst && text.startsWith('\ufeff')
    if (text !== '') this.#isFirst = false
    return isMarked ? text.slice(1) : text
  }
}

/** How many bytes at the end begin an incomplete character (RFC 3629 section 3). */
function incompleteBytes(bytes: Buffer): number {
  for (let count = 1; count <= Math.min(3, bytes.length); count++) {
    const byte = bytes[bytes.length - count] ?? 0
    if (byte < 0x80) return 0
    if (byte < 0xc0) continue
    const length = byte < 0xe0 ? 2 : byte < 0xf0 ? 3 : 4
    return length > count ? count : 0
  }
  return 0
}

/** A CR LF counts once, even if a chunk ends between them. */
function countBreaks(bytes: Buffer, byteBefore: number): number {
  let count = 0
  let before = byteBefore
  for (const byte of bytes) {
    if (byte === carriageReturn || (byte === lineFeed && before !== carriageReturn)) count++
    before = byte
  }
  return count
}

function breaksBeforeBadText(bytes: Buffer, byteBefore: number): number {
  let from = 0
  for (let at = 0; at < bytes.length; at++) {
    if (bytes[at] !== lineFeed && bytes[at] !== carriageReturn) continue
    if (!isUtf8(bytes.subarray(from, at))) break
    from = at
  }
  return countBreaks(bytes.subarray(0, from + 1), byteBefore)
}
