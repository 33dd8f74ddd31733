// The whole gate: types, format and lint, every test, and the browser tests. Arguments name test files;
// without arguments, all tests run. Every part runs, even after another has failed, and the last lines say
// how each part ended. With `--times`, a table says how much processor time each test file took.
import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import {
  chmodSync,
  existsSync,
  globSync,
  mkdirSync,
  mkdtempSync,
  rmSync,
  statfsSync,
  writeFileSync,
} from 'node:fs'
import { createRequire } from 'node:module'
import { setPriority } from 'node:os'
import { join, resolve } from 'node:path'
import { text } from 'node:stream/consumers'
import { pipeline } from 'node:stream/promises'
import { run as runFiles } from 'node:test'
import { spec } from 'node:test/reporters'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { chromium } from '@playwright/test'
import { bundleProgram } from './bundle-program.mjs'
import { findChromium, howToGetChromium, installChromium } from './chromium.mjs'
import { installPooler } from './pooler.mjs'
import { noteTimes } from './test-times.mjs'

// Each test file is a separate process, and they load mostly the same modules. The cache saves compiling them
// again.
const cacheFolder = fileURLToPath(new URL('../node_modules/.cache/holdfast-tests', import.meta.url))
process.env.NODE_COMPILE_CACHE ??= cacheFolder
const bundleFolder = join(cacheFolder, 'program')

/** A file system in memory, on Linux. */
const inMemory = '/dev/shm'
/** The suite has had 1 GB in use at once. */
const enoughBytes = 4e9
keepFilesInMemory()

const playwright = createRequire(import.meta.url).resolve('@playwright/test/cli')

/**
 * Puts the databases of the tests into memory where there is enough of it: they commit a hundred thousand
 * times, and a disk that stands still for some seconds looks like a payment service that does not answer.
 * `TMPDIR` says otherwise.
 */
function keepFilesInMemory() {
  if (process.env.TMPDIR || !existsSync(inMemory)) return
  const { bavail, bsize } = statfsSync(inMemory)
  if (Math.min(bavail * bsize, process.availableMemory()) < enoughBytes) return
  const folder = mkdtempSync(join(inMemory, 'holdfast-tests-'))
  // PostgreSQL refuses to run as root, and must get at its folder as somebody else.
  chmodSync(folder, 0o711)
  process.env.TMPDIR = folder
  process.on('exit', () => rmSync(folder, { recursive: true, force: true }))
  for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => process.exit(1))
}

/** True if the command succeeded. */
function run([command, ...args]) {
  const { status, error } = spawnSync(command, args, { stdio: 'inherit' })
  if (error) console.error(error.message)
  return status === 0
}

/** Runs the command, and prints its output in one piece, under its title. True if it succeeded. */
async function runQuietly([command, ...args], { title = '', niceness = 0 } = {}) {
  const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'] })
  if (child.pid !== undefined && niceness !== 0) setPriority(child.pid, niceness)
  const [output, [status]] = await Promise.all([
    Promise.all([text(child.stdout), text(child.stderr)]),
    once(child, 'exit'),
  ])
  process.stdout.write(title + output.join(''))
  return status === 0
}

/** True if all of them succeeded. */
async function runTogether(commands) {
  return (await Promise.all(commands.map((command) => runQuietly(command)))).every(Boolean)
}

/**
 * Files that run at once. With one, the second of two cores sits idle; with more than two, tests that start
 * several servers slow each other down.
 */
const filesAtOnce = 2

/** The slowest files as `--times` shows them, slowest first, so no core waits for one of them at the end. */
const longest = [
  'src/store/postgres/contract.pg.test.ts',
  'test/command-line.test.ts',
  'test/clock.test.ts',
  'src/store/contract.test.ts',
  'src/http/all-on-postgres.pg.test.ts',
  'test/postgres/dying-nodes.pg.test.ts',
  'test/postgres/moving-up.pg.test.ts',
  'src/store/postgres/changes.pg.test.ts',
  'test/secrets.test.ts',
  'test/postgres/operating.pg.test.ts',
  'test/postgres/several-nodes.pg.test.ts',
  'test/crash.test.ts',
  'test/lifecycle.test.ts',
  'src/store/transfer.pg.test.ts',
  'src/store/postgres/nodes.pg.test.ts',
  'test/npm-start.test.ts',
  'test/real-timetable.test.ts',
  'test/payment-faults.test.ts',
  'test/postgres/every-operation.pg.test.ts',
  'src/app/money/poisoned-rows.pg.test.ts',
  'test/operator.test.ts',
  'test/import-differences.test.ts',
  'test/starting.test.ts',
]

