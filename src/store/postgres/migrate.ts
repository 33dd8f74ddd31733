import { join } from 'node:path'
import { type Migration, newerDatabase, readMigrations } from '../migrations.ts'
import type { Connections, OpenTransaction } from './connections.ts'
import { askOf, clusterState, isDistributed, placeTables } from './distribute.ts'
import { migrationLock } from './locks.ts'

/** The migrations that the program knows, in order. Their numbers have no gaps. */
export function knownMigrations(): readonly Migration[] {
  return readMigrations(join(import.meta.dirname, 'migrations'))
}

/** The number of the last migration applied to the database; 0 if it is empty. */
export async function schemaVersion(connections: Connections): Promise<number> {
  const [tables] = await connections.all([
    ["SELECT to_regclass('schema_migrations') IS NOT NULL AS found", []],
  ])
  if (String(tables?.[0]?.found) !== 'true') return 0
  const [rows] = await connections.all([
    ['SELECT coalesce(max(version), 0) AS version FROM schema_migrations', []],
  ])
  return Number(rows?.[0]?.version)
}

/**
 * Brings the schema up to date, all of it or nothing; nodes that start at the same time take turns. Returns
 * how many migrations were applied. On a Citus cluster, an empty database is distributed along with it, and
 * so are new tables of a distributed database.
 */
export async function migrate(connections: Connections): Promise<number> {
  const migrations = knownMigrations()
  const found = await schemaVersion(connections)
  assertNotNewer(found, migrations.length)
  if (found === migrations.length) return 0
  if ((await clusterState(askOf(connections))).isWorker)
    throw new Error('this server is a worker of a Citus cluster: name its coordinator in DATABASE_URL')
  const transaction = await connections.begin([['SELECT pg_advisory_xact_lock(?)', [migrationLock]]])
  try {
    await transaction.send(
      `SET LOCAL statement_timeout = 0; SET LOCAL lock_timeout = 0;
       ${overOneConnection};
       CREATE TABLE IF NOT EXISTS schema_migrations (version INTEGER PRIMARY KEY, name TEXT NOT NULL)`,
    )
    const [rows] = await transaction.send(
      'SELECT coalesce(max(version), 0) AS version FROM schema_migrations',
    )
    const version = Number(rows?.[0]?.version)
    assertNotNewer(version, migrations.length)
    const pending = migrations.slice(version)
    for (const migration of pending) await apply(transaction, migration)
    if (pending.length > 0) await distributeNew(transaction, version === 0)
    await transaction.commit()
    return pending.length
  } catch (error) {
    await transaction.rollback()
    throw error
  }
}

/** Otherwise Citus changes no rows of a table after it has changed the form of another over many. */
const overOneConnection = "SET LOCAL citus.multi_shard_modify_mode = 'sequential'"

/**
 * One statement at a time: Citus forwards a change of a distributed table to its workers with the whole
 * message that it came in.
 */
async function apply(transaction: OpenTransaction, { version, name, sql }: Migration): Promise<void> {
  for (const statement of statementsOf(sql)) await transaction.send(statement)
  await transaction.send(`INSERT INTO schema_migrations VALUES (${version}, '${name}')`)
}

/** A migration ends each statement at the end of a line, and never within one. */
function statementsOf(sql: string): readonly string[] {
  return sql.split(/;[ \t]*$/m).filter((statement) => statement.trim() !== '')
}

async function distributeNew(transaction: OpenTransaction, isEmpty: boolean): Promise<void> {
  const cluster = await clusterState(async (sql) => (await transaction.send(sql))[0] ?? [])
  if (!cluster.hasCitus) return
  if (isEmpty || isDistributed(cluster)) await placeTables(transaction, cluster.placed)
}

function assertNotNewer(version: number, newest: number): void {
  if (version > newest) throw newerDatabase(version, newest)
}
