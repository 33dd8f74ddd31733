import type { Row } from '../rows.ts'
import type { Connections, OpenTransaction } from './connections.ts'
import { type Placement, placements } from './distribution.ts'
import { literal } from './sql.ts'

/** The role of a database in Citus. */
export interface ClusterState {
  readonly hasCitus: boolean
  /** Whether this node has only shards; clients connect to the coordinator. */
  readonly isWorker: boolean
  /** Nodes other than the coordinator that take shards. */
  readonly workerCount: number
  /** Our tables that the cluster has distributed, or copied to every node. */
  readonly placed: ReadonlySet<string>
}

const alone: ClusterState = { hasCitus: false, isWorker: false, workerCount: 0, placed: new Set() }

/** Runs a statement and returns its rows. */
export type Ask = (sql: string) => Promise<readonly Row[]>

/** Asks outside of any transaction of the caller. */
export function askOf(connections: Connections): Ask {
  return async (sql) => (await connections.all([[sql, []]]))[0] ?? []
}

export async function clusterState(ask: Ask): Promise<ClusterState> {
  const [found] = await ask("SELECT count(*) AS count FROM pg_extension WHERE extname = 'citus'")
  if (Number(found?.count) === 0) return alone
  const [node] = await ask(
    `SELECT (SELECT groupid FROM pg_dist_local_group) AS own_group, (SELECT count(*) FROM pg_dist_node
       WHERE groupid <> 0 AND isactive AND shouldhaveshards AND noderole = 'primary') AS workers`,
  )
  // A new table that refers to a reference table is known at once, but stays on the coordinator.
  const placed = await ask(
    `SELECT logicalrelid::regclass::text AS name FROM pg_dist_partition
     WHERE partmethod <> 'n' OR repmodel = 't'`,
  )
  return {
    hasCitus: true,
    isWorker: Number(node?.own_group) !== 0,
    workerCount: Number(node?.workers),
    placed: new Set(placed.map((row) => String(row.name))),
  }
}

/** Whether the runs are spread over shards. */
export function isDistributed({ placed }: Pick<ClusterState, 'placed'>): boolean {
  return placed.has('run_heads')
}

/** Progress of a distribution: the table being placed, and the number of its rows. */
export interface DistributionProgress {
  readonly table: string
  readonly index: number
  readonly count: number
  readonly rowCount: number
}

/**
 * Places every table that the cluster does not know yet, inside the caller's transaction: all of them or
 * none. Foreign keys are removed meanwhile, because Citus creates none between a placed table and another
 * one.
 */
export async function placeTables(
  transaction: OpenTransaction,
  placed: ReadonlySet<string>,
  onProgress: (progress: DistributionProgress) => void = () => {},
): Promise<number> {
  const missing = placements.filter((one) => one.kind !== 'local' && !placed.has(one.table))
  // One connection for all: Citus refuses to change a table over many connections after another one was read
  // over one.
  await transaction.send(`SET LOCAL citus.multi_shard_modify_mode = 'sequential'; ${withoutLimits}`)
  const keys = await foreignKeysOf(transaction, missing)
  await sendAll(
    transaction,
    keys.map((key) => `ALTER TABLE ${key.table} DROP CONSTRAINT ${key.name}`),
  )
  for (const [index, placement] of missing.entries()) {
    const rowCount = await countRows(transaction, placement.table)
    onProgress({ table: placement.table, index, count: missing.length, rowCount })
    await transaction.send(placing(placement))
  }
  await sendAll(
    transaction,
    keys.map((key) => `ALTER TABLE ${key.table} ADD CONSTRAINT ${key.name} ${key.definition}`),
  )
  return missing.length
}

const withoutLimits =
  'SET LOCAL statement_timeout = 0; SET LOCAL lock_timeout = 0; ' +
  'SET LOCAL idle_in_transaction_session_timeout = 0'

function placing(placement: Placement): string {
  const table = literal(placement.table)
  if (placement.kind !== 'distributed') return `SELECT create_reference_table(${table})`
  return (
    `SELECT create_distributed_table(${table}, ` +
    `${literal(placement.by)}, colocate_with => ` +
    `${literal(placement.with)})`
  )
}

async function foreignKeysOf(transaction: OpenTransaction, missing: readonly Placement[]) {
  const names = missing.map((one) => `${literal(one.table)}::regclass`)
  if (names.length === 0) return []
  const [rows = []] = await transaction.send(
    `SELECT conrelid::regclass::text AS table, quote_ident(conname) AS name, pg_get_constraintdef(oid) AS
      definition
     FROM pg_constraint WHERE contype = 'f' AND conrelid IN (${names.join(', ')})`,
  )
  return rows.map((row) => ({
    table: String(row.table),
    name: String(row.name),
    definition: String(row.definition),
  }))
}

async function countRows(transaction: OpenTransaction, table: string): Promise<number> {
  const [rows] = await transaction.send(`SELECT count(*) AS count FROM ${table}`)
  return Number(rows?.[0]?.count)
}

/** One by one: Citus sends the whole message to its workers if it contains a change of the schema. */
async function sendAll(transaction: OpenTransaction, statements: readonly string[]): Promise<void> {
  for (const statement of statements) await transaction.send(statement)
}

/** Why a database cannot be distributed, as a sentence for the operator. */
export class CannotDistribute extends Error {
  override readonly name = 'CannotDistribute'
}

/**
 * Distributes a database with data over the cluster. Tables are copied shard by shard in one transaction, and
 * the coordinator's copy is removed afterward. Nodes that serve meanwhile cannot get their locks, but lose
 * nothing.
 */
export async function distribute(
  connections: Connections,
  onProgress: (progress: DistributionProgress) => void,
): Promise<{ readonly tables: number; readonly workers: number }> {
  const state = await clusterState(askOf(connections))
  assertCanDistribute(state)
  const transaction = await connections.begin()
  try {
    const tables = await placeTables(transaction, state.placed, onProgress)
    await transaction.commit()
    await removeLeftovers(connections)
    return { tables, workers: state.workerCount }
  } catch (error) {
    await transaction.rollback()
    throw error
  }
}

function assertCanDistribute(state: ClusterState): void {
  if (!state.hasCitus)
    throw new CannotDistribute(
      'This database has no extension "citus": create it on every node ("CREATE ' +
        'EXTENSION citus"), and add the workers with citus_add_node.',
    )
  if (state.isWorker)
    throw new CannotDistribute(
      'This server is a worker of the cluster: name the coordinator in DATABASE_URL.',
    )
  if (isDistributed(state)) throw new CannotDistribute('This database is distributed already.')
  if (state.workerCount === 0)
    throw new CannotDistribute(
      'The cluster has no workers that take shards: add them with ' +
        '"SELECT citus_add_node(HOST, PORT)" on the coordinator.',
    )
}

/** Rows of distributed tables that the coordinator still has from before are hidden and take room. */
async function removeLeftovers(connections: Connections): Promise<void> {
  const transaction = await connections.begin()
  try {
    await transaction.send(withoutLimits)
    for (const { table, kind } of placements)
      if (kind !== 'local')
        await transaction.send(`SELECT truncate_local_data_after_distributing_table(${literal(table)})`)
    await transaction.commit()
  } catch (error) {
    await transaction.rollback()
    throw error
  }
}
