import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { createRandom, type Random, seedOf } from '../../test/harness/random.ts'
import type { StationCode, TrainRunId } from '../domain/ids.ts'
import { priceCents } from '../domain/railway/price.ts'
import { sketchStop } from '../domain/railway/run.fixture.ts'
import { noOtherNames, type Station } from '../domain/railway/station.ts'
import type { Timetable } from '../domain/railway/timetable.ts'
import { departureAt, type TrainRun } from '../domain/railway/train-run.ts'
import type { EngineStore } from './engine-store.ts'
import { hold, type OpenStore, reportOf, runOn, smallRange, smallTimetable } from './store.fixture.ts'

type Using = (work: (world: OpenStore) => Promise<void>) => () => Promise<void>

/** What becomes of stations, and of what was sold at them, when several sources import timetables. */
export function stationContract(using: Using): void {
  test('D50: Whatever sources import, a run that was sold shows the names and local times of its stations that it was sold with, and any other run those of today.', (t) =>
    using((world) => showsWhatWasSold(t, world))())
  test(
    'T42: A feed with stations under the codes of different ones that another source has is refused with both names, and changes nothing.',
    using(refusesClash),
  )
  test(
    'T40: a station that its source no longer has is taken over by the next one that has it',
    using(takesOver),
  )
  test(
    'T43: A prefix keeps the stations of a source apart: it goes before each of its station codes, also in prices for pairs, and stays for later imports of the source until another one is given.',
    using(keepsApart),
  )
}

/** Towns in which each station of the small railway may lie; the first two are one place under two names. */
const towns = [
  { name: 'Lyon', timeZone: 'Europe/Paris', latitude: 45.76, longitude: 4.86 },
  { name: 'Lyon Part-Dieu', timeZone: 'Europe/Paris', latitude: 45.762, longitude: 4.86 },
  { name: 'Lyon', timeZone: 'Europe/London', latitude: 45.76, longitude: 4.86 },
  { name: 'Oslo', timeZone: 'Europe/Oslo', latitude: 59.9, longitude: 10.7 },
  { name: 'Helsinki', timeZone: 'Europe/Helsinki', latitude: 60.17, longitude: 24.94 },
] as const

function stationAt(code: string, town: (typeof towns)[number]): Station {
  return { code: code as StationCode, ...noOtherNames, ...town }
}

function timetableOf(source: string, stations: readonly Station[]): Timetable {
  const stops = stations.map(({ code }, index) => sketchStop(code, index))
  return { ...smallTimetable({ stops, number: source }), source, stations }
}

/** A line for each stop: what a ticket says of it. */
function shownBy(store: EngineStore, run: TrainRun): readonly string[] {
  return run.train.stops.map((_, index) => {
    const station = store.network().stationOf(run, index)
    assert.ok(station)
    const departure = Temporal.Instant.fromEpochMilliseconds(departureAt(run, index))
    return `${station.name} ${departure.toZonedDateTimeISO(station.timeZone).toPlainDateTime()}`
  })
}

/** Rounds at least, and at most until everything has happened. */
const rounds = { least: 20, most: 300 }

async function showsWhatWasSold(t: TestContext, world: OpenStore): Promise<void> {
  const random = createRandom(seedOf(t, 'STATION_SEED', 'src/store/contract.test.ts'))
  const sold = new Map<TrainRunId, readonly string[]>()
  let { store } = world
  const seen = { clash: 0, renamed: 0, kept: 0, soldOtherwise: 0 }
  const hasEverything = () => Object.values(seen).every((count) => count > 0)
  for (let round = 0; round < rounds.most && !(round >= rounds.least && hasEverything()); round++) {
    const areSameStations = random.chance(0.2)
    const prefix = random.chance(0.2) ? { stationPrefix: random.pick(['', 'x-', 'y-']) } : {}
    const terms = { ...smallRange, mayWithdraw: true, areSameStations, ...prefix }
    const reply = await store.importTimetable(randomTimetable(random), terms)
    if (reply.ok) for (const { change } of reply.value.stationDifferences) seen[change]++
    else seen.clash++
    assert.ok(reply.ok || (reply.refusal.code === 'station_clash' && !areSameStations))
    if (world.reopen && random.chance(0.1)) store = await world.reopen()
    for (const run of store.network().runs()) {
      const then = sold.get(run.id)
      assert.deepEqual(shownBy(store, run), then ?? shownBy(store, { ...run, stationsAsOf: null }))
      if (then && `${then}` !== `${shownBy(store, { ...run, stationsAsOf: null })}`) seen.soldOtherwise++
    }
    for (const id of sold.keys()) assert.ok(store.network().run(id), 'a sold run stays')
    for (const run of random.sample([...store.network().runs()], 2)) {
      const seat = `${1 + random.int(2)}-${1 + random.int(4)}`
      const held = await hold(store, run.id, 'A-C', [seat])
      if (held.ok && !sold.has(run.id)) sold.set(run.id, shownBy(store, run))
    }
  }
  assert.ok(hasEverything(), `the rounds have everything: ${JSON.stringify(seen)}`)
}

function randomTimetable(random: Random): Timetable {
  const codes = random.sample(['P', 'Q', 'R', 'S'], 3)
  const towny = random.chance(0.7) ? towns.slice(0, 3) : towns
  return timetableOf(
    random.pick(['one', 'two', 'three']),
    codes.map((code) => stationAt(code, random.pick(towny))),
  )
}

