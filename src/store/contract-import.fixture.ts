import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { createRandom, type Random, seedOf } from '../../test/harness/random.ts'
import type { TrainRunId } from '../domain/ids.ts'
import { type ImportReport, type RunChange, runChanges } from '../domain/railway/import-differences.ts'
import { type CoachSketch, sketchConsist, sketchFare, sketchStop } from '../domain/railway/run.fixture.ts'
import type { ConsistPlan, Timetable, TrainPlan } from '../domain/railway/timetable.ts'
import type { OffSaleReason, Train } from '../domain/railway/train-run.ts'
import { refuse } from '../domain/result.ts'
import { releaseHold } from '../domain/sale/release-hold.ts'
import type { EngineStore } from './engine-store.ts'
import { sellALittle } from './sold-railway.fixture.ts'
import { hold, type OpenStore, reportOf, runOn, smallRange, smallTimetable } from './store.fixture.ts'
import type { RunCommit } from './store.ts'

type Using = (work: (world: OpenStore) => Promise<void>) => () => Promise<void>

/** What an import does to the runs of its source, and what it says of that. */
export function importContract(using: Using): void {
  test(
    'D40: What an older timetable has before the first date of a newer one stays as it is, and comes on sale as the horizon rolls on.',
    using(keepsDatesBefore),
  )
  test(
    'T110: An import with a nearer horizon opens nothing after it, and takes nothing away that the timetable has: runs that are open after it follow the timetable, too.',
    using(keepsRunsAfterHorizon),
  )
  test('D41: An import says what it does to each run of its source: applying what it says to what was gives what is.', (t) =>
    using((world) => saysWhatItDoes(t, world))())
  test(
    'D70: A run that nobody has claims on keeps its id as long as its train runs on that date, whatever else a newer timetable changes; its picture and its watchers start over.',
    using(keepsIds),
  )
  test(
    'D42: A dry run says what the import would do, in the same words, and changes nothing.',
    using(changesNothing),
  )
  test(
    'D43: An import that takes a run with bookings, or more than a tenth of the runs of its source, off sale is refused with what it would do until somebody agrees.',
    using(asksForConsent),
  )
  test(
    'D44: A feed whose source nobody has named replaces the timetable of that name only where that has at least half of its trains.',
    using(asksForSource),
  )
}

function numbered(key: string, change: Partial<TrainPlan> = {}): TrainPlan {
  const [train] = smallTimetable({ key, number: key, ...change }).trains
  assert.ok(train)
  return train
}

/** One line a run, by date and number. */
function linesOf(store: EngineStore): readonly string[] {
  return [...store.network().runs()]
    .map((run) => `${run.serviceDate} ${run.train.number} ${run.train.name} ${run.isOnSale}`)
    .sort()
}

async function keepsDatesBefore({ store }: OpenStore): Promise<void> {
  const range = { fromDate: '2026-06-01', toDate: '2026-06-12' }
  const dates = (from: number, to: number) =>
    Array.from({ length: to - from + 1 }, (_, day) => `2026-06-${from + day}`)
  const older = { ...smallTimetable(), trains: [numbered('K1'), numbered('K2')] }
  await store.importTimetable(older, { ...range, mayWithdraw: true })
  const before = linesOf(store)
  const later = { name: 'retimed', serviceDates: dates(15, 19) }
  const newer = { ...older, firstDate: '2026-06-15', trains: [numbered('K1', later), numbered('K3', later)] }
  const report = reportOf(await store.importTimetable(newer, range))
  assert.deepEqual([report.runsUnchanged, report.runsOpened, report.runsRemoved], [6, 0, 0])
  assert.deepEqual(linesOf(store), before)
  await store.openRuns('2026-06-01', '2026-06-30')
  const expected = [
    ...dates(10, 14).flatMap((date) => [`${date} K1 A - E true`, `${date} K2 A - E true`]),
    ...dates(15, 19).flatMap((date) => [`${date} K1 retimed true`, `${date} K3 retimed true`]),
  ]
  assert.deepEqual(linesOf(store), expected)
}

async function keepsRunsAfterHorizon({ store }: OpenStore): Promise<void> {
  const near = { ...smallRange, toDate: '2026-06-12' }
  assert.ok((await hold(store, runOn(store, '2026-06-18'), 'A-B', ['1-1'])).ok)
  const before = linesOf(store)
  const same = reportOf(await store.importTimetable(smallTimetable(), near))
  assert.equal(same.runsUnchanged, 10)
  assert.deepEqual(linesOf(store), before)
  const renamed = { ...smallTimetable(), trains: [numbered('T1', { name: 'renamed' }), numbered('K2')] }
  const report = reportOf(await store.importTimetable(renamed, { ...near, mayWithdraw: true }))
  assert.deepEqual([report.runsChanged, report.runsRenamed, report.runsOpened], [9, 1, 3])
  const without = { ...renamed, trains: [numbered('T1', { name: 'renamed', serviceDates: ['2026-06-10'] })] }
  const last = reportOf(await store.importTimetable(without, { ...near, mayWithdraw: true }))
  assert.deepEqual([last.runsWithdrawn, last.runsRemoved], [1, 8 + 3], 'what the timetable has no more')
}

