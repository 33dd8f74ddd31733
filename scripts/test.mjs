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
function run(command, args, env = {}) {
  const { status, error } = spawnSync(command, args, { stdio: 'inherit', env: { ...process.env, ...env } })
  if (error) console.error(error.message)
  return status === 0
}

/**
 * Runs the commands in parallel, and prints the output of each in one piece. True if all of them succeeded.
 */
async function runTogether(commands) {
  const ends = commands.map(async ([command, ...args]) => {
    const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'] })
    const [output, [status]] = await Promise.all([
      Promise.all([text(child.stdout), text(child.stderr)]),
      once(child, 'exit'),
    ])
    process.stdout.write(output.join(''))
    return status === 0
  })
  return (await Promise.all(ends)).every(Boolean)
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

function runInBrowser(files) {
  const own = chromium.executablePath()
  if (!findChromium(own)) installChromium()
  const path = findChromium(own)
  // If files are named, runs only those, without the projects they depend on.
  const narrowed = files.length > 0 ? ['--no-deps', ...files] : []
  if (path) return run(process.execPath, [playwright, 'test', ...narrowed], { CHROMIUM: path })
  console.error(howToGetChromium)
  return false
}

const withTimes = process.argv.includes('--times')
const named = process.argv.slice(2).filter((argument) => argument !== '--times')
const [inBrowser, others] = [true, false].map((is) => named.filter((file) => file.endsWith('.e2e.ts') === is))
const isAll = named.length === 0

const parts = [
  isAll && [
    'types, format and lint',
    () =>
      runTogether([
        ['tsc', '--pretty'],
        ['tsc', '--pretty', '-p', 'tsconfig.web.json'],
        ['biome', 'check'],
      ]),
  ],
  (isAll || others.length > 0) && [
    'tests',
    () => runTests((isAll ? globSync(['src/**/*.test.ts', 'test/**/*.test.ts']) : others).toSorted()),
  ],
  (isAll || inBrowser.length > 0) && ['tests in the browser', () => runInBrowser(inBrowser)],
].filter(Boolean)

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
