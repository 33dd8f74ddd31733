import { auditTable } from '../columns/inventory.ts'
import { isText, nameList, type Table } from '../columns/table.ts'
import { lineOf, parseLines, valuesOf, wholeLines } from '../copy-lines.ts'
import type { Row } from '../rows.ts'
import { carriedSettings, tables } from '../table-list.ts'
import type { Marks, TableSource } from '../transfer.ts'
import { databaseNow } from './leases.ts'
import { LongTransaction } from './long-transaction.ts'
import { schemaStateOf } from './schema-state.ts'

/**
 * Opens a database, or a standby, to read all of it as of now. Throws if its schema is not this program's.
 */
export async function openSource(url: string): Promise<TableSource> {
  const { version, newest } = await schemaStateOf(url)
  if (version !== newest)
    throw new Error(
      version === null
        ? 'There is no Holdfast schema in this database: name another one.'
        : `The database is at schema ${version} and this program knows ${newest}: run ` +
            '"holdfast migrate" on it, or use the program that it is of.',
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
      tables,
      count: async (table) => Number((await transaction.query(countOf(table)))[0]?.rows),
      lines: (table) => linesOf(transaction, table),
      close: () => transaction.close(),
    }
  } catch (error) {
    await transaction.close()
    throw error
  }
}

/** The rows of a table in the order of its key, which is the same in every database. */
export function linesOf(transaction: LongTransaction, table: Table): AsyncIterable<Buffer> {
  const order = table.key.map((column) => (isText(table, column) ? `${column} COLLATE "C"` : column))
  const lines = transaction.copyOut(
    `SELECT ${nameList(table.columns)} FROM ${fromOf(table)} ORDER BY ${order.join(', ')}`,
  )
  return table.columns.some(({ kind }) => kind === 'real') ? inOneForm(table, lines) : lines
}

/** Every audit entry, fetched from the server a few at a time, however many there are. */
export function auditRows(transaction: LongTransaction): AsyncIterable<Row> {
  return parseLines(auditTable, linesOf(transaction, auditTable))
}

function countOf(table: Table): string {
  return `SELECT count(*) AS rows FROM ${fromOf(table)}`
}

function fromOf({ name }: Table): string {
  return name === 'settings'
    ? `settings WHERE name IN (${carriedSettings.map((one) => `'${one}'`).join(', ')})`
    : name
}

/** Numbers with a fraction look the same in every database; their tables are small. */
async function* inOneForm(table: Table, chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  for await (const line of wholeLines(chunks)) yield Buffer.from(lineOf(valuesOf(table, line)))
}

async function sequencesOf(transaction: LongTransaction): Promise<Marks['sequences']> {
  const found: Record<string, number> = {}
  for (const { name } of tables.filter((table) => table.hasSequence)) {
    const [row] = await transaction.query(
      'SELECT ' +
        `greatest(pg_sequence_last_value(pg_get_serial_sequence('${name}', ` +
        `'id')::regclass), max(id)) AS last FROM ${name}`,
    )
    if (row?.last !== null) found[name] = Number(row?.last)
  }
  return found
}