interface RunThere {
  /** Null for a run that is yet to be opened. */
  readonly id: TrainRunId | null
  readonly content: string
  readonly offSaleReason: OffSaleReason | null
}

function contentOf(train: Pick<Train, 'name' | 'stops'>, consist: string, fare: string): string {
  const times = train.stops.map(({ departureSeconds }) => departureSeconds / 60)
  return [train.name, times, consist, fare].join(', ')
}

function snapshot(store: EngineStore): ReadonlyMap<string, RunThere> {
  return new Map(
    [...store.network().runs()].map(({ id, serviceDate, train, consist, fare, offSaleReason }) => [
      `${serviceDate} ${train.number}`,
      { id, content: contentOf(train, consist.name, fare.name), offSaleReason },
    ]),
  )
}

/** Who has which seats of which run, in words that outlast a change of coaches. */
async function claimsOf(store: EngineStore): Promise<readonly string[]> {
  const lines: string[] = []
  for (const { id } of store.network().runs()) {
    const picture = await store.picture(id)
    if (!picture) continue
    for (const { id: seatId, number, travelClass } of picture.run.consist.seats)
      for (const { state, fromLeg, toLeg, holdId } of picture.claimsOn(seatId))
        lines.push([id, number, travelClass, state, fromLeg, toLeg, holdId].join(' '))
  }
  return lines.sort()
}

/**
 * In memory, rounds at least, and at most until every kind of change has been seen. A database takes seconds
 * for what memory does in milliseconds, and does a few; `npm run imports:nightly` asks for more.
 */
const rounds = { least: 30, most: 300, onDatabase: Number(process.env.IMPORT_ROUNDS ?? 8) }

async function saysWhatItDoes(t: TestContext, { store, rows }: OpenStore): Promise<void> {
  const random = createRandom(seedOf(t, 'IMPORT_SEED', 'src/store/contract.test.ts'))
  const empty = { ...smallTimetable(), trains: [] }
  await store.importTimetable(empty, { ...smallRange, mayWithdraw: true })
  const seen = new Set<RunChange>()
  const isInMemory = rows === null
  const isDone = (round: number) =>
    isInMemory ? round >= rounds.least && seen.size === runChanges.length : round >= rounds.onDatabase
  for (let round = 0; round < rounds.most && !isDone(round); round++) {
    const timetable = randomTimetable(random)
    const terms = { ...smallRange, toDate: random.pick(['2026-06-14', '2026-06-30']), mayWithdraw: true }
    const was = snapshot(store)
    const claims = await claimsOf(store)
    const foretold = reportOf(await store.importTimetable(timetable, { ...terms, isDryRun: true }))
    assert.deepEqual(snapshot(store), was, 'a dry run changes nothing')
    const report = reportOf(await store.importTimetable(timetable, terms))
    assert.deepEqual(report, foretold, 'a dry run tells what the import then does')
    const is = snapshot(store)
    assertSame(applied(was, report, timetable), is, was)
    assert.deepEqual(await claimsOf(store), claims, 'everybody keeps their seats')
    for (const { change } of report.differences) seen.add(change)
    if (random.chance(0.3)) await store.openRuns('2026-06-01', '2026-06-30')
    await claimSome(store, random)
  }
  if (isInMemory)
    assert.deepEqual([...seen].sort(), runChanges.toSorted(), 'the rounds have every kind of change')
}

/** Holds a few seats, and gives some of them up again: a run that was claimed may be free now. */
async function claimSome(store: EngineStore, random: Random): Promise<void> {
  for (const { id } of random.sample([...snapshot(store).values()], random.int(3))) {
    if (id === null) continue
    const held = await hold(store, id, 'A-B', [`${1 + random.int(2)}-${1 + random.int(4)}`])
    if (!held.ok || random.chance(0.5)) continue
    const { id: holdId, token: holdToken, userId } = held.value.hold
    await store.decide({ trainRunId: id, holdId }, (inventory, now) =>
      releaseHold(inventory, { holdId, holdToken, userId }, now),
    )
  }
}

