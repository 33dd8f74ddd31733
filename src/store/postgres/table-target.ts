import type { Table } from '../columns/table.ts'
import { beginEpoch } from '../id-epoch.ts'
import type { Inspector } from '../inspector.ts'
import { tables } from '../table-list.ts'
import type { Marks, TableTarget } from '../transfer.ts'
import { Connections } from './connections.ts'
import { inspectTransaction } from './inspect.ts'
import { LongTransaction } from './long-transaction.ts'
import { openDatabase } from './open-database.ts'
import { linesOf } from './table-source.ts'

/**
 * An empty database that is filled completely or not at all. Nobody sees anything of it until `finish`, and
 * nothing is left without it.
 */
interface ServerTarget extends TableTarget {
  /** Looks at the result before anybody else does. */
  inspect(): Promise<Inspector>
  /** Begins a new epoch of ids at a time in milliseconds, and commits. */
  finish(marks: Marks, now: number): Promise<void>
  close(): Promise<void>
}

/** Makes the schema if there is none, and refuses a database that has anything in it. */
export async function openTarget(url: string): Promise<ServerTarget> {
  const connections = new Connections({ url, poolSize: 1 })
  try {
    await openDatabase(connections)
  } finally {
    await connections.close()
  }
  const transaction = await LongTransaction.open(url, 'load')
  try {
    // A node that starts meanwhile waits here, and then finds either nothing or everything.
    await transaction.query('LOCK TABLE settings, id_blocks IN EXCLUSIVE MODE')
    await assertEmpty(transaction)
    await transaction.query('DELETE FROM settings')
  } catch (error) {
    await transaction.close()
    throw error
  }
  return {
    fill: (table, lines) => transaction.copyIn(table, lines),
    lines: (table) => linesOf(transaction, table),
    async inspect() {
      // Without statistics about the new rows, the plans of the checks would be guesses.
      await transaction.query(`ANALYZE ${tables.map(({ name }) => name).join(', ')}`)
      return inspectTransaction(transaction)
    },
    async finish({ sequences }, now) {
      for (const [name, last] of Object.entries(sequences))
        await transaction.query(`SELECT setval(pg_get_serial_sequence('${name}', 'id'), ${Number(last)})`)
      await transaction.query(beginEpoch(now))
      await transaction.commit()
    },
    close: () => transaction.close(),
  }
}

async function assertEmpty(transaction: LongTransaction): Promise<void> {
  for (const { name } of tables) {
    const [row] = await transaction.query(
      `SELECT EXISTS (SELECT 1 FROM ${name}${beyondNew(name)})::text AS found`,
    )
    if (row?.found === 'true')
      throw new Error(
        `The database is not empty (${name} has rows): make a new one with ` +
          'CREATE DATABASE, and name that. Nothing was changed.',
      )
  }
}

/** The one row of a new schema. */
function beyondNew(name: Table['name']): string {
  return name === 'settings' ? " WHERE (name, value) <> ('network_version', '0')" : ''
}
