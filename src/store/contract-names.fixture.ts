import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Headsign } from '../domain/railway/names.ts'
import type { EngineStore } from './engine-store.ts'
import { hold, type OpenStore, reportOf, runOn, smallRange, smallTimetable } from './store.fixture.ts'

type Using = (work: (world: OpenStore) => Promise<void>) => () => Promise<void>

/** What becomes of names in other languages. */
export function namesContract(using: Using): void {
  test(
    'T55: Names in other languages follow each import, also those of trains and stations that stay as they are.',
    using(followsImports),
  )
  test(
    'T56: A train that shows something else on its way than its name says is another train.',
    using(noticesHeadsigns),
  )
}

const day = '2026-06-12'

function timetableWith(headsigns: readonly Headsign[], names: Readonly<Record<string, string>> = {}) {
  const timetable = smallTimetable({ headsigns })
  const stations = timetable.stations.map((one) => ({ ...one, names, spokenNames: Object.values(names) }))
  return { ...timetable, stations }
}

function shown(store: EngineStore, date: string) {
  const network = store.network()
  const run = network.run(runOn(store, date))
  assert.ok(run)
  return run.train.stops.slice(0, -1).map((_, index) => network.headsign(run, index))
}

async function followsImports({ store, reopen }: OpenStore): Promise<void> {
  await store.importTimetable(timetableWith([]), smallRange)
  const own = { text: 'Station E', byLanguage: {} }
  assert.deepEqual(shown(store, day), [own, own, own, own], 'the last station')
  const run = runOn(store, day)
  assert.ok((await hold(store, run, 'A-C', ['1-1'])).ok)
  const translated = [{ fromStop: 0, text: 'E', byLanguage: { de: 'Eh', fr: 'Ê' } }]
  const report = reportOf(
    await store.importTimetable(timetableWith(translated, { de: 'Bahnhof' }), smallRange),
  )
  assert.deepEqual([report.runsUnchanged, report.runsChanged], [10, 0])
  const check = (now: EngineStore) => {
    assert.equal(runOn(now, day), run)
    assert.deepEqual(shown(now, day)[3], translated[0])
    for (const { names, spokenNames } of now.network().stationsByName)
      assert.deepEqual([names, spokenNames], [{ de: 'Bahnhof' }, ['Bahnhof']])
  }
  check(store)
  if (reopen) check(await reopen())
}

async function noticesHeadsigns({ store }: OpenStore): Promise<void> {
  const way = { fromStop: 0, text: 'E', byLanguage: {} }
  const detour = { fromStop: 2, text: 'E by way of D', byLanguage: {} }
  await store.importTimetable(timetableWith([way]), smallRange)
  const report = reportOf(await store.importTimetable(timetableWith([way, detour]), smallRange))
  assert.deepEqual([report.runsUnchanged, report.runsChanged], [0, 10])
  assert.deepEqual(shown(store, day), [way, way, detour, detour])
}
