/**
 * A network of 300,000 open runs that nobody has claims on: how long a start takes, how long the first and
 * later searches take, what a run costs in memory, and how long the event loop is held up while another
 * timetable comes into memory. Times are processor time of the event loop's thread, so that a busy machine
 * does not count; the start is also given in elapsed time, and with the processor time of all threads.
 *
 *   npm run bench:large-network -- [RUNS]
 */
import { join } from 'node:path'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import Database from 'better-sqlite3'
import { searchRuns } from '../src/app/inventory/search-runs.ts'
import type { EngineStore } from '../src/store/engine-store.ts'
import { encodeDates } from '../src/store/service-dates.ts'
import { openSqliteStore } from '../src/store/sqlite/sqlite-store.ts'
import { printMachine } from './machine.ts'
import { datesFromToday, fillNetwork, stationsOf } from './network-file.ts'
import { median } from './statistics.ts'
import { withFolder } from './temporary-folder.ts'

const days = 60
const laterSearches = 200

const dates = datesFromToday(days)
const network = {
  ...{ stops: 12, seats: 320, stations: 2_000, dates },
  runs: Number(process.argv[2] ?? 300_000),
}

setFlagsFromString('--expose-gc')
const collectGarbage = runInNewContext('gc') as () => void

interface Cost {
  readonly elapsedMs: number
  readonly threadMs: number
  readonly allMs: number
}

async function costOf<T>(work: () => Promise<T>): Promise<readonly [T, Cost]> {
  const [startedAt, thread, all] = [performance.now(), process.threadCpuUsage(), process.cpuUsage()]
  const result = await work()
  const ofThread = process.threadCpuUsage(thread)
  const ofAll = process.cpuUsage(all)
  return [
    result,
    {
      elapsedMs: performance.now() - startedAt,
      threadMs: (ofThread.user + ofThread.system) / 1000,
      allMs: (ofAll.user + ofAll.system) / 1000,
    },
  ]
}

function usedBytes(): number {
  collectGarbage()
  const { heapUsed, arrayBuffers } = process.memoryUsage()
  return heapUsed + arrayBuffers
}

async function search(store: EngineStore, train: number, day: number): Promise<number> {
  const [from = '', ...rest] = stationsOf(train, network)
  const query = { fromStationCode: from, toStationCode: rest.at(-1) ?? '', journeyDate: dates[day] ?? '' }
  const found = await searchRuns({ store }, query)
  if (!found.ok) throw new Error(found.refusal.code)
  return found.value.offers.length
}

/** The most processor time between two turns of the event loop while work is in progress. */
async function longestPiece(work: () => Promise<unknown>): Promise<number> {
  let longest = 0
  let isOver = false
  let before = process.threadCpuUsage()
  const look = () => {
    const now = process.threadCpuUsage()
    longest = Math.max(longest, (now.user - before.user + now.system - before.system) / 1000)
    before = now
    if (!isOver) setImmediate(look)
  }
  setImmediate(look)
  await work()
  // The last piece ends with the turn in which the work is done.
  await new Promise((resolve) => setImmediate(resolve))
  isOver = true
  return longest
}

async function measure(file: string): Promise<void> {
  const empty = usedBytes()
  const [{ store }, start] = await costOf(() => openSqliteStore({ file }))
  const runs = [...store.network().runs()].length
  console.log(
    `${runs} runs; start: ${ms(start.elapsedMs)} elapsed, ${ms(start.threadMs)} of the event loop, ` +
      `${ms(start.allMs)} of all threads`,
  )
  const [found, first] = await costOf(() => search(store, 1, 2))
  console.log(`first search: ${ms(first.threadMs)}, ${ms(first.elapsedMs)} elapsed, ${found} runs found`)
  console.log(`bytes for each run: ${Math.round((usedBytes() - empty) / runs)}`)
  const later: number[] = []
  for (let index = 0; index < laterSearches; index++)
    later.push((await costOf(() => search(store, 2 + index * 13, 3 + (index % 50))))[1].threadMs)
  console.log(`later searches of other pairs: ${ms(median(later))} median, ${ms(Math.max(...later))} at most`)
  const next = dates.at(-1) ?? ''
  const database = new Database(file)
  database.prepare('DELETE FROM train_runs WHERE service_date = ?').run(next)
  database.prepare('UPDATE trains SET service_dates = ?').run(encodeDates(dates))
  database.close()
  const longest = await longestPiece(() => store.openRuns(next, next))
  console.log(`longest piece of the event loop while a day of runs opens: ${ms(longest)}`)
  await store.close()
}

const ms = (value: number) => `${value.toFixed(value < 10 ? 2 : 0)} ms`

printMachine()
await withFolder(async (folder) => {
  const file = join(folder, 'holdfast.sqlite')
  await fillNetwork(file, network, dates.slice(0, -1))
  await measure(file)
})
