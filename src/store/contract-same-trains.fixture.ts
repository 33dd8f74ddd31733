import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { StationCode } from '../domain/ids.ts'
import { sketchStop } from '../domain/railway/run.fixture.ts'
import type { TrainPlan } from '../domain/railway/timetable.ts'
import type { EngineOptions, EngineStore } from './engine-store.ts'
import { saleOn } from './sold-railway.fixture.ts'
import { hold, type OpenStore, reportOf, runOn, smallRange, smallTimetable } from './store.fixture.ts'

type Using = (work: (world: OpenStore) => Promise<void>) => () => Promise<void>
type Open = (options?: EngineOptions) => Promise<OpenStore>

const soldDate = '2026-06-10'

/** Trains that are the same although their key is another, and runs that wait until they can be it. */
export function sameTrainContract(using: Using, open: Open): void {
  test(
    'T120: A train that stops elsewhere is the same train where it has the same number on the same date and at least two stations in common in the same order: a run that nobody has claims on becomes it and keeps its id, a sold one waits, and neither an import nor the horizon opens a second run beside it.',
    using(isOneRun),
  )
  test(
    'T120: a train that shares no ride with the sold one of its number is another train, and is sold',
    using(isAnotherTrain),
  )
  test(
    'T121: Where several trains of one number could be a sold run, it is the one that has most stations in common with it, in their order; runs with claims come first.',
    using(keepsPartsApart),
  )
  test(
    'T122: A train whose times have another rank among those of its number and stations keeps its run.',
    using(keepsRank),
  )
  test(
    'T123: An import says of each run that waits what it would lose: stations, minutes, or seats.',
    using(saysWhy),
  )
  test('T124: A run that waits becomes what the timetable has when the horizon rolls and nobody has claims on it any more, by the same rule as in an import; the store says when the last claim ends.', () =>
    becomesFree(open))
  test('T125: A hold whose time has run out is no claim for an import, nor for the roll of the horizon.', () =>
    forgetsExpiredHolds(open))
}

/** The train of the small timetable, calling elsewhere. */
function calling(codes: string, change: Partial<TrainPlan> = {}): TrainPlan {
  const [train] = smallTimetable({ key: `T1/${codes}`, stops: [...codes].map(sketchStop), ...change }).trains
  assert.ok(train)
  return train
}

const later = (minutes: number) =>
  [...'ABCDE'].map(sketchStop).map((stop) => ({
    ...stop,
    arrivalSeconds: stop.arrivalSeconds + minutes * 60,
    departureSeconds: stop.departureSeconds + minutes * 60,
  }))

async function importTrains({ store }: OpenStore, ...trains: readonly TrainPlan[]) {
  const codes = new Set(trains.flatMap(({ stops }) => stops.map(({ stationCode }) => stationCode)))
  const [like] = smallTimetable().stations
  assert.ok(like)
  const stations = [...codes].map((code) => ({ ...like, code, name: `Station ${code}` }))
  const terms = { ...smallRange, mayWithdraw: true }
  return reportOf(await store.importTimetable({ ...smallTimetable(), stations, trains }, terms))
}

/** One line for each run of a date: its stations, and what keeps it off sale. */
function linesOn(store: EngineStore, date: string): readonly string[] {
  return [...store.network().runs()]
    .filter(({ serviceDate }) => serviceDate === date)
    .map(({ train, offSaleReason }) => {
      const codes = train.stops.map(({ stationCode }) => stationCode).join('')
      return `${codes} ${offSaleReason ?? 'on sale'}`
    })
    .sort()
}

async function isOneRun(world: OpenStore): Promise<void> {
  const { store } = world
  const { sale, trainRunId } = saleOn(store)
  await sale.book(['1-1'])
  const unsold = runOn(store, '2026-06-11')
  for (const isAgain of [false, true]) {
    const report = await importTrains(world, calling('ABDE'))
    const { runsWaiting, runsOpened, runsWithdrawn, runsRemoved } = report
    assert.deepEqual([runsWaiting, runsOpened, runsWithdrawn, runsRemoved], [1, 0, 0, 0], `again: ${isAgain}`)
    assert.equal(await store.openRuns(smallRange.fromDate, smallRange.toDate), 0)
    assert.deepEqual(linesOn(store, soldDate), ['ABCDE WAITING'])
    assert.deepEqual(linesOn(store, '2026-06-11'), ['ABDE on sale'])
    assert.equal(runOn(store, '2026-06-11'), unsold)
  }
  await importTrains(world, calling('ABCDE', { key: 'T1' }))
  assert.deepEqual(linesOn(store, soldDate), ['ABCDE on sale'])
  assert.equal(runOn(store, soldDate), trainRunId)
  assert.ok((await sale.tryToHold(['1-2'])).ok)
}

async function isAnotherTrain(world: OpenStore): Promise<void> {
  const { store } = world
  await saleOn(store).sale.book(['1-1'])
  for (const codes of ['XYZ', 'AXY', 'EDCBA']) {
    await importTrains(world, calling(codes))
    assert.deepEqual(linesOn(store, soldDate), ['ABCDE WITHDRAWN', `${codes} on sale`], codes)
  }
  assert.equal(await store.openRuns(smallRange.fromDate, smallRange.toDate), 0)
}

