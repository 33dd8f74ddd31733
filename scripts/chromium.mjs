// Finds the browser for the tests and the screenshots, and installs it on a machine that has none.
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'

/** Chromium runs as root and without a screen; it looks for no updates and sends no data. */
export const chromiumFlags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable']

/**
 * The path of the browser: the one that CHROMIUM names, otherwise one on the machine, otherwise Playwright's
 * own; undefined if there is none. `ownPath` is where Playwright would keep its own. Throws if CHROMIUM does
 * not name a file.
 */
export function findChromium(ownPath, env = process.env, isThere = existsSync) {
  const { CHROMIUM, PATH = '' } = env
  if (CHROMIUM) {
    if (!isThere(CHROMIUM)) throw new Error(`CHROMIUM names ${CHROMIUM}, and no file is there.`)
    return CHROMIUM
  }
  const folders = [...PATH.split(delimiter).filter(Boolean), '/usr/bin']
  const onMachine = folders.flatMap((folder) => names.map((name) => join(folder, name)))
  return [...onMachine, ownPath].find((path) => path && isThere(path))
}

/** What to do if there is no browser. */
export const howToGetChromium = [
  'There is no Chromium on this machine, and the browser tests cannot run without one. Do one of ' +
    'these, and try again:',
  '  - install the package "chromium" of your system, or any Chrome;',
  '  - npx playwright install chromium;',
  '  - set CHROMIUM to the path of a Chromium.',
].join('\n')

/** Installs Debian's package if this is a Debian-like system and we are root, as on a fresh test machine. */
export function installChromium(run = spawnSync, isRoot = process.getuid?.() === 0) {
  if (!isRoot || run('apt-get', ['--version'], { stdio: 'ignore' }).status !== 0) return
  console.log('There is no Chromium on this machine: installing the package "chromium" ...')
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  // Hides the long standard output and shows errors. Waits for the lock, since another install may be
  // running.
  const apt = (...args) =>
    run('apt-get', ['-q', '-y', '-o', 'DPkg::Lock::Timeout=300', ...args], {
      env,
      stdio: ['ignore', 'ignore', 2],
    })
  apt('update')
  apt('install', 'chromium')
}
