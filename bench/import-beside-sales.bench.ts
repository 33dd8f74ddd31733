/**
 * Imports a feed of 244,000 runs into a server that is selling, and then the same feed with other times,
 * so that every one of its runs changes, also those that are being sold. Passengers come at a steady rate,
 * whether or not they are answered. Prints how long they waited without an import and during each, and
 * what the longest waits had beside them; the command ends with status 1 if something failed, or if
 * somebody waited for more than 300 ms longer than the median of the same request without an import.
 *
 *   npm run bench:import-beside-sales -- [--postgres] [--rate 50] [--trains 4000] [--calm 30] [--slices]
 */
import { execFile } from 'node:child_process'
import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { parseArgs, promisify } from 'node:util'
import { startServer } from '../src/store/postgres/server.fixture.ts'
import { Session } from '../src/store/sqlite/session.ts'
import { createClient } from '../test/harness/client.ts'
import { ask, findRuns, planRun } from './holdfast-contender.ts'
import { endsOfTrip, feedDays, writeFeed } from './import-beside/feed.ts'
import { Passengers, type RunToSell } from './import-beside/passengers.ts'
import type { Sample } from './import-beside/probe.ts'
import { tellServerLog, toldSettings } from './import-beside/server-log.ts'
import { measureSlices } from './import-beside/slices.ts'
import { tellHeading, tellLongest, tellStalls, tellWaits, type Wait } from './import-beside/waits.ts'
import { describeMachine } from './machine.ts'
import { ServedProcess } from './served-process.ts'
import { percentile } from './statistics.ts'

const { values } = parseArgs({
  options: {
    postgres: { type: 'boolean', default: false },
    slices: { type: 'boolean', default: false },
    rate: { type: 'string', default: '50' },
    trains: { type: 'string', default: '4000' },
    calm: { type: 'string', default: '30' },
  },
})
const calmMs = Number(values.calm) * 1000
const longestWaitMs = 300
/** Runs of the feed that are sold while it is imported again. */
const soldOfFeed = 200
const command = join(import.meta.dirname, '..', 'bin', 'holdfast.mjs')
const probe = join(import.meta.dirname, 'import-beside', 'probe.ts')
const demoDate = Temporal.Now.plainDateISO().add({ days: 3 }).toString()

/** Some runs of the feed, of different trains on different days. */
async function runsOfFeed(url: string): Promise<readonly RunToSell[]> {
  const found: RunToSell[] = []
  for (let index = 0; index < soldOfFeed; index++) {
    const trip = (index * 37) % Number(values.trains)
    const { from, to } = endsOfTrip(trip)
    const date = Temporal.Now.plainDateISO()
      .add({ days: 2 + (index % (feedDays - 4)) })
      .toString()
    const query = new URLSearchParams({ from_station_code: from, to_station_code: to, journey_date: date })
    const { train_runs: runs } = await ask<{
      train_runs: readonly { train_run_id: string; train_number: string }[]
    }>(`${url}/api/train_runs?${query}`)
    const run = runs[0]
    if (run) found.push({ ...(await planRun(url, run.train_run_id, from, to)), date, isOfFeed: true })
  }
  return found
}

/** The runs of two lists in turn. */
function inTurn(some: readonly RunToSell[], others: readonly RunToSell[]): readonly RunToSell[] {
  return some.flatMap((run, index) => [run, others[index % others.length] ?? run])
}

interface Phase {
  readonly name: string
  readonly waits: readonly Wait[]
  readonly from: number
  readonly to: number
}

/** What the passengers waited for while some work was done. */
async function phaseOf(passengers: Passengers, name: string, work: () => Promise<string>): Promise<Phase> {
  passengers.take()
  const from = Date.now()
  const more = await work()
  const to = Date.now()
  const waits = passengers.take()
  const phase = { name: `${name}${more}`, waits, from, to }
  tellWaits(phase.name, waits, (to - from) / 1000)
  return phase
}

function calm(): Promise<string> {
  return pause(calmMs, '')
}

