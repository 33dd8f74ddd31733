import { setTimeout as pause } from 'node:timers/promises'
import { StoreBusy, TransactionLost } from '../faults.ts'
import { type ImportDesk, ImportLost, type Statement } from '../import-desk.ts'
import type { Alone } from '../import-thread.ts'
import type { Row } from '../rows.ts'
import { Connections, type OpenTransaction } from './connections.ts'
import { databaseNow } from './leases.ts'
import { importTurn, timetableGate } from './locks.ts'
import { bind, tuples } from './sql.ts'

/** Importers take turns for as long as one of them is connected. */
const turnSettings =
  'SET LOCAL lock_timeout = 0; SET LOCAL statement_timeout = 0; ' +
  'SET LOCAL idle_in_transaction_session_timeout = 0'
/** On Citus, rows that refer to other tables are changed over the one connection that has read them. */
const sliceSettings =
  "SET LOCAL statement_timeout = '60s'; SET LOCAL citus.multi_shard_modify_mode = 'sequential'"

/** Waiting for the gate keeps first claims waiting too, so nobody waits long for it, but often. */
const gateWaitMs = 100
const gatePauseMs = 50
const mostGateWaits = 600

/**
 * Does the work of an import when it is its turn, over connections of its own: sales never wait for one of
 * them. Unless `decidesTime`, which is for tests with a clock of their own, commits have the time that the
 * import was given.
 */
export async function atImportDesk<T>(
  url: string,
  alone: Alone,
  work: (desk: ImportDesk) => Promise<T>,
  decidesTime = true,
): Promise<T> {
  const connections = new Connections({ url, poolSize: 2 })
  try {
    const turn = await connections.begin()
    try {
      await turn.send(`${turnSettings}; SELECT pg_advisory_xact_lock(${importTurn})`)
      return await work(serverDesk(connections, alone, decidesTime))
    } finally {
      await turn.rollback()
    }
  } finally {
    await connections.close()
  }
}

function serverDesk(connections: Connections, alone: Alone, decidesTime: boolean): ImportDesk {
  const read: ImportDesk['read'] = async (sql, values = []) =>
    (await connections.all([[sql, values]]))[0] ?? []
  return {
    read,
    write: (statements) => inTransaction(connections, (transaction) => writeAll(transaction, statements)),
    alone: (work) =>
      alone(() =>
        throughGate(connections, (transaction) =>
          work({
            read: async (sql, values = []) => (await transaction.send(bind([sql, values])))[0] ?? [],
            write: (statements) => writeAll(transaction, statements),
            selectNow: decidesTime ? `SELECT ${databaseNow} AS now` : null,
          }),
        ),
      ),
    async takeRunIds(count) {
      const sequence = "pg_get_serial_sequence('train_runs', 'id')"
      const [rows] = await connections.run([
        [`SELECT setval(${sequence}, nextval(${sequence}) + ?) AS last`, [count - 1]],
      ])
      return Number(rows?.[0]?.last) - count + 1
    },
  }
}

async function inTransaction<T>(
  connections: Connections,
  work: (transaction: OpenTransaction) => Promise<T>,
): Promise<T> {
  const transaction = await connections.begin()
  try {
    await transaction.send(sliceSettings)
    const result = await work(transaction)
    await transaction.commit()
    return result
  } catch (error) {
    await transaction.rollback()
    throw error
  }
}

/**
 * Does work in a transaction during which no run gets its first claim. Where it waits for too long, or meets
 * a sale that waits for it, it is done again.
 */
async function throughGate(
  connections: Connections,
  work: (transaction: OpenTransaction) => Promise<void>,
): Promise<void> {
  for (let wait = 1; ; wait++) {
    try {
      return await inTransaction(connections, async (transaction) => {
        await transaction.send(
          `SET LOCAL lock_timeout = ${gateWaitMs}; SELECT pg_advisory_xact_lock(${timetableGate})`,
        )
        return work(transaction)
      })
    } catch (error) {
      const mayPass = error instanceof StoreBusy || error instanceof TransactionLost
      if (!mayPass || wait === mostGateWaits) throw error
    }
    await pause(gatePauseMs)
  }
}

async function writeAll(
  transaction: OpenTransaction,
  statements: readonly Statement[],
): Promise<readonly (readonly Row[])[]> {
  const answers = await transaction.send(statements.map(textOf).join(';\n'))
  for (const [index, statement] of statements.entries())
    if ('isGuard' in statement && answers[index]?.length === 0) throw new ImportLost()
  return answers
}

function textOf(statement: Statement): string {
  if ('sql' in statement) return bind([statement.sql, statement.values])
  const { into, columns, rows, after } = statement
  return `INSERT INTO ${into} (${columns}) VALUES ${tuples(rows)} ${after}`
}