async function refusesClash({ store }: OpenStore): Promise<void> {
  const [lyon, partDieu, , oslo] = towns
  const first = timetableOf('one', [stationAt('P', lyon), stationAt('Q', oslo)])
  const second = timetableOf('two', [
    { ...stationAt('P', partDieu), line: 2 } as Station,
    { ...stationAt('Q', lyon), line: 3 } as Station,
  ])
  reportOf(await store.importTimetable(first, smallRange))
  const before = store.network().version
  const reply = await store.importTimetable(second, smallRange)
  assert.ok(!reply.ok && reply.refusal.code === 'station_clash')
  const expected = { code: 'Q', line: 3, source: 'one' }
  assert.deepEqual(reply.refusal.clashes, [
    { ...expected, is: stationAt('Q', lyon), known: stationAt('Q', oslo) },
  ])
  assert.equal(reply.refusal.clashCount, 1)
  assert.equal(store.network().version, before)
  const many = Array.from({ length: 150 }, (_, index) => stationAt(`M${index}`, oslo))
  reportOf(await store.importTimetable(timetableOf('three', many), smallRange))
  const others = many.map((station) => ({ ...station, ...lyon }))
  const more = await store.importTimetable(timetableOf('four', others), smallRange)
  assert.ok(!more.ok && more.refusal.code === 'station_clash')
  assert.deepEqual([more.refusal.clashes.length, more.refusal.clashCount], [100, 150])
  const agreed = await store.importTimetable(second, { ...smallRange, areSameStations: true })
  assert.equal(agreed.ok, true)
  assert.equal(store.network().stations.get('Q' as StationCode)?.name, 'Oslo', 'and it keeps its name')
}

async function takesOver({ store }: OpenStore): Promise<void> {
  const [lyon, partDieu, , oslo, helsinki] = towns
  const terms = { ...smallRange, mayWithdraw: true }
  const [p, q] = [stationAt('P', lyon), stationAt('Q', oslo)]
  const nameOf = (code: string) => store.network().stations.get(code as StationCode)?.name
  await store.importTimetable(timetableOf('one', [p, q]), terms)
  const renamed = timetableOf('two', [stationAt('P', partDieu), q])
  const shared = reportOf(await store.importTimetable(renamed, terms))
  assert.deepEqual([shared.stationDifferences[0]?.change, nameOf('P')], ['kept', 'Lyon'])
  await store.importTimetable(timetableOf('one', [stationAt('R', lyon), q]), terms)
  const own = reportOf(await store.importTimetable(renamed, terms))
  assert.deepEqual([own.stationDifferences[0]?.change, nameOf('P')], ['renamed', 'Lyon Part-Dieu'])
  const moved = timetableOf('one', [stationAt('R', helsinki), q])
  assert.equal((await store.importTimetable(moved, terms)).ok, true, 'nobody else calls there')
  const reply = await store.importTimetable(timetableOf('one', [p, stationAt('Q', helsinki)]), terms)
  assert.ok(!reply.ok && reply.refusal.code === 'station_clash', 'another source has trains there')
  assert.equal(reply.refusal.clashes[0]?.source, 'two')
  assert.ok(runOn(store, '2026-06-10'))
}

async function keepsApart({ store }: OpenStore): Promise<void> {
  const [lyon, , , oslo, helsinki] = towns
  const terms = { ...smallRange, mayWithdraw: true }
  const codesOf = () => [...store.network().stations.keys()].filter((code) => /[PQ]$/.test(code)).sort()
  const first = timetableOf('one', [stationAt('P', lyon), stationAt('Q', oslo)])
  const clashing = timetableOf('two', [stationAt('P', oslo), stationAt('Q', helsinki)])
  const fares = clashing.fares.map((fare) => ({
    ...fare,
    pairs: [{ from: 'P', to: 'Q', priceCents: { SECOND: 777 } }],
  }))
  const second = { ...clashing, fares }
  await store.importTimetable(first, terms)
  const reply = await store.importTimetable(second, { ...terms, stationPrefix: 'n-' })
  assert.equal(reportOf(reply).stationPrefix, 'n-')
  assert.deepEqual(codesOf(), ['P', 'Q', 'n-P', 'n-Q'])
  const [ride] = store.network().findRuns('n-P' as StationCode, 'n-Q' as StationCode, '2026-06-10')
  assert.ok(ride)
  assert.equal(priceCents(ride.run, 'SECOND', ride.segment, ride.meters), 777)

  const again = reportOf(await store.importTimetable(second, terms))
  assert.deepEqual([again.stationPrefix, again.runsUnchanged, again.runsOpened], ['n-', 10, 0])
  const held = await hold(store, ride.run.id, 'A-B', ['1-1'])
  assert.ok(held.ok)
  const moved = reportOf(await store.importTimetable(second, { ...terms, stationPrefix: 'm-' }))
  assert.deepEqual([moved.runsOpened, moved.runsRemoved, moved.runsWithdrawn], [0, 0, 0], 'the same trains')
  const sold = store.network().run(ride.run.id)
  assert.ok(sold)
  assert.equal(store.network().stationOf(sold, 0)?.name, 'Oslo', 'what was sold stays where it is')
  const none = await store.importTimetable(second, { ...terms, stationPrefix: '' })
  assert.equal(!none.ok && none.refusal.code, 'station_clash')
  assert.equal(reportOf(await store.importTimetable(second, terms)).stationPrefix, 'm-')
}
