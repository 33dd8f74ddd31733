import type { SqlValue } from './columns/column.ts'
import type { Table } from './columns/table.ts'
import type { Row } from './rows.ts'

// Rows in PostgreSQL's text format of COPY (manual, "COPY", File Formats): one line per row, a tab between
// columns, `\N` for NULL, and a backslash before characters that would be mistaken for these. A line break
// inside a text is never a byte 10.

const escapes: Readonly<Record<string, string>> = {
  '\\': '\\\\',
  '\b': '\\b',
  '\f': '\\f',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
  '\v': '\\v',
}
const meanings: Readonly<Record<string, string>> = Object.fromEntries(
  Object.entries(escapes).map(([meaning, written]) => [written.slice(1), meaning]),
)

const toEscape = /[\\\b\f\n\r\t\v]/g

/** One row as a line, with its end. Throws `RangeError` for what PostgreSQL cannot store. */
export function lineOf(values: readonly SqlValue[]): string {
  return `${values.map(fieldOf).join('\t')}\n`
}

function fieldOf(value: SqlValue): string {
  if (value === null) return '\\N'
  if (typeof value === 'number') return String(value)
  if (value.includes('\0')) throw new RangeError('a text with a NUL character cannot be stored in PostgreSQL')
  return value.replace(toEscape, (character) => escapes[character] ?? character)
}

/** The values of a line without its end, as its columns define them. */
export function valuesOf({ columns }: Pick<Table, 'columns'>, line: string): SqlValue[] {
  const fields = line.split('\t')
  if (fields.length !== columns.length)
    throw new RangeError(`a line has ${fields.length} columns instead of ${columns.length}`)
  return columns.map(({ kind }, index) => {
    const field = fields[index] ?? ''
    if (field === '\\N') return null
    return kind === 'text' ? withoutEscapes(field) : Number(field)
  })
}

function withoutEscapes(field: string): string {
  return field.includes('\\')
    ? field.replace(/\\(.)/g, (_, letter: string) => meanings[letter] ?? letter)
    : field
}

/** The rows of a stream of lines, however the stream is split. */
export async function* parseLines(table: Table, chunks: AsyncIterable<Buffer>): AsyncGenerator<Row> {
  for await (const line of wholeLines(chunks)) {
    const values = valuesOf(table, line)
    yield Object.fromEntries(table.columns.map(({ name }, index) => [name, values[index] ?? null]))
  }
}

/** Lines without their ends. */
export async function* wholeLines(chunks: AsyncIterable<Buffer>): AsyncGenerator<string> {
  let rest: Buffer = Buffer.alloc(0)
  for await (const chunk of chunks) {
    const bytes = rest.length > 0 ? Buffer.concat([rest, chunk]) : chunk
    const end = bytes.lastIndexOf(10) + 1
    rest = bytes.subarray(end)
    if (end > 0) yield* bytes.toString('utf8', 0, end - 1).split('\n')
  }
  if (rest.length > 0) throw new RangeError('the last line has no end')
}