function consistOf(name: string, coaches: readonly CoachSketch[]): ConsistPlan {
  const { seats, id: _id, ...drawn } = sketchConsist(coaches)
  return { ...drawn, name, seats: seats.map(({ id: _, index: __, ...seat }) => seat) }
}

function randomTimetable(random: Random): Timetable {
  const small = smallTimetable()
  const coach = (number: string, travelClass = 'SECOND') => ({ number, rows: ['wa aw'], travelClass })
  const consists = [
    ...small.consists,
    consistOf('long', [coach('1'), coach('2'), coach('3')]),
    consistOf('short', [coach('1')]),
    consistOf('first class ahead', [coach('1', 'FIRST'), coach('2')]),
  ]
  const fares = [sketchFare, { ...sketchFare, name: 'dear' }]
  const firstDate = random.pick(['2026-06-01', '2026-06-12', '2026-06-14'])
  const dates = (small.trains[0]?.serviceDates ?? []).filter((date) => firstDate <= date)
  const trains = random.sample(['K1', 'K2', 'K3'], 1 + random.int(3)).map((key) => {
    const later = random.pick([0, 0, 0, 0, 0, 0, 10, -5, 30]) * 60
    const without = random.pick(['', '', '', '', '', 'C', 'D'])
    return numbered(key, {
      key: key + without,
      name: random.pick(['A - E', 'renamed']),
      consistName: random.chance(0.5) ? 'sketched' : random.pick(consists).name,
      fareName: random.chance(0.7) ? sketchFare.name : random.pick(fares).name,
      stops: stopsWithout(without).map((stop) => ({
        ...stop,
        arrivalSeconds: stop.arrivalSeconds + later,
        departureSeconds: stop.departureSeconds + later,
      })),
      serviceDates: random.sample(dates, 4 + random.int(7)).sort(),
    })
  })
  return { ...small, consists, fares, trains, firstDate }
}

/** A to E at their usual times, without one of them if it is named. */
function stopsWithout(code: string) {
  return [...'ABCDE'].map(sketchStop).filter(({ stationCode }) => stationCode !== code)
}

/** What was, changed as the report says. */
function applied(
  was: ReadonlyMap<string, RunThere>,
  report: ImportReport,
  { trains }: Timetable,
): ReadonlyMap<string, RunThere> {
  const after = new Map(was)
  const told = new Set<string>()
  for (const { change, number, dates } of report.differences)
    for (const date of dates) {
      const name = `${date} ${number}`
      assert.ok(!told.has(name), `${name} is told once`)
      told.add(name)
      const run = was.get(name)
      const plan = trains.find((train) => train.number === number)
      const content = plan && contentOf(plan, plan.consistName, plan.fareName)
      const next = nextOf(change, run, content)
      if (next) after.set(name, next)
      else after.delete(name)
    }
  assert.deepEqual(
    [...was.keys()].filter((name) => !told.has(name)),
    [],
    'every run is told of',
  )
  return after
}

function nextOf(change: RunChange, run: RunThere | undefined, content = ''): RunThere | undefined {
  assert.equal(run === undefined, change === 'opened')
  const wanted = { content, offSaleReason: null }
  if (change === 'opened' || !run) return { id: null, ...wanted }
  if (change === 'removed') return undefined
  if (change === 'unchanged') return run
  if (change === 'waiting') return { ...run, offSaleReason: 'WAITING' }
  if (change === 'withdrawn') return { ...run, offSaleReason: 'WITHDRAWN' }
  if (change === 'reopened') return { ...run, offSaleReason: null }
  return { ...run, ...wanted }
}

function assertSame(
  expected: ReadonlyMap<string, RunThere>,
  is: ReadonlyMap<string, RunThere>,
  was: ReadonlyMap<string, RunThere>,
): void {
  const known = new Set([...was.values()].map(({ id }) => id))
  const found = [...is].map(([name, run]): [string, RunThere] => [
    name,
    expected.get(name)?.id === null && !known.has(run.id) ? { ...run, id: null } : run,
  ])
  assert.deepEqual(new Map(found.toSorted()), new Map([...expected].toSorted()))
}