async function importFeed(feed: string, environment: Readonly<Record<string, string>>): Promise<string> {
  const args = [command, 'import', 'gtfs', feed, '--source', 'large', '--json']
  const { stdout } = await promisify(execFile)(process.execPath, args, {
    env: { ...process.env, ...environment },
    maxBuffer: 2 ** 30,
  })
  const { runsOpened, runsChanged, runsMoved } = JSON.parse(stdout)
  return `: ${runsOpened} opened, ${runsChanged} changed, ${runsMoved ?? 0} moved`
}

/** Whether nobody waited too long during an import, compared with the same request without one. */
function isQuick(during: Phase, without: Phase): boolean {
  return during.waits.every(({ call, ms }) => {
    const others = without.waits.filter((wait) => wait.call === call).map((wait) => wait.ms)
    return ms - percentile(others, 50) <= longestWaitMs
  })
}

async function measure(folder: string, databaseUrl: string | null): Promise<boolean> {
  const samplesFile = join(folder, 'samples')
  const environment = {
    ...{ HOST: '127.0.0.1', PORT: '0', HOLDFAST_DATA: join(folder, 'data') },
    ...{ HOLDFAST_LIMITS: 'off', LOG_LEVEL: 'warn' },
    ...(databaseUrl === null ? {} : { DATABASE_URL: databaseUrl }),
  }
  const probed = { NODE_OPTIONS: `--import=${probe}`, PROBE_FILE: samplesFile }
  const server = new ServedProcess([command, 'start'], { ...environment, ...probed })
  try {
    const url = await server.ready(/^Holdfast is ready on (http:\/\/\S+)$/)
    const client = createClient(url)
    const demo = (await findRuns(url)).map((run) => ({ ...run, date: demoDate, isOfFeed: false }))
    const passengers = new Passengers(client, await client.session(), demo)
    const all = passengers.come(Number(values.rate))
    await pause(3_000)
    tellHeading()
    const phases: Phase[] = []
    const phase = async (name: string, work: () => Promise<string>) => {
      const one = await phaseOf(passengers, name, work)
      phases.push(one)
      return one
    }
    const before = await phase('before', calm)
    const first = await phase('import', () => importFeed(join(folder, 'first'), environment))
    passengers.sell(inTurn(await runsOfFeed(url), demo))
    await pause(3_000)
    const between = await phase('between', calm)
    const second = await phase('import', () => importFeed(join(folder, 'retimed'), environment))
    await phase('after', calm)
    passengers.stop()
    await all
    await client.close()
    console.log(`\n${passengers.changedCount} holds were answered with run_changed.`)
    for (const [what, count] of passengers.failures) console.log(`${count} sales failed: ${what}`)
    await pause(2_500)
    const samples = readFileSync(samplesFile, 'utf8')
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line) as Sample)
    for (const { name, from, to } of phases) tellStalls(name, samples, from, to)
    for (const { name, waits, from } of phases) tellLongest(name, waits, from, samples)
    return passengers.failures.size === 0 && isQuick(first, before) && isQuick(second, between)
  } finally {
    await server.stop()
  }
}

/** How long the writer of a SQLite file is busy with each slice. */
async function tellSlices(folder: string): Promise<void> {
  console.log(
    '| in SQLite | slices | longest, cpu ms | longest, ms | taking effect, cpu ms | taking effect, ms |',
  )
  console.log('|---|---|---|---|---|---|')
  const session = new Session(join(folder, 'slices.sqlite'))
  for (const feed of ['first', 'retimed']) await measureSlices(session, join(folder, feed))
  session.close()
}

const folder = mkdtempSync(join(tmpdir(), 'holdfast-bench-'))
try {
  console.log(describeMachine(folder).join('\n'))
  writeFeed(join(folder, 'first'), Number(values.trains), 0)
  writeFeed(join(folder, 'retimed'), Number(values.trains), 5)
  if (values.slices) await tellSlices(folder)
  const logFolder = mkdtempSync(join(tmpdir(), 'holdfast-bench-log-'))
  chmodSync(logFolder, 0o777)
  const server = values.postgres ? await startServer(toldSettings(logFolder)) : null
  try {
    const ok = await measure(folder, server ? await server.createDatabase() : null)
    if (!ok) process.exitCode = 1
    tellServerLog(logFolder)
  } finally {
    await server?.close()
    rmSync(logFolder, { recursive: true, force: true })
  }
} finally {
  rmSync(folder, { recursive: true, force: true })
}
