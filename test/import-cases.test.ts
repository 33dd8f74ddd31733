import assert from 'node:assert/strict'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import type { ImportTerms } from '../src/domain/railway/import-differences.ts'
import { reportOf, type StoreUnderTest, stores } from '../src/store/store.fixture.ts'
import { readGtfs } from '../src/timetable/gtfs/read-gtfs.ts'
import { readConsistRules, readFareRules } from '../src/timetable/rules.ts'
import { projectRoot } from './tree/source-tree.ts'

const feeds = join(projectRoot, '..', 'shared', 'cases', 'feeds')
const skip = !existsSync(feeds) && 'the folder ../shared/cases with small feeds is not here'
const today = '2026-11-29'
const terms: ImportTerms = { fromDate: '2026-11-25', toDate: '2027-01-28', isSourceGuessed: true }

function read(name: string) {
  const rules = { consistRules: readConsistRules(null), fareRules: readFareRules(null) }
  return readGtfs(join(feeds, name), { today, ...rules })
}

async function keepsOldDays({ open }: StoreUnderTest): Promise<void> {
  const { store, close } = await open()
  try {
    await store.importTimetable(await read('next-timetable-1'), terms)
    const old = [...store.network().runs()].map(({ id, serviceDate }) => [id, serviceDate])
    assert.deepEqual([old.length, old[0]?.[1], old.at(-1)?.[1]], [14, today, '2026-12-12'])
    const next = await read('next-timetable-2')
    const foretold = reportOf(await store.importTimetable(next, { ...terms, isDryRun: true }))
    const report = reportOf(await store.importTimetable(next, terms))
    assert.deepEqual(report, foretold)
    assert.deepEqual([report.runsUnchanged, report.runsOpened], [14, 47])
    assert.deepEqual([report.runsRemoved, report.runsWithdrawn, report.runsChanged], [0, 0, 0])
    const runs = [...store.network().runs()]
    assert.equal(new Set(runs.map((run) => run.serviceDate)).size, 61, 'a run on every day')
    for (const [id] of old) assert.ok(runs.some((run) => run.id === id && run.isOnSale))
  } finally {
    await close()
  }
}

for (const store of stores)
  test(
    `D40: next-timetable-2 after next-timetable-1 keeps the days until 12 December on sale (${store.name})`,
    {
      skip,
    },
    () => keepsOldDays(store),
  )