async function keepsIds({ store }: OpenStore): Promise<void> {
  const ids = () => [...store.network().runs()].map(({ id, serviceDate }) => `${serviceDate} ${id}`).sort()
  const before = ids()
  const run = runOn(store, '2026-06-10')
  const seen = await store.picture(run)
  const news: RunCommit[] = []
  const unwatch = store.watch(run, (commit) => commit.isOtherRun && news.push(commit))
  const changes: readonly [Partial<TrainPlan>, Partial<Timetable>][] = [
    [{ timeZone: 'Asia/Tokyo' }, {}],
    [{ fareName: 'dearer' }, { fares: [{ ...sketchFare, name: 'dearer', roundToCents: 100 }] }],
    [
      { consistName: 'one coach' },
      { consists: [consistOf('one coach', [{ number: '1', rows: ['wa aw'] }])] },
    ],
  ]
  for (const [index, [train, timetable]] of changes.entries()) {
    const next = { ...smallTimetable(train), ...timetable }
    const report = reportOf(await store.importTimetable(next, smallRange))
    assert.deepEqual([report.runsChanged, report.runsOpened, report.runsRemoved], [10, 0, 0])
    assert.deepEqual(ids(), before)
    assert.equal(news.length, index + 1)
    const picture = await store.picture(run)
    assert.notEqual(picture, seen)
    assert.equal(picture?.run, store.network().run(run))
  }
  unwatch()
  const refused = await hold(store, run, 'A-C', ['1-1', '2-1'])
  assert.deepEqual(refused, refuse({ code: 'seat_not_on_run', seatNumbers: ['2-1'] }))
  assert.equal((await hold(store, run, 'A-C', ['1-1'])).ok, true)
}

async function changesNothing({ store }: OpenStore): Promise<void> {
  const before = { runs: linesOf(store), version: store.network().version }
  const other = smallTimetable({ key: 'T2', number: 'T 2' })
  const terms = { ...smallRange, mayWithdraw: true }
  const foretold = reportOf(await store.importTimetable(other, { ...terms, isDryRun: true }))
  assert.deepEqual([foretold.runsOpened, foretold.runsRemoved], [10, 10])
  assert.deepEqual({ runs: linesOf(store), version: store.network().version }, before)
  assert.deepEqual(reportOf(await store.importTimetable(other, terms)), foretold)
}

async function asksForConsent({ store }: OpenStore): Promise<void> {
  await sellALittle(store)
  const dates = smallTimetable().trains[0]?.serviceDates ?? []
  const cases = [
    { serviceDates: dates.slice(0, 9), refused: null },
    { serviceDates: dates.slice(0, 8), refused: { bookedRuns: 0, runsTaken: 2, runsBefore: 10 } },
    { serviceDates: dates.slice(1), refused: { bookedRuns: 1, runsTaken: 1, runsBefore: 10 } },
  ]
  const before = linesOf(store)
  for (const { serviceDates, refused } of cases) {
    const terms = { ...smallRange, isDryRun: refused === null }
    const reply = await store.importTimetable(smallTimetable({ serviceDates }), terms)
    assert.equal(reply.ok, refused === null)
    if (reply.ok || reply.refusal.code !== 'consent_needed') continue
    const { bookedRuns, runsTaken, runsBefore } = reply.refusal
    assert.deepEqual({ bookedRuns, runsTaken, runsBefore }, refused)
    assert.deepEqual(linesOf(store), before)
  }
  const used = runOn(store, '2026-06-10')
  const bookings = await store.listBookings([1 as never], 10)
  const confirmed = bookings.filter(({ booking }) => booking.status === 'CONFIRMED').length
  const without = smallTimetable({ serviceDates: dates.slice(1) })
  const report = reportOf(await store.importTimetable(without, { ...smallRange, mayWithdraw: true }))
  const withdrawn = report.differences.find(({ change }) => change === 'withdrawn')
  assert.deepEqual(withdrawn?.bookings, { '2026-06-10': confirmed })
  assert.equal(store.network().run(used)?.isOnSale, false)
  const again = await store.importTimetable(without, smallRange)
  assert.equal(again.ok, true, 'what is off sale already is not taken off again')
}

async function asksForSource({ store }: OpenStore): Promise<void> {
  const guessed = { ...smallRange, isSourceGuessed: true, mayWithdraw: true }
  const ofTrains = (keys: readonly string[]) => ({
    ...smallTimetable(),
    trains: keys.map((key) => numbered(key)),
  })
  const before = linesOf(store)
  const reply = await store.importTimetable(ofTrains(['K1', 'K2', 'T1']), guessed)
  assert.equal(!reply.ok && reply.refusal.code, 'source_needed')
  assert.equal(!reply.ok && reply.refusal.code === 'source_needed' && reply.refusal.sharedTrains, 1)
  assert.deepEqual(linesOf(store), before)
  assert.equal((await store.importTimetable(ofTrains(['K1', 'T1']), guessed)).ok, true)
  const named = { ...guessed, isSourceGuessed: false }
  assert.equal((await store.importTimetable(ofTrains(['K7', 'K8', 'K9']), named)).ok, true)
  const other = { ...ofTrains(['X1', 'X2']), source: 'a source that is not there yet' }
  assert.equal((await store.importTimetable(other, guessed)).ok, true)
}
