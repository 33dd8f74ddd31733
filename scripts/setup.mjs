// Makes a fresh clone ready: installs the locked dependencies when they are missing or older than the lock file. Runs on any
// Node from 18, since it is what brings the Node that everything else needs. Then builds the web pages when what they are made of
// has changed.
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = join(dirname(fileURLToPath(import.meta.url)), '..')
const stamp = join(root, 'node_modules', '.holdfast-setup')
const wanted = createHash('sha256')
  .update(readFileSync(join(root, 'package-lock.json')))
  .digest('hex')
const found = existsSync(stamp) ? readFileSync(stamp, 'utf8') : ''

if (found !== wanted) {
  console.error('Installing dependencies (first run, or the lock file changed) ...')
  const npm = process.env.npm_execpath
  const [command, first] = npm?.endsWith('.js') ? [process.execPath, [npm]] : ['npm', []]
  const run = spawnSync(command, [...first, 'ci', '--no-fund', '--no-audit'], {
    cwd: root,
    stdio: ['ignore', 2, 2],
  })
  if (run.status !== 0) {
    console.error(
      'npm ci failed. Check that a package registry is reachable, then run the same command again.',
    )
    process.exit(1)
  }
  writeFileSync(stamp, wanted)
}

/** The files that the pages are made of; tests among them do not count. */
function sourcesOfPages() {
  const files = ['src/web', 'src/domain'].flatMap((folder) => filesUnder(folder))
  return ['package-lock.json', 'vite.config.ts', ...files].filter(
    (file) => !/\.(test|e2e|fixture)\.tsx?$/.test(file),
  )
}

function filesUnder(folder) {
  return readdirSync(join(root, folder), { withFileTypes: true })
    .flatMap((entry) =>
      entry.isDirectory() ? filesUnder(`${folder}/${entry.name}`) : [`${folder}/${entry.name}`],
    )
    .sort()
}

const sources = createHash('sha256')
for (const file of sourcesOfPages()) sources.update(`${file}\0`).update(readFileSync(join(root, file)))
const pages = sources.digest('hex')
const builtStamp = join(root, 'dist', 'web', '.built-from')
const built = existsSync(builtStamp) ? readFileSync(builtStamp, 'utf8') : ''

if (built !== pages) {
  console.error('Building the web pages ...')
  // The pinned Node, since the one that runs this may be too old for the builder.
  const pinned = join(root, 'node_modules', 'node', 'bin', process.platform === 'win32' ? 'node.exe' : 'node')
  const node = existsSync(pinned) ? pinned : process.execPath
  const vite = join(root, 'node_modules', 'vite', 'bin', 'vite.js')
  const run = spawnSync(node, [vite, 'build', '--logLevel', 'warn'], { cwd: root, stdio: ['ignore', 2, 2] })
  if (run.status !== 0) {
    console.error('The web pages could not be built; what is wrong stands above.')
    process.exit(1)
  }
  writeFileSync(builtStamp, pages)
}
