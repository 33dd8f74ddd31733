import type { SchemaState, ServerState } from '../inspector.ts'
import { Connections } from './connections.ts'
import { distribute, isDistributed } from './distribute.ts'
import { knownMigrations, schemaVersion } from './migrate.ts'
import { openDatabase } from './open-database.ts'

/** The last migration applied to a database, null if there is none; reads only. */
export async function schemaStateOf(url: string): Promise<SchemaState> {
  return withConnections(url, stateOf)
}

/** Brings a database to the newest schema, as the first node would. */
export async function migrateServer(url: string): Promise<SchemaState> {
  return withConnections(url, async (connections) => {
    await openDatabase(connections)
    return stateOf(connections)
  })
}

/**
 * Brings a database to the newest schema and distributes it over its cluster; progress is counted in tables.
 */
export async function distributeServer(
  url: string,
  onProgress: (done: number, total: number) => void,
): Promise<{ readonly tables: number; readonly workers: number }> {
  return withConnections(url, async (connections) => {
    const isEmpty = (await schemaVersion(connections)) === 0
    const cluster = await openDatabase(connections)
    // Its first migration has done it.
    if (isEmpty && isDistributed(cluster))
      return { tables: cluster.placed.size, workers: cluster.workerCount }
    return distribute(connections, ({ index, count }) => onProgress(index, count))
  })
}

/** Looks at a database and at who works with it; reads only. */
export async function serverStateOf(url: string): Promise<ServerState> {
  return withConnections(url, async (connections) => {
    if ((await schemaVersion(connections)) === 0) return { locatorKey: null, nodeConnections: 0 }
    const [keys = [], nodes = []] = await connections.all([
      ["SELECT value FROM settings WHERE name = 'locator_key'", []],
      [
        `SELECT count(*) AS connections FROM pg_stat_activity
         WHERE datname = current_database() AND application_name = 'holdfast' AND pid <> pg_backend_pid()`,
        [],
      ],
    ])
    const key = keys[0]?.value
    return {
      locatorKey: typeof key === 'string' ? (JSON.parse(key) as readonly number[]) : null,
      nodeConnections: Number(nodes[0]?.connections),
    }
  })
}

async function stateOf(connections: Connections): Promise<SchemaState> {
  const version = await schemaVersion(connections)
  return { version: version === 0 ? null : version, newest: knownMigrations().length }
}

async function withConnections<T>(url: string, work: (connections: Connections) => Promise<T>): Promise<T> {
  const connections = new Connections({ url, poolSize: 1 })
  try {
    return await work(connections)
  } finally {
    await connections.close()
  }
}
