import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { createRandom, type Random, seedOf } from '../../test/harness/random.ts'
import type { TrainRunId } from '../domain/ids.ts'
import type { Instant } from '../domain/instant.ts'
import type { Network } from '../domain/railway/network.ts'
import { sketchConsist, sketchStop } from '../domain/railway/run.fixture.ts'
import { sketchTimetable } from '../domain/railway/timetable.fixture.ts'
import type { Timetable } from '../domain/railway/timetable.ts'
import { EngineStore } from './engine-store.ts'
import type { Beside as EngineHooks } from './import-thread.ts'
import { prepared, withImport } from './import-trace.ts'
import { MasterData } from './master-data.ts'
import { deskOf } from './sqlite/import-desk.ts'
import { Session } from './sqlite/session.ts'
import { SqliteBackend } from './sqlite/sqlite-backend.ts'
import { temporaryFile } from './sqlite/temporary-file.fixture.ts'
import { inlineWriter, type Writer } from './sqlite/writer.ts'
import { hold, runOn, smallRange, smallTimetable } from './store.fixture.ts'
import { TestTime } from './test-time.fixture.ts'

const isListed = 'IN (SELECT value FROM json_each(?))'
const plainHooks = {
  alone: (work: () => Promise<void>) => work(),
  onPrepared: async () => {},
  onProgress: () => {},
}
const timed = { ...smallRange, mayWithdraw: true, at: 0 as Instant }

/** What a test sees of an import, or does beside it. */
interface Beside {
  /** The import, or the roll of the horizon, is prepared and read ahead, if it is. */
  readonly onRead?: () => Promise<void>
  readonly onEffect?: () => void
  /** All runs are being read, piece by piece, after the import took effect. */
  readonly onPieces?: () => Promise<void>
}

/** A store on SQLite with the small timetable. */
async function openStore(t: TestContext, beside: Beside, readsAhead = true) {
  const inner = inlineWriter(temporaryFile(t).file)
  let isInEffect = false
  const writer: Writer = {
    ...inner,
    async all(queries) {
      const isPiece = queries.some(([sql]) => /FROM (train_runs|staged_runs)\b/.test(sql))
      if (isInEffect && isPiece) await beside.onPieces?.()
      return inner.all(queries)
    },
    importTimetable: (timetable, terms, hooks) =>
      inner.importTimetable(timetable, terms, { ...hooks, ...seen(hooks) }),
    openRuns: (range, hooks) => inner.openRuns(range, seen(hooks)),
  }
  const seen = (hooks: EngineHooks): EngineHooks => ({
    async onPrepared() {
      isInEffect = false
      if (readsAhead) await hooks.onPrepared()
      await beside.onRead?.()
    },
    alone: (work) =>
      hooks.alone(async () => {
        await work()
        isInEffect = true
        beside.onEffect?.()
      }),
  })
  await inner.importTimetable(smallTimetable(), timed, plainHooks)
  const time = new TestTime()
  const backend = new SqliteBackend({ writer, clock: time, locatorKey: [1, 2, 3, 4], release: () => {} })
  const store = await EngineStore.open(backend, { schedule: time.schedule })
  t.after(() => store.close())
  /** The timetable as somebody reads it who has read nothing before. */
  const fresh = () => new MasterData((queries) => inner.all(queries), isListed).loadNetwork('2026-01-01')
  return { store, time, fresh }
}

/** What somebody hears who asks for a seat when an import has just changed its run, and then again. */
async function askAtEffect(t: TestContext, readsAhead: boolean): Promise<readonly string[]> {
  const { promise: released, resolve: release } = Promise.withResolvers<void>()
  const { promise: waited, resolve: onWait } = Promise.withResolvers<string>()
  const ask = async () => {
    const reply = await hold(store, run, 'A-C', ['1-1'])
    return reply.ok ? 'placed' : reply.refusal.code
  }
  const { promise: asked, resolve: onAsked } = Promise.withResolvers<void>()
  let first: Promise<string> | undefined
  const onEffect = () => {
    first = ask()
    onAsked()
  }
  const onPieces = () => {
    onWait('waits for the whole timetable')
    return released
  }
  const { store } = await openStore(t, { onEffect, onPieces }, readsAhead)
  const run = runOn(store, '2026-06-12')
  const imported = store.importTimetable(smallTimetable({ name: 'retimed' }), smallRange)
  await asked
  const answers = [await Promise.race([first ?? assert.fail(), waited])]
  if (readsAhead) answers.push(await Promise.race([ask(), waited]))
  release()
  assert.ok((await imported).ok)
  await first
  return answers
}

