import type { Instant } from '../../src/domain/instant.ts'
import type { Statement } from '../../src/store/import-desk.ts'
import { importTimetable } from '../../src/store/import-timetable.ts'
import { deskOf } from '../../src/store/sqlite/import-desk.ts'
import type { Session } from '../../src/store/sqlite/session.ts'
import { readGtfs } from '../../src/timetable/gtfs/read-gtfs.ts'
import { readRulePair } from '../../src/timetable/rules.ts'
import { feedDays } from './feed.ts'

interface Cost {
  readonly cpuMs: number
  readonly ms: number
}

async function costOf<T>(work: () => Promise<T>, costs: Cost[]): Promise<T> {
  const [before, startedAt] = [process.threadCpuUsage(), performance.now()]
  const result = await work()
  const { user, system } = process.threadCpuUsage(before)
  costs.push({ cpuMs: (user + system) / 1000, ms: performance.now() - startedAt })
  return result
}

/** What the writer of a SQLite file does for the import of a feed, without anybody beside it. */
export async function measureSlices(session: Session, feed: string): Promise<void> {
  const today = Temporal.Now.plainDateISO()
  const options = { today: today.toString(), ...readRulePair(null, null) }
  const timetable = { ...(await readGtfs(feed, options)), source: 'large' }
  const [slices, effect]: [Cost[], Cost[]] = [[], []]
  const desk = deskOf(session, (work) => costOf(async () => void (await work()), effect))
  const measured = {
    ...desk,
    write: (statements: readonly Statement[]) => costOf(() => desk.write(statements), slices),
  }
  const toDate = today.add({ days: feedDays - 1 }).toString()
  const range = { fromDate: today.toString(), toDate, at: Date.now() as Instant }
  const reply = await importTimetable(measured, timetable, range, () => {})
  if (!reply.ok) throw new Error(`the import was refused: ${reply.refusal.code}`)
  const { runsOpened, runsChanged } = reply.value
  const longest = (costs: readonly Cost[]) =>
    (['cpuMs', 'ms'] as const)
      .map((name) => Math.max(...costs.map((cost) => cost[name])).toFixed(1))
      .join(' | ')
  const what = `${runsOpened} runs opened, ${runsChanged} changed`
  console.log(`| ${what} | ${slices.length} | ${longest(slices)} | ${longest(effect)} |`)
}
