// The whole gate: types, format and lint, every test, and the tests in a browser. Arguments name test files; none means all of them.
// Every part runs, also after one that failed, and the last lines say how each of them ended.
import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { globSync } from 'node:fs'
import { createRequire } from 'node:module'
import { text } from 'node:stream/consumers'
import { pipeline } from 'node:stream/promises'
import { run as runFiles } from 'node:test'
import { spec } from 'node:test/reporters'
import { fileURLToPath } from 'node:url'
import { chromium } from '@playwright/test'
import { findChromium, howToGetChromium, installChromium } from './chromium.mjs'
import { installPooler } from './pooler.mjs'

// Each file of tests is a process of its own and loads much the same modules: what one has compiled, the next need not.
process.env.NODE_COMPILE_CACHE ??= fileURLToPath(
  new URL('../node_modules/.cache/holdfast-tests', import.meta.url),
)

const playwright = createRequire(import.meta.url).resolve('@playwright/test/cli')

/** Whether the command ended well. */
function run(command, args, env = {}) {
  const { status, error } = spawnSync(command, args, { stdio: 'inherit', env: { ...process.env, ...env } })
  if (error) console.error(error.message)
  return status === 0
}

/** Whether all the commands ended well, which run side by side; what each printed comes in one piece. */
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

/** Files that run at once: with one, half of two cores waits; with more, tests that start several servers get in each other's way. */
const filesAtOnce = 2

/** The files that take longest, longest first, so that no core is left waiting for one of them at the end. */
const longest = [
  'test/crash.test.ts',
  'test/postgres/moving-up.pg.test.ts',
  'src/http/all-on-postgres.pg.test.ts',
  'test/lifecycle.test.ts',
  'test/postgres/operating.pg.test.ts',
  'test/postgres/several-nodes.pg.test.ts',
  'test/postgres/dying-nodes.pg.test.ts',
  'test/command-line.test.ts',
  'test/payment-faults.test.ts',
  'test/postgres/payment-faults.pg.test.ts',
  'test/bad-input/gtfs.test.ts',
  'test/postgres/bad-gtfs.pg.test.ts',
]

function longestFirst(files) {
  const first = longest.filter((file) => files.includes(file))
  return [...first, ...files.filter((file) => !first.includes(file))]
}

async function runTests(files) {
  installPooler()
  const events = runFiles({ files: longestFirst(files), concurrency: filesAtOnce })
  let isGood = true
  events.on('test:fail', ({ skip, todo }) => {
    if (skip === undefined && todo === undefined) isGood = false
  })
  await pipeline(events, new spec(), process.stdout, { end: false })
  return isGood
}

function runInBrowser(files) {
  const own = chromium.executablePath()
  if (!findChromium(own)) installChromium()
  const path = findChromium(own)
  // Files that were named are all that is wanted, without those that others wait for.
  const narrowed = files.length > 0 ? ['--no-deps', ...files] : []
  if (path) return run(process.execPath, [playwright, 'test', ...narrowed], { CHROMIUM: path })
  console.error(howToGetChromium)
  return false
}

const named = process.argv.slice(2)
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