test('D90: A command on a run that an import changes does not wait until the new timetable is read: nearly all of it is in memory when it takes effect.', async (t) =>
  assert.deepEqual(await askAtEffect(t, true), ['run_changed', 'placed']))

test('and if nothing is read ahead it waits, or the test above proves nothing', async (t) =>
  assert.deepEqual(await askAtEffect(t, false), ['waits for the whole timetable']))

/** The train of the small timetable, without its third station. */
const shortened = (source: string): Timetable => ({
  ...smallTimetable({ key: 'T1/short', stops: [...'ABDE'].map(sketchStop) }),
  source,
})

/**
 * What somebody hears who asks for a seat when the horizon has just put a run on sale again that waited, for
 * a run of each of two sources, and then again.
 */
async function askAtRoll(t: TestContext, readsAhead: boolean): Promise<readonly string[]> {
  const { promise: released, resolve: release } = Promise.withResolvers<void>()
  const { promise: waited, resolve: onWait } = Promise.withResolvers<string>()
  const ask = async (run: TrainRunId) => {
    const reply = await hold(store, run, 'A-B', ['1-1'])
    return reply.ok ? 'placed' : reply.refusal.code
  }
  let isRolling = false
  const asked: Promise<string>[] = []
  const onEffect = () => {
    if (isRolling) asked.push(ask(runs[asked.length] ?? assert.fail()))
  }
  const onPieces = async () => {
    if (!isRolling) return
    onWait('waits for the whole timetable')
    await released
  }
  const { store, time } = await openStore(t, { onEffect, onPieces }, readsAhead)
  const terms = { ...smallRange, mayWithdraw: true }
  const sources = [smallTimetable().source, 'another']
  for (const source of sources) await store.importTimetable({ ...smallTimetable(), source }, terms)
  const runs = [...store.network().runs()]
    .filter((run) => run.serviceDate === '2026-06-12')
    .map(({ id }) => id)
    .sort((one, other) => one - other)
  for (const run of runs) assert.ok((await hold(store, run, 'A-C', ['1-1'])).ok)
  for (const source of sources) await store.importTimetable(shortened(source), terms)
  assert.deepEqual(
    runs.map((run) => store.network().run(run)?.offSaleReason),
    ['WAITING', 'WAITING'],
  )
  time.advance(120_000)
  isRolling = true
  const rolled = store.openRuns(smallRange.fromDate, smallRange.toDate)
  if (readsAhead) assert.equal(await Promise.race([rolled, waited]), 2)
  else await waited
  const answers = await Promise.all(asked.map((one) => Promise.race([one, waited])))
  if (readsAhead) for (const run of runs) answers.push(await Promise.race([ask(run), waited]))
  release()
  await rolled
  return answers
}

test('D90: the same when the horizon rolls and runs that waited come on sale, source by source', async (t) =>
  assert.deepEqual(await askAtRoll(t, true), ['run_changed', 'run_changed', 'placed', 'placed']))

test('and if nothing is read ahead of that they wait', async (t) =>
  assert.ok((await askAtRoll(t, false)).includes('waits for the whole timetable')))

const dates = Array.from({ length: 10 }, (_, day) => `2026-06-${10 + day}`)
const stopsOf = (codes: string) => [...codes].map(sketchStop)

/** A timetable that has much in common with the small one. */
function randomTimetable(random: Random): Timetable {
  const rows = random.chance(0.5) ? ['wa aw'] : ['wa aw', 'wa aw']
  const consist = sketchConsist([
    { number: '1', rows: ['wa aw'] },
    { number: '2', rows },
  ])
  const timetable = sketchTimetable(consist, { serviceDates: dates.filter(() => random.chance(0.8)) })
  const [train] = timetable.trains
  if (!train) throw new Error('there is no train')
  const name = random.pick(['A - E', 'retimed'])
  const shown = random.pick(['East', 'End', ''])
  const headsigns = shown === '' ? [] : [{ fromStop: 0, text: shown, byLanguage: {} }]
  const other = { ...train, key: 'T2', number: 'T 2', stops: stopsOf(random.pick(['ABE', 'EA', 'ACE'])) }
  return {
    ...timetable,
    stations: timetable.stations.map((station) =>
      random.chance(0.2) ? { ...station, name: `New ${station.code}` } : station,
    ),
    trains: [{ ...train, name, headsigns }, ...(random.chance(0.6) ? [other] : [])],
  }
}