async function keepsPartsApart(world: OpenStore): Promise<void> {
  const { store } = world
  await saleOn(store).sale.book(['1-1'])
  const report = await importTrains(world, calling('ABX'), calling('ABDE'), calling('ABY'))
  assert.deepEqual([report.runsWaiting, report.runsChanged, report.runsOpened], [1, 9, 20])
  assert.deepEqual(linesOn(store, soldDate), ['ABCDE WAITING', 'ABX on sale', 'ABY on sale'])
  await importTrains(world, calling('ABZ'))
  assert.deepEqual(linesOn(store, soldDate), ['ABCDE WAITING'], 'the sold one comes first')
}

async function keepsRank(world: OpenStore): Promise<void> {
  const { store } = world
  const second = calling('ABCDE', { key: 'T1#2', stops: later(240) })
  await importTrains(world, calling('ABCDE', { key: 'T1' }), second)
  const run = [...store.network().runs()].find(
    ({ serviceDate, train }) => serviceDate === soldDate && train.stops[0]?.departureSeconds === 12 * 3600,
  )
  assert.ok(run)
  assert.ok((await hold(store, run.id, 'A-C', ['1-1'])).ok)
  const report = await importTrains(world, { ...second, key: 'T1' })
  assert.deepEqual([report.runsWaiting, report.runsWithdrawn, report.runsRemoved], [0, 0, 10])
  assert.deepEqual([store.network().run(run.id)?.isOnSale, runOn(store, soldDate)], [true, run.id])
}

async function saysWhy(world: OpenStore): Promise<void> {
  await saleOn(world.store).sale.book(['2-1'])
  const [consist] = smallTimetable().consists
  assert.ok(consist)
  const short = { ...consist, name: 'short', seats: consist.seats.slice(0, 4) }
  const dryRun = async (train: TrainPlan) => {
    const consists = [consist, short]
    const timetable = { ...smallTimetable(), consists, trains: [train] }
    const terms = { ...smallRange, isDryRun: true, mayWithdraw: true }
    const { differences } = reportOf(await world.store.importTimetable(timetable, terms))
    return differences.filter(({ change }) => change === 'waiting').map(({ causes }) => causes)
  }
  const codes = (text: string) => [...text] as StationCode[]
  const stops = { what: 'stops', lost: codes('C'), added: codes('X') }
  const seats = { what: 'seats', seatNumbers: ['2-1'] }
  assert.deepEqual(await dryRun(calling('ABXDE')), [[stops]])
  assert.deepEqual(await dryRun(calling('ABXDE', { consistName: 'short' })), [[stops, seats]])
  assert.deepEqual(await dryRun(calling('ABCDE', { key: 'T1', stops: later(40) })), [
    [{ what: 'times', minutes: 40 }],
  ])
  assert.deepEqual(await dryRun(calling('ABCDE', { key: 'T1', consistName: 'short' })), [[seats]])
  assert.deepEqual(await dryRun(calling('ABCDE', { key: 'T1', stops: later(10) })), [])
}

async function becomesFree(open: Open): Promise<void> {
  let freed = 0
  const world = await open({ onWaitingFree: () => void freed++ })
  const { store } = world
  try {
    await store.importTimetable(smallTimetable(), smallRange)
    const { sale, trainRunId } = saleOn(store)
    const booked = await sale.book(['1-1', '1-2'])
    await importTrains(world, calling('ABDE'))
    const roll = () => store.openRuns(smallRange.fromDate, smallRange.toDate)
    await sale.cancel(booked, ['1-1'])
    assert.deepEqual([await roll(), freed], [0, 0])
    assert.deepEqual(linesOn(store, soldDate), ['ABCDE WAITING'])
    await sale.cancel(booked, ['1-2'])
    assert.deepEqual([await roll(), freed], [1, 1])
    assert.deepEqual(linesOn(store, soldDate), ['ABDE on sale'])
    assert.deepEqual([await roll(), runOn(store, soldDate)], [0, trainRunId])
    const picture = await store.picture(trainRunId)
    assert.equal(picture?.run.former.length, 1, 'what was sold is still known')
    assert.ok((await hold(store, trainRunId, 'A-B', ['1-1'])).ok)
    const report = await importTrains(world, calling('ABDE'))
    assert.deepEqual([report.runsUnchanged, report.runsWaiting], [10, 0])
  } finally {
    await world.close()
  }
}

async function forgetsExpiredHolds(open: Open): Promise<void> {
  // No timer ends the hold, as when no server runs.
  const world = await open({ schedule: () => () => {} })
  const { store, time } = world
  try {
    await store.importTimetable(smallTimetable(), smallRange)
    const { sale, trainRunId } = saleOn(store)
    await sale.hold(['1-1'])
    assert.equal((await importTrains(world, calling('ABDE'))).runsWaiting, 1)
    time.advance(119_999)
    assert.equal(await store.openRuns(smallRange.fromDate, smallRange.toDate), 0)
    assert.equal((await importTrains(world, calling('ABCE'))).runsWaiting, 1)
    time.advance(1)
    const report = await importTrains(world, calling('ABCE'))
    assert.deepEqual([report.runsWaiting, report.runsChanged], [0, 1])
    assert.deepEqual(linesOn(store, soldDate), ['ABCE on sale'])
    assert.ok((await hold(store, trainRunId, 'A-B', ['1-1'])).ok)
  } finally {
    await world.close()
  }
}
