// How much processor time each test file takes, its child processes included. `scripts/test.mjs` loads this
// file into the process of each test file, where it writes one line at the end, and reads the lines.
import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { isMainThread } from 'node:worker_threads'

const linesVariable = 'HOLDFAST_TEST_TIMES'
const ticksPerSecond = 100

/** Seconds of processor time of this process and of the children that have ended. */
function usedSeconds() {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1e6 + childrenSeconds()
}

/** Linux alone tells it: proc_pid_stat(5), fields 16 and 17, in ticks. */
function childrenSeconds() {
  if (process.platform !== 'linux') return 0
  const text = readFileSync('/proc/self/stat', 'utf8')
  // The second field is the name in parentheses, which may hold spaces.
  const [user, system] = text
    .slice(text.lastIndexOf(')') + 2)
    .split(' ')
    .slice(13, 15)
  return (Number(user) + Number(system)) / ticksPerSecond
}

const lines = process.env[linesVariable]
if (lines && isMainThread && /\.test\.m?[jt]s$/.test(process.argv[1] ?? ''))
  process.on('exit', () => {
    const line = {
      file: relative('', process.argv[1]),
      used: usedSeconds(),
      took: performance.now() / 1000,
    }
    appendFileSync(lines, `${JSON.stringify(line)}\n`)
  })

/** From now on, test files started with these arguments of Node note their times. */
export function noteTimes() {
  const folder = mkdtempSync(join(tmpdir(), 'holdfast-times-'))
  process.env[linesVariable] = join(folder, 'lines')
  writeFileSync(join(folder, 'lines'), '')
  return { execArgv: ['--import', import.meta.url], table: () => tableOf(folder) }
}

/** The files by their processor time, most first. */
function tableOf(folder) {
  const rows = readFileSync(join(folder, 'lines'), 'utf8')
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line))
    .toSorted((a, b) => b.used - a.used)
  rmSync(folder, { recursive: true })
  const total = rows.reduce((sum, row) => sum + row.used, 0)
  return [
    'processor s, took s, file',
    ...rows.map(lineOf),
    lineOf({ file: 'all', used: total, took: 0 }),
  ].join('\n')
}

function lineOf({ file, used, took }) {
  return `${used.toFixed(1).padStart(8)} ${took.toFixed(1).padStart(8)}  ${file}`
}
