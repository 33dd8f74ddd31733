import type { Connections } from './connections.ts'
import { type Ask, askOf, type ClusterState, clusterState, isDistributed } from './distribute.ts'
import { migrate } from './migrate.ts'

const oldestVersion = 150_000

/** The settings that durability rests on. A server with one of them off can lose what it has confirmed. */
const neededSettings = ['fsync', 'full_page_writes', 'synchronous_commit'] as const

/**
 * Brings the schema up to date and asserts what integrity and durability rest on; refuses to continue on any
 * mismatch.
 */
export async function openDatabase(connections: Connections): Promise<ClusterState> {
  const ask = askOf(connections)
  const [server] = await ask(
    "SELECT current_setting('server_version_num')::int AS version, pg_is_in_recovery()::text AS standby",
  )
  const version = Number(server?.version)
  if (version < oldestVersion)
    throw new Error(`PostgreSQL ${Math.floor(version / 10_000)} is too old: 15 or newer is needed`)
  if (String(server?.standby) !== 'false')
    throw new Error(
      'this PostgreSQL server is a standby and takes no writes: name the primary in DATABASE_URL',
    )
  for (const name of await settingsThatAreOff(ask))
    throw new Error(`PostgreSQL setting ${name} is off and must be on; the database was not opened`)
  await migrate(connections)
  await assertConstraint(connections)
  const cluster = await clusterState(ask)
  if (isDistributed(cluster)) await assertWorkers(connections)
  return cluster
}

/**
 * Confirmed sales are on the disks of the workers, so the same requirements apply to them as to the
 * coordinator.
 */
async function assertWorkers(connections: Connections): Promise<void> {
  const names = neededSettings.map((name) => `'${name}'`).join(', ')
  const look = `SELECT string_agg(name, ', ') FROM pg_settings WHERE name IN (${names}) AND setting = 'off'`
  const [workers] = await connections.all([
    [
      'SELECT nodename AS host, nodeport AS port, success::text AS ' +
        'success, result FROM run_command_on_workers(?)',
      [look],
    ],
  ])
  for (const { host, port, success, result } of workers ?? [])
    if (success === 'true' && result !== null && result !== '')
      throw new Error(
        `on worker ${host}:${port} of the cluster ${result} is off ` +
          'and must be on; the database was not opened',
      )
}

/** The server's settings that durability rests on and that are off. */
export async function settingsThatAreOff(ask: Ask): Promise<readonly string[]> {
  const rows = await ask(
    "SELECT name FROM pg_settings WHERE setting = 'off' AND name IN " +
      `(${neededSettings.map((name) => `'${name}'`).join(', ')})`,
  )
  return rows.map((row) => String(row.name))
}

/** Nothing else keeps claims apart, whoever writes. */
export async function assertConstraint(connections: Connections): Promise<void> {
  const missing = await missingConstraint(askOf(connections))
  if (missing) throw new Error(`${missing}; restore a backup`)
}

/**
 * What is wrong with the constraint that keeps claims apart, as a sentence without its end; undefined if
 * nothing is.
 */
export async function missingConstraint(ask: Ask): Promise<string | undefined> {
  const [row] = await ask(
    `SELECT pg_get_constraintdef(oid) AS definition FROM pg_constraint
     WHERE conrelid = 'seat_claims'::regclass AND conname = 'seat_claims_no_overlap' AND contype = 'x'
       AND convalidated`,
  )
  return row?.definition ===
    'EXCLUDE USING gist (train_run_id WITH =, seat_id WITH =, int4range(from_leg, to_leg) WITH &&)'
    ? undefined
    : 'constraint seat_claims_no_overlap is missing or not the one of ' +
        'the migrations: nothing would keep claims apart'
}
