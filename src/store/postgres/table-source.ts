import { lineOf, parseLines, valuesOf, wholeLines } from '../copy-lines.ts'
import type { Row } from '../rows.ts'
import { carriedSettings, type Table, type TableName, tables } from '../table-list.ts'
import type { TableSource } from '../transfer.ts'
import { databaseNow } from './leases.ts'
import { LongTransaction } from './long-transaction.ts'
import { schemaStateOf } from './schema-state.ts'

/** Opens a database to read all of it as of now, also a standby. Throws where its schema is not that of this program. */
export async function openSource(url: string): Promise<TableSource> {
  const { version, newest } = await schemaStateOf(url)
  if (version !== newest)
    throw new Error(
      version === null
        ? 'There is no Holdfast schema in this database: name another one.'
        : `The database is at schema ${version} and this program knows ${newest}: run "holdfast migrate" on it, or use the program that it is of.`,
    )
  const transaction = await LongTransaction.open(url, 'snapshot')
  try {
    const [row] = await transaction.query(`SELECT ${databaseNow} AS now`)
    const marks = {
      schemaVersion: version,
      takenAt: Number(row?.now),
      sequences: await sequencesOf(transaction),
    }
    return {
      marks,
      count: async (table) => Number((await transaction.query(countOf(table)))[0]?.rows),
      lines: (table) => linesOf(transaction, table),
      close: () => transaction.close(),
    }
  } catch (error) {
    await transaction.close()
    throw error
  }
}

/** The rows of a table in the order of its key, which is the same on every database. */
export function linesOf(transaction: LongTransaction, table: Table): AsyncIterable<Buffer> {
  const order = table.key.map((column) => (isText(table, column) ? `${column} COLLATE "C"` : column))
  const lines = transaction.copyOut(
    `SELECT ${columnsOf(table).join(', ')} FROM ${fromOf(table)} ORDER BY ${order.join(', ')}`,
  )
  return table.columns.some(([, kind]) => kind === 'real') ? inOneForm(table, lines) : lines
}

/** Every row of a table, a few at a time from the server, however many there are. */
export function rowsOf(transaction: LongTransaction, name: TableName): AsyncIterable<Row> {
  const table = tables.find((each) => each.name === name)
  if (!table) throw new RangeError(`there is no table ${name}`)
  return parseLines(table, linesOf(transaction, table))
}

export function columnsOf({ columns }: Table): readonly string[] {
  return columns.map(([name]) => name)
}

function countOf(table: Table): string {
  return `SELECT count(*) AS rows FROM ${fromOf(table)}`
}

function fromOf({ name }: Table): string {
  return name === 'settings'
    ? `settings WHERE name IN (${carriedSettings.map((one) => `'${one}'`).join(', ')})`
    : name
}

function isText({ columns }: Table, column: string): boolean {
  return columns.some(([name, kind]) => name === column && kind === 'text')
}

/** Numbers with a fraction look the same from every database; their tables are small. */
async function* inOneForm(table: Table, chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  for await (const line of wholeLines(chunks)) yield Buffer.from(lineOf(valuesOf(table, line)))
}

async function sequencesOf(transaction: LongTransaction): Promise<Partial<Record<TableName, number>>> {
  const found: Partial<Record<TableName, number>> = {}
  for (const { name } of tables.filter((table) => table.hasSequence)) {
    const [row] = await transaction.query(
      `SELECT greatest(pg_sequence_last_value(pg_get_serial_sequence('${name}', 'id')::regclass), max(id)) AS last FROM ${name}`,
    )
    if (row?.last !== null) found[name] = Number(row?.last)
  }
  return found
}