/** Everything that a network says, in an order that does not depend on how it came about. */
function saysOf(network: Network): unknown {
  const runs = [...network.runs()].sort((a, b) => a.id - b.id)
  const calls = runs.map((run) =>
    run.train.stops.map((_, at) => [network.headsign(run, at), network.stationOf(run, at)?.name]),
  )
  const codes = network.stationsByName.map(({ code }) => code)
  const rides = codes.flatMap((from) =>
    codes.flatMap((to) =>
      dates.flatMap((date) =>
        network.findRuns(from, to, date).map(({ run, segment, meters }) => [run.id, segment, meters]),
      ),
    ),
  )
  return { version: network.version, stations: network.stationsByName, runs, calls, rides }
}

test('T140: What an import has prepared is read before it takes effect, and then only the runs that have changed since; the timetable is the same as one that is read whole.', async (t) => {
  const random = createRandom(seedOf(t, 'AHEAD_SEED', 'src/store/read-ahead.test.ts'))
  let pieces = 0
  let lateCount = 0
  const onPieces = async () => void pieces++
  const onRead = async () => {
    const longRuns = [...store.network().runs()].filter(({ train }) => train.number === 'T 1')
    for (const { id } of random.sample(longRuns, random.int(4))) {
      const seat = random.pick(['1-1', '1-2', '2-3', '2-5', '2-8'])
      const segment = random.pick(['A-C', 'B-E'])
      if ((await hold(store, id, segment, [seat])).ok) lateCount++
    }
  }
  const { store, time, fresh } = await openStore(t, { onPieces, onRead })
  let renewed = 0
  // Few rolls of the horizon find a run that waited.
  for (let round = 0; round < 40 || (renewed === 0 && round < 400); round++) {
    const reply = await store.importTimetable(randomTimetable(random), { ...smallRange, mayWithdraw: true })
    assert.deepEqual(saysOf(store.network()), saysOf(await fresh()), `import ${round + 1}`)
    assert.ok(reply.ok)
    if (random.chance(0.7)) continue
    // Holds end, and what waited for that comes on sale.
    time.advance(120_000)
    renewed += await store.openRuns(smallRange.fromDate, smallRange.toDate)
    assert.deepEqual(saysOf(store.network()), saysOf(await fresh()), `roll after import ${round + 1}`)
  }
  assert.ok(renewed > 0, 'the horizon put no run on sale')
  assert.equal(pieces, 0, 'runs that nobody had a claim on were read again')
  assert.ok(lateCount > 10, `${lateCount} holds beside imports`)
})

test('D92: What was read ahead serves only the import that it was read of: ids of one that ended before it took effect may come to name something else.', async (t) => {
  const writer = inlineWriter(temporaryFile(t).file)
  t.after(() => writer.close())
  const master = new MasterData((queries) => writer.all(queries), isListed)
  const withRows = (count: number) =>
    sketchTimetable(sketchConsist([{ number: '1', rows: Array.from({ length: count }, () => 'wa aw') }]), {
      serviceDates: dates,
    })
  await writer.importTimetable(withRows(1), timed, plainHooks)
  await master.loadNetwork('2026-01-01')
  const consists = async () => (await writer.all([['SELECT max(id) AS id FROM consists', []]]))[0]?.[0]?.id
  let dead: unknown
  const dying = async () => {
    await master.readAhead('2026-01-01')
    dead = await consists()
    throw new Error('the process has died')
  }
  await assert.rejects(writer.importTimetable(withRows(2), timed, { ...plainHooks, onPrepared: dying }))
  await writer.importTimetable(withRows(3), timed, plainHooks)
  assert.equal(await consists(), dead, 'the id of the consist that was removed has come back')
  const network = await master.loadNetwork('2026-01-01')
  assert.deepEqual(new Set([...network.runs()].map((run) => run.consist.seats.length)), new Set([12]))
})

test('D92: Word of an earlier import that comes late reads nothing of one that is still being staged.', async (t) => {
  const session = new Session(temporaryFile(t).file)
  t.after(() => session.close())
  let pieces = 0
  const master = new MasterData(async (queries) => {
    pieces += queries.filter(([sql]) => /FROM staged_trains|FROM staged_runs/.test(sql)).length
    return session.all(queries)
  }, isListed)
  const piecesRead = async () => {
    pieces = 0
    await master.readAhead('2026-01-01')
    return pieces
  }
  assert.equal(await piecesRead(), 0, 'without an import')
  await withImport(deskOf(session, plainHooks.alone), async (own) => {
    assert.equal(await piecesRead(), 0, 'before everything is staged')
    await prepared(own, async () => assert.ok((await piecesRead()) > 0))
  })
  assert.equal(await piecesRead(), 0, 'once it has ended')
})
