// Where the browser of the tests and the screenshots is, and how it is got on a machine that has none.
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'

/** Chromium runs as root and without a screen; it asks nobody for updates and sends nobody anything. */
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
 * The path of the browser: the one that CHROMIUM names, else one on the machine, else Playwright's own; undefined where there is
 * none. `ownPath` is where Playwright would keep its own. A CHROMIUM that names no file is a mistake, and said.
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

/** What to do where no browser is to be had. */
export const howToGetChromium = [
  'There is no Chromium on this machine, and the tests in the browser cannot run without one. Do one of these and run it again:',
  '  - install the package "chromium" of your system, or any Chrome;',
  '  - npx playwright install chromium;',
  '  - set CHROMIUM to the path of a Chromium.',
].join('\n')

/** Installs Debian's package, where this is Debian or its like and we are root: as on a fresh machine that only tests. */
export function installChromium(run = spawnSync, isRoot = process.getuid?.() === 0) {
  if (!isRoot || run('apt-get', ['--version'], { stdio: 'ignore' }).status !== 0) return
  console.log('There is no Chromium on this machine: installing the package "chromium" ...')
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  // Quiet on standard output, which is long; what goes wrong is said on the other one. Somebody else may be installing.
  const apt = (...args) =>
    run('apt-get', ['-q', '-y', '-o', 'DPkg::Lock::Timeout=300', ...args], {
      env,
      stdio: ['ignore', 'ignore', 2],
    })
  apt('update')
  apt('install', 'chromium')
}