/**
 * Folders whose files run in one process each: most of their time is loading the same modules. Files with
 * servers of their own stay apart, so that the cores share them.
 */
const foldersInOne = ['src/app', 'src/cli', 'src/domain', 'src/http', 'src/web']

/** The files to run, with one in place of all those of a folder. */
function gathered(files) {
  const groups = foldersInOne.map((folder) => ({
    folder,
    files: files.filter((file) => file.startsWith(`${folder}/`) && !file.endsWith('.pg.test.ts')),
  }))
  const apart = new Set(files).difference(new Set(groups.flatMap((group) => group.files)))
  return [...groups.flatMap(fileOf), ...apart]
}

function fileOf({ folder, files }) {
  if (files.length < 2) return files
  const path = join(cacheFolder, `all-of-${folder.replace('/', '-')}.test.mjs`)
  const imports = files.map((file) => `await import(${JSON.stringify(pathToFileURL(resolve(file)).href)})\n`)
  mkdirSync(cacheFolder, { recursive: true })
  writeFileSync(path, imports.join(''))
  return [path]
}

function longestFirst(files) {
  const first = longest.filter((file) => files.includes(file))
  return [...first, ...files.filter((file) => !first.includes(file))]
}

async function runTests(files) {
  installPooler()
  const times = withTimes ? noteTimes() : undefined
  const events = runFiles({
    files: longestFirst(gathered(files)),
    concurrency: filesAtOnce,
    execArgv: times?.execArgv ?? [],
  })
  let isGood = true
  events.on('test:fail', ({ skip, todo }) => {
    if (skip === undefined && todo === undefined) isGood = false
  })
  await pipeline(events, new spec(), process.stdout, { end: false })
  if (times) console.log(`\n${times.table()}`)
  return isGood
}

/** What Playwright is to run with these arguments; undefined, and said why, if there is no browser. */
function inBrowser(args) {
  const own = chromium.executablePath()
  if (!findChromium(own)) installChromium()
  const path = findChromium(own)
  if (path) process.env.CHROMIUM = path
  else console.error(howToGetChromium)
  return path && [process.execPath, playwright, 'test', ...args]
}

function runInBrowser(args) {
  const command = inBrowser(args)
  return command !== undefined && run(command)
}

/** With this, it takes a quarter of a core that others want too. */
const niceness = 6

/**
 * The tests, and those in the browser beside them: each waits for a disk, a clock or an animation for a third
 * of its time. Those about times and sizes are alone, at the end.
 */
async function runAll() {
  const command = inBrowser(['--project=journeys'])
  const journeys = command && runQuietly(command, { title: '\n=== tests in the browser\n', niceness })
  const files = globSync(['src/**/*.test.ts', 'test/**/*.test.ts']).toSorted()
  const isGood = await runTests(files)
  return (await journeys) === true && isGood
}

const withTimes = process.argv.includes('--times')
const named = process.argv.slice(2).filter((argument) => argument !== '--times')
const [pages, others] = [true, false].map((is) => named.filter((file) => file.endsWith('.e2e.ts') === is))

const checks = [
  ['tsc', '--pretty'],
  ['tsc', '--pretty', '-p', 'tsconfig.web.json'],
  ['biome', 'check'],
]
const whole = [
  ['types, format and lint', () => runTogether(checks)],
  ['tests', runAll],
  ['figures in the browser', () => runInBrowser(['--project=figures', '--no-deps'])],
]
// Named files run without the projects that they depend on.
const some = [
  others.length > 0 && ['tests', () => runTests(others.toSorted())],
  pages.length > 0 && ['tests in the browser', () => runInBrowser(['--no-deps', ...pages])],
]
const parts = named.length === 0 ? whole : some.filter(Boolean)

process.env.HOLDFAST_MAIN ??= await bundleProgram(bundleFolder)
const ends = []
for (const [name, part] of parts) {
  console.log(`\n=== ${name}`)
  const startedMs = performance.now()
  const isGood = await part()
  const seconds = ((performance.now() - startedMs) / 1000).toFixed(0)
  ends.push({ isGood, line: `${isGood ? 'passed' : 'FAILED'}  ${name} (${seconds} s)` })
}
console.log(`\n${ends.map(({ line }) => line).join('\n')}`)
process.exitCode = ends.every(({ isGood }) => isGood) ? 0 : 1
