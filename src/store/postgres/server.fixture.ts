import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, existsSync, mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import pg from 'pg'
import { type Account, account, copyOrMakeCluster, runnable } from './empty-cluster.fixture.ts'
import { migrateServer } from './schema-state.ts'

/**
 * A PostgreSQL server for the tests, with its data in a temporary folder; all durability settings are on, as
 * in production.
 */
export interface TestServer {
  /** Makes a database, empty or as a copy of one that nobody is connected to, and returns its URL. */
  createDatabase(like?: string): Promise<string>
  /**
   * Makes a database for a store and returns its URL. Where it can, it copies one that has the schema,
   * because migrating takes longer than most tests.
   */
  createSchema(): Promise<string>
  /** Kills every process of the server at once, as a crash would. */
  kill(): Promise<void>
  /**
   * Stops the server as an operator does for a restart: it aborts work in progress and writes everything
   * down.
   */
  stop(): Promise<void>
  start(): Promise<void>
  /** Stops the server and removes its folder. */
  close(): Promise<void>
}

/** A port of the loopback address that nobody listens on. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  await once(server, 'close')
  return typeof address === 'object' && address ? address.port : 0
}

/** A folder that the account can enter; one that only the current user can enter would stop it halfway. */
export function folderFor(who: Account): string {
  for (const parent of new Set([tmpdir(), '/tmp', '/var/tmp'])) {
    const folder = mkdtempSync(join(parent, 'holdfast-pg-'))
    if (who.uid === undefined) return folder
    chmodSync(folder, 0o711)
    if (spawnSync('/bin/sh', ['-c', 'cd "$0"', folder], { cwd: '/', ...who }).status === 0) return folder
    rmSync(folder, { recursive: true })
  }
  throw new Error('there is no temporary folder that PostgreSQL could use')
}

let serve: (more: readonly string[]) => Promise<TestServer> = startOwn

/** From now on, the tests of this process get their databases from here. */
export function serveTestsFrom(other: () => Promise<TestServer>): void {
  serve = other
}

/**
 * Makes a server and starts it, or joins the one that tests are to run on. `more` are further settings for a
 * new one, as `name=value`.
 */
export function startServer(more: readonly string[] = []): Promise<TestServer> {
  return serve(more)
}

async function startOwn(more: readonly string[]): Promise<TestServer> {
  const who = account()
  const folder = folderFor(who)
  const { initdb, postgres } = await runnable(who, folder)
  const data = join(folder, 'data')
  const password = copyOrMakeCluster(initdb, who, data)
  const port = await freePort()
  const url = (database: string) => `postgres://holdfast:${password}@127.0.0.1:${port}/${database}`
  const settings = [
    'listen_addresses=127.0.0.1',
    'unix_socket_directories=',
    'max_connections=200',
    'shared_buffers=64MB',
    ...more,
  ]
  let child: ChildProcess | undefined
  let databaseCount = 0

  const start = async (): Promise<void> => {
    const args = ['-D', data, '-p', String(port), ...settings.flatMap((one) => ['-c', one])]
    // After a crash, the last processes of the previous server may still be there, and the new one gives up
    // at once.
    for (let tries = 1; ; tries++) {
      child = spawn(postgres, args, { cwd: data, ...who, stdio: 'ignore' })
      try {
        return await answers(url('postgres'), child)
      } catch (error) {
        if (child.exitCode === null || tries === 100) throw error
        await pause(100)
      }
    }
  }
  const end = async (signal: NodeJS.Signals): Promise<void> => {
    if (!child || child.exitCode !== null || child.signalCode !== null) return
    const ended = once(child, 'exit')
    child.kill(signal)
    await ended
  }
  const createDatabase = async (like?: string): Promise<string> => {
    const name = `holdfast_${++databaseCount}`
    const template = like === undefined ? '' : ` TEMPLATE ${new URL(like).pathname.slice(1)}`
    await withClient(url('postgres'), (client) => client.query(`CREATE DATABASE ${name}${template}`))
    return url(name)
  }
  let migrated: Promise<string> | undefined
  const migrateOne = async (): Promise<string> => {
    const fresh = await createDatabase()
    await migrateServer(fresh)
    return fresh
  }
  await start()
  return {
    createDatabase,
    async createSchema() {
      migrated ??= migrateOne()
      return createDatabase(await migrated)
    },
    async kill() {
      // Otherwise its children continue for a moment, until they notice that the postmaster is gone, and may
      // still commit.
      const children = childrenOf(child?.pid)
      await end('SIGKILL')
      for (const pid of children) killIfThere(pid)
    },
    stop: () => end('SIGINT'),
    start,
    async close() {
      await end('SIGINT')
      if (existsSync(folder)) rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
    },
  }
}

/** The child processes that a process has now. */
function childrenOf(pid: number | undefined): readonly number[] {
  const { stdout } = spawnSync('ps', ['-A', '-o', 'pid=,ppid='], { encoding: 'utf8' })
  const pairs = stdout
    .trim()
    .split('\n')
    .map((line) => line.trim().split(/\s+/).map(Number))
  return pairs.flatMap(([child, parent]) => (child !== undefined && parent === pid ? [child] : []))
}

function killIfThere(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL')
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error
  }
}

/** The options of a store that takes this URL for that of a pooler, and therefore prepares nothing. */
export function asPooled(url: string): { readonly url: string; readonly directUrl: string } {
  return { url, directUrl: `${url}?application_name=direct` }
}

/** Does something over one connection of its own. */
export async function withClient<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    return await work(client)
  } finally {
    await client.end()
  }
}

async function answers(url: string, child: ChildProcess): Promise<void> {
  const deadline = performance.now() + 180_000
  for (;;) {
    try {
      return await withClient(url, async (client) => void (await client.query('SELECT 1')))
    } catch (error) {
      if (performance.now() > deadline || child.exitCode !== null) throw error
      await pause(50)
    }
  }
}
