/**
 * Imports the long-distance feed of Deutsche Bahn into SQLite. Measures reading, writing, the number of seats
 * opened for sale, and the time to reopen the file.
 *
 *   npm run bench:import -- [FEED.zip]
 */
import { existsSync, statSync } from 'node:fs'
import { join } from 'node:path'
import type { TrainRun } from '../src/domain/railway/train-run.ts'
import { openSqliteStore } from '../src/store/sqlite/sqlite-store.ts'
import { readGtfs } from '../src/timetable/gtfs/read-gtfs.ts'
import { readConsistRules, readFareRules } from '../src/timetable/rules.ts'
import { printMachine } from './machine.ts'
import { withFolder } from './temporary-folder.ts'

const horizonDays = 60
const sharedFeed = join(import.meta.dirname, '..', '..', 'shared', 'data', 'gtfs', 'db-fernverkehr.zip')

async function timed<T>(name: string, work: () => Promise<T>): Promise<T> {
  const startedAt = performance.now()
  const result = await work()
  console.log(`${name}: ${((performance.now() - startedAt) / 1000).toFixed(2)} s`)
  return result
}

function sumOfSeats(runs: Iterable<TrainRun>): { runs: number; seats: number } {
  let count = 0
  let seats = 0
  for (const run of runs) {
    count++
    seats += run.consist.seats.length
  }
  return { runs: count, seats }
}

async function measure(feed: string, folder: string): Promise<void> {
  const today = Temporal.Now.plainDateISO()
  const timetable = await timed('feed read and checked', () =>
    readGtfs(feed, {
      today: today.toString(),
      shiftTo: today.toString(),
      horizonDays,
      consistRules: readConsistRules(null),
      fareRules: readFareRules(null),
    }),
  )
  const { trips, stopTimes, firstDate, lastDate } = timetable.report
  console.log(`  ${trips} trips, ${stopTimes} stop times, ${firstDate} to ${lastDate} after the shift`)
  const file = join(folder, 'holdfast.sqlite')
  const { store } = await openSqliteStore({ file })
  const range = { fromDate: today.toString(), toDate: today.add({ days: horizonDays }).toString() }
  const reply = await timed('written to SQLite', () => store.importTimetable(timetable, range))
  if (!reply.ok) throw new Error(`the import was refused: ${reply.refusal.code}`)
  const report = reply.value
  const open = sumOfSeats(store.network().runs())
  await store.close()
  console.log(
    `  ${report.stations} stations, ${report.trains} trains, ${report.runsOpened} runs open for sale`,
  )
  console.log(`  ${open.seats.toLocaleString('en')} seats on ${open.runs} runs`)
  console.log(`  ${(statSync(file).size / 1e6).toFixed(1)} MB of database file`)
  const again = await timed('opened again', () => openSqliteStore({ file }))
  await again.store.close()
}

const feed = process.argv[2] ?? sharedFeed
if (existsSync(feed)) {
  printMachine()
  await withFolder((folder) => measure(feed, folder))
  console.log(`peak memory of this process: ${Math.round(process.resourceUsage().maxRSS / 1024)} MiB`)
} else console.log(`skipped: there is no ${feed}; name a feed: npm run bench:import -- FEED.zip`)
