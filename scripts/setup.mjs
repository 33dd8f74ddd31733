// Prepares a fresh clone: installs the locked dependencies if they are missing or older than the lock file,
// and builds the web pages if their sources have changed. It runs on Node 18 or newer, since it installs the
// Node that everything else needs. With `--without-tools` it leaves out what only tests and development need.
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { delimiter, dirname, join, sep } from 'node:path'
import { fileURLToPath } from 'node:url'
import { findPinnedNode, isNewEnough } from '../bin/pinned-node.mjs'
import { linkPostgres } from './link-postgres.mjs'

const root = join(dirname(fileURLToPath(import.meta.url)), '..')
const modules = join(root, 'node_modules')
const stamp = join(modules, '.holdfast-setup')
const builtStamp = join(root, 'dist', 'web', '.built-from')
const withTools = !process.argv.includes('--without-tools')
/** True if the machine has its own Node, apart from the pinned one, that is new enough. */
const hasOwnNode = isNewEnough() && !process.execPath.startsWith(modules + sep)

function sha256(...parts) {
  const hash = createHash('sha256')
  for (const part of parts) hash.update(part)
  return hash.digest('hex')
}

function textOf(file) {
  return existsSync(file) ? readFileSync(file, 'utf8') : ''
}

function endWith(sentence) {
  console.error(sentence)
  process.exit(1)
}

/** The machine's own npm, because npm must not run on the Node that it is about to replace. */
function npm(args) {
  const ownNode = process.env.npm_node_execpath ?? process.execPath
  const script = process.env.npm_execpath
  const usesScript = script?.endsWith('.js') && !ownNode.startsWith(modules + sep)
  const [command, first] = usesScript ? [ownNode, [script]] : ['npm', []]
  const path = (process.env.PATH ?? '').split(delimiter).filter((folder) => !folder.startsWith(modules))
  return spawnSync(command, [...first, ...args], {
    cwd: root,
    stdio: ['ignore', 2, 2],
    env: { ...process.env, PATH: path.join(delimiter) },
    shell: !usesScript && process.platform === 'win32',
  })
}

/**
 * No package runs its install scripts here: their results are part of the package, or come from the code
 * below.
 */
function install(omitted) {
  console.error('Installing dependencies (first run, or the lock file changed) ...')
  const omit = omitted.map((kind) => `--omit=${kind}`)
  const run = npm(['ci', '--ignore-scripts', '--no-fund', '--no-audit', '--loglevel=error', ...omit])
  if (run.status !== 0)
    endWith('npm ci failed. Check that a package registry is reachable, then run the same command again.')
  trimPinnedNode()
  if (withTools) linkPostgres(root)
  writeFileSync(stamp, `${withTools ? 'all' : 'run'} ${lockHash}`)
}

/**
 * A machine with a new enough Node needs no second one. On others, this removes 67 MB of headers that nothing
 * here compiles with.
 */
function trimPinnedNode() {
  const pinned = findPinnedNode(root)
  if (!pinned) return
  const folder = dirname(dirname(pinned))
  if (!hasOwnNode) return rmSync(join(folder, 'include'), { recursive: true, force: true })
  rmSync(folder, { recursive: true })
  for (const end of ['', '.cmd', '.ps1']) rmSync(join(modules, '.bin', `node${end}`), { force: true })
}

/** The source files of the pages, without tests. */
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

function buildPages(pages) {
  console.error('Building the web pages ...')
  // Uses the pinned Node, since the current one may be too old for the builder.
  const node = findPinnedNode(root) ?? process.execPath
  const vite = join(modules, 'vite', 'bin', 'vite.js')
  const run = spawnSync(node, [vite, 'build', '--logLevel', 'warn'], { cwd: root, stdio: ['ignore', 2, 2] })
  if (run.status !== 0)
    endWith('The web pages could not be built. See the reason above, then run the same command again.')
  writeFileSync(builtStamp, pages)
}

const lockHash = sha256(readFileSync(join(root, 'package-lock.json')))
const pages = sha256(...sourcesOfPages().flatMap((file) => [`${file}\0`, readFileSync(join(root, file))]))
const areBuilt = textOf(builtStamp) === pages
const accepted = withTools ? [`all ${lockHash}`] : [`all ${lockHash}`, `run ${lockHash}`]

// The optional packages are the pinned Node and parts of the page builder.
const optional = hasOwnNode && areBuilt && !withTools ? ['optional'] : []
if (!accepted.includes(textOf(stamp)) || !(hasOwnNode || findPinnedNode(root)))
  install([...(withTools ? [] : ['dev']), ...optional])
if (!areBuilt) buildPages(pages)
