import { spawnSync } from 'node:child_process'
import { test } from 'node:test'
import { serveTestsFrom, type TestServer, withClient } from './server.fixture.ts'

/**
 * An existing Citus cluster: the URL of its coordinator, in a database that has the extension and knows the
 * workers, as a user who may create databases and extensions. The tests create databases of their own in it
 * and remove them.
 */
const clusterUrl = process.env.CITUS_URL ?? ''

/**
 * Commands that end a worker as a crash would and start it again, because only the caller knows where the
 * cluster runs.
 */
const killCommand = process.env.CITUS_KILL_WORKER ?? ''
const startCommand = process.env.CITUS_START_WORKER ?? ''
export const canKillWorkers = killCommand !== '' && startCommand !== ''

/** Few, so that a database is made quickly, but more than there are workers. */
const shardCount = 4

/** Runs a suite of tests on the cluster, or says why it does not. */
export async function onCluster(name: string, suite: () => Promise<unknown>): Promise<void> {
  if (clusterUrl === '') {
    const skip = 'CITUS_URL is not set: name the coordinator of a Citus cluster in it to run these tests'
    test(`${name} on a Citus cluster`, { skip }, () => {})
    return
  }
  serveTestsFrom(startCluster)
  await suite()
}

/** The coordinator and its workers that take shards. */
interface Nodes {
  readonly coordinator: string
  readonly workers: readonly string[]
}

/** The cluster in the form of a server for tests: what it is asked to create, it creates on every node. */
async function startCluster(): Promise<TestServer> {
  const nodes = await nodesOf(clusterUrl)
  const all = [nodes.coordinator, ...nodes.workers]
  const made: string[] = []
  const createDatabase = async (): Promise<string> => {
    const name = `holdfast_test_${process.pid}_${made.length + 1}`
    made.push(name)
    await Promise.all(all.map((url) => createOn(url, name)))
    await joinNodes(nodes, name)
    return inDatabase(nodes.coordinator, name)
  }
  return {
    createDatabase,
    // Shards are not copied with a database: the first store makes the schema.
    createSchema: createDatabase,
    kill: async () => runCommand('CITUS_KILL_WORKER', killCommand),
    stop: async () => runCommand('CITUS_KILL_WORKER', killCommand),
    start: async () => runCommand('CITUS_START_WORKER', startCommand),
    async close() {
      for (const name of made)
        for (const url of all)
          await withClient(url, (client) => client.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`))
    },
  }
}

/** The URLs of the workers of a database. */
export async function workersOf(url: string): Promise<readonly string[]> {
  return (await nodesOf(url)).workers
}

async function nodesOf(url: string): Promise<Nodes> {
  const { rows } = await withClient(url, (client) =>
    client.query<{ host: string; port: number }>(
      'SELECT nodename AS host, nodeport AS port FROM pg_dist_node ' +
        "WHERE shouldhaveshards AND noderole = 'primary'",
    ),
  )
  const workers = rows.map(({ host, port }) => {
    const worker = new URL(url)
    worker.hostname = host
    worker.port = String(port)
    return worker.href
  })
  return { coordinator: url, workers }
}

function inDatabase(url: string, name: string): string {
  const other = new URL(url)
  other.pathname = `/${name}`
  return other.href
}

async function createOn(url: string, name: string): Promise<void> {
  await withClient(url, (client) => client.query(`CREATE DATABASE ${name}`))
  await withClient(inDatabase(url, name), (client) => client.query('CREATE EXTENSION citus'))
}

async function joinNodes({ coordinator, workers }: Nodes, name: string): Promise<void> {
  await withClient(inDatabase(coordinator, name), async (client) => {
    const add = async (call: string, { hostname, port }: URL) =>
      client.query(`SELECT ${call}($1, $2)`, [hostname, Number(port || 5432)])
    await add('citus_set_coordinator_host', new URL(coordinator))
    for (const worker of workers) await add('citus_add_node', new URL(worker))
    await client.query(`ALTER DATABASE ${name} SET citus.shard_count = ${shardCount}`)
  })
  for (const worker of workers) await setTimeouts(worker, name)
}

/** As the operating guide requires: settings of a transaction do not reach the workers. */
async function setTimeouts(worker: string, name: string): Promise<void> {
  for (const setting of ["lock_timeout = '3s'", "idle_in_transaction_session_timeout = '10s'"])
    await withClient(worker, (client) => client.query(`ALTER DATABASE ${name} SET ${setting}`))
}

function runCommand(name: string, command: string): void {
  const { status, stderr } = spawnSync('/bin/sh', ['-c', command], { encoding: 'utf8' })
  if (status !== 0) throw new Error(`the command in ${name} ended with ${status}: ${stderr}`)
}
