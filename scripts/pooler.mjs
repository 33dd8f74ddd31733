// Finds PgBouncer, and installs it on a machine that has none. One test needs it, and says so if it cannot
// run.
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'

/** The path of `pgbouncer`, even outside a normal user's PATH; undefined if there is none. */
export function findPooler(env = process.env, isThere = existsSync) {
  const folders = [...(env.PATH ?? '').split(delimiter).filter(Boolean), '/usr/sbin', '/usr/local/sbin']
  return folders.map((folder) => join(folder, 'pgbouncer')).find((path) => isThere(path))
}

/**
 * Installs Debian's package if this is a Debian-like system and we are root. The caller checks afterward if
 * it is there.
 */
export function installPooler(run = spawnSync, isRoot = process.getuid?.() === 0) {
  if (findPooler() || !isRoot || run('apt-get', ['--version'], { stdio: 'ignore' }).status !== 0) return
  console.log('There is no PgBouncer on this machine: installing the package "pgbouncer" ...')
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  const quiet = ['-q', '-y', '-o', 'DPkg::Lock::Timeout=300']
  const apt = (...args) =>
    run('apt-get', [...quiet, ...args], { env, stdio: ['ignore', 'ignore', 2], timeout: 180_000 })
  if (apt('install', '--no-install-recommends', 'pgbouncer').status === 0) return
  apt('update')
  apt('install', '--no-install-recommends', 'pgbouncer')
}
