import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chownSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { account } from '../../src/store/postgres/empty-cluster.fixture.ts'
import { folderFor, freePort, withClient } from '../../src/store/postgres/server.fixture.ts'
import { until } from '../harness/wait.ts'
import type { TestScope } from '../harness/world.ts'

/** Connections of the pooler to the server: fewer than three nodes would open. */
const poolSize = 5

/**
 * Starts PgBouncer in transaction mode before a database; returns the address of the same database through
 * it.
 */
export async function startPooler(t: TestScope, program: string, databaseUrl: string): Promise<string> {
  const who = account()
  const folder = folderFor(who)
  const port = await freePort()
  const { hostname, port: serverPort, username, password } = new URL(databaseUrl)
  const users = join(folder, 'users.txt')
  const config = join(folder, 'pgbouncer.ini')
  writeFileSync(users, `"${username}" "${password}"\n`, { mode: 0o600 })
  const settings = {
    listen_addr: '127.0.0.1',
    listen_port: port,
    unix_socket_dir: '',
    auth_type: 'scram-sha-256',
    auth_file: users,
    pool_mode: 'transaction',
    default_pool_size: poolSize,
    max_client_conn: 200,
  }
  const lines = Object.entries(settings).map(([name, value]) => `${name} = ${value}`)
  const databases = `[databases]\n* = host=${hostname} port=${serverPort}\n`
  writeFileSync(config, `${databases}\n[pgbouncer]\n${lines.join('\n')}\n`, { mode: 0o600 })
  for (const file of [users, config])
    if (who.uid !== undefined && who.gid !== undefined) chownSync(file, who.uid, who.gid)
  const child = spawn(program, [config], { cwd: folder, ...who, stdio: ['ignore', 'ignore', 'pipe'] })
  t.after(() => end(child, folder))
  const url = databaseUrl.replace(`${hostname}:${serverPort}`, `${hostname}:${port}`)
  await until('the pooler', () => withClient(url, async (client) => client.query('SELECT 1')))
  return url
}

async function end(child: ChildProcess, folder: string): Promise<void> {
  const exited = once(child, 'exit')
  if (child.exitCode === null && child.kill('SIGKILL')) await exited
  rmSync(folder, { recursive: true, force: true })
}
