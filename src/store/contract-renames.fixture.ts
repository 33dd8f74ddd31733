import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { StationCode } from '../domain/ids.ts'
import { sketchStop } from '../domain/railway/run.fixture.ts'
import { noOtherNames } from '../domain/railway/station.ts'
import type { Timetable } from '../domain/railway/timetable.ts'
import { isSameService } from '../domain/railway/train-run.ts'
import type { EngineStore } from './engine-store.ts'
import { hold, type OpenStore, reportOf, runOn, smallRange, smallTimetable } from './store.fixture.ts'

type Using = (work: (world: OpenStore) => Promise<void>) => () => Promise<void>

/** What stations are called on runs while imports rename the stations and give them up. */
export function renameContract(using: Using): void {
  test(
    'T100: A prefix that makes a station code longer than 1,000 characters is refused, and nothing is changed.',
    using(refusesLongCodes),
  )
  test(
    'T101: A station that no timetable has any more is listed only while a run calls there.',
    using(listsStationsInUse),
  )
  test(
    'D80: A run that keeps the names of its stations also shows the old name of its last one as its destination.',
    using(showsOldDestination),
  )
  test(
    'D81: A run that nobody has claims on gets a new edition with new names of its stations, and those who watch it are told.',
    using(tellsOfNames),
  )
  test(
    'D82: A run that nobody has claims on has the names of today as soon as a newer timetable has its date.',
    using(showsNamesOfToday),
  )
}

const terms = { ...smallRange, mayWithdraw: true }

/** The small railway from A to the last of these stations, each given as `code` or `code name`. */
function timetable(stations: readonly string[], firstDate = '2026-06-01'): Timetable {
  const list = stations.map((text) => {
    const [code = '', name = code] = text.split(' ')
    return { code: code as StationCode, name, latitude: 45, longitude: 5, ...noOtherNames }
  })
  const stops = list.map(({ code }, index) => sketchStop(code, index))
  const small = smallTimetable({ stops })
  const kept = small.trains.map((train) => ({
    ...train,
    serviceDates: train.serviceDates.filter((date) => date >= firstDate),
  }))
  const placed = list.map((station) => ({ ...station, timeZone: 'Europe/Berlin' }))
  return { ...small, stations: placed, trains: kept, firstDate }
}

const listed = (store: EngineStore) => store.network().stationsByName.map(({ code }) => code)

async function refusesLongCodes({ store }: OpenStore): Promise<void> {
  // Two halves of a surrogate pair are one character.
  const longest = `${'Q'.repeat(999)}𐌀`
  const given = timetable(['A', longest])
  const before = store.network()
  const reply = await store.importTimetable(given, { ...terms, stationPrefix: 'x' })
  assert.ok(!reply.ok && reply.refusal.code === 'station_code_too_long')
  const { codes, codeCount } = reply.refusal
  assert.deepEqual([codes, codeCount, reply.refusal.longest], [[`x${longest}`], 1, 1000])
  assert.equal(store.network(), before)
  assert.equal(reportOf(await store.importTimetable(given, terms)).stationPrefix, '', 'it is not remembered')
}

async function listsStationsInUse({ store }: OpenStore): Promise<void> {
  const plain = timetable(['A', 'B', 'C'])
  await store.importTimetable(plain, terms)
  const held = await hold(store, runOn(store, '2026-06-10'), 'A-C', ['1-1'])
  assert.ok(held.ok)
  await store.importTimetable(plain, { ...terms, stationPrefix: 'n-' })
  assert.deepEqual(listed(store).toSorted(), ['A', 'B', 'C', 'n-A', 'n-B', 'n-C'], 'somebody travels there')
  const other = { ...timetable(['P', 'Q']), source: 'other' }
  await store.importTimetable(other, terms)
  await store.importTimetable(other, { ...terms, stationPrefix: 'm-' })
  assert.deepEqual(listed(store).toSorted(), ['A', 'B', 'C', 'm-P', 'm-Q', 'n-A', 'n-B', 'n-C'])
  assert.equal(store.network().stations.get('P' as StationCode)?.name, 'P', 'a ticket still finds it')
}

async function showsOldDestination({ store }: OpenStore): Promise<void> {
  await store.importTimetable(timetable(['A', 'B', 'C Oslo']), terms)
  const [sold, free] = [runOn(store, '2026-06-10'), runOn(store, '2026-06-11')]
  assert.ok((await hold(store, sold, 'A-C', ['1-1'])).ok)
  await store.importTimetable(timetable(['A', 'B', 'C Bergen']), terms)
  const destinations = [sold, free].map((id) => {
    const run = store.network().run(id)
    return run && store.network().headsign(run, 0).text
  })
  assert.deepEqual(destinations, ['Oslo', 'Bergen'])
}

async function tellsOfNames({ store }: OpenStore): Promise<void> {
  await store.importTimetable(timetable(['A', 'B', 'C']), terms)
  const [sold, free] = [runOn(store, '2026-06-10'), runOn(store, '2026-06-11')]
  assert.ok((await hold(store, sold, 'A-C', ['1-1'])).ok)
  const told: number[] = []
  for (const id of [sold, free])
    store.watch(id, (commit) => void (commit.isOtherRun === true && told.push(commit.trainRunId)))
  const before = [sold, free].map((id) => store.network().run(id))
  await store.importTimetable(timetable(['A', 'B Bath', 'C']), terms)
  const same = before.map((run) => {
    const now = run && store.network().run(run.id)
    return run !== undefined && now !== undefined && isSameService(run, now)
  })
  assert.deepEqual([same, told], [[true, false], [free]])
  assert.ok((await hold(store, free, 'A-C', ['1-1'])).ok)
}

async function showsNamesOfToday({ store }: OpenStore): Promise<void> {
  const nameOn = (date: string) => {
    const run = store.network().run(runOn(store, date))
    return run && store.network().stationOf(run, 1)?.name
  }
  const dates = ['2026-06-10', '2026-06-11', '2026-06-16']
  await store.importTimetable(timetable(['A', 'B Brig', 'C']), terms)
  assert.ok((await hold(store, runOn(store, '2026-06-10'), 'A-C', ['1-1'])).ok)
  await store.importTimetable(timetable(['A', 'B Bath', 'C'], '2026-06-15'), terms)
  assert.deepEqual(dates.map(nameOn), ['Brig', 'Brig', 'Bath'], 'days before a timetable stay as they were')
  await store.importTimetable(timetable(['A', 'B Bath', 'C']), terms)
  assert.deepEqual(dates.map(nameOn), ['Brig', 'Bath', 'Bath'])
}
