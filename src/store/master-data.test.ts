import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import type { TrainRunId } from '../domain/ids.ts'
import type { Instant } from '../domain/instant.ts'
import type { Timetable } from '../domain/railway/timetable.ts'
import type { ImportHooks } from './import-thread.ts'
import { inTurns } from './in-turns.ts'
import { MasterData } from './master-data.ts'
import { temporaryFile } from './sqlite/temporary-file.fixture.ts'
import { inlineWriter } from './sqlite/writer.ts'
import { smallTimetable } from './store.fixture.ts'

const first = Temporal.PlainDate.from('2026-06-01')
const serviceDates = Array.from({ length: 400 }, (_, day) => first.add({ days: day }).toString())
const terms = { fromDate: '2026-06-01', toDate: '2027-12-31', mayWithdraw: true, at: 0 as Instant }

/** Seven trains on each of 400 days: more runs than are read in one piece. */
function manyRuns(name = 'A - E'): Timetable {
  const keys = ['K1', 'K2', 'K3', 'K4', 'K5', 'K6', 'K7']
  const trains = keys.flatMap((key) => smallTimetable({ key, number: key, name, serviceDates }).trains)
  return { ...smallTimetable(), trains }
}

const hooks: ImportHooks = { alone: (work) => work(), onPrepared: async () => {}, onProgress: () => {} }

/** Master data on a file with these runs; `onRead` is called after each reading of runs. */
async function openMasterData(t: TestContext, onRead: () => Promise<void> = async () => {}) {
  const writer = inlineWriter(temporaryFile(t).file)
  t.after(() => writer.close())
  await writer.importTimetable(manyRuns(), terms, hooks)
  const master = new MasterData(async (queries) => {
    const answers = await writer.all(queries)
    if (queries.some(([sql]) => /FROM train_runs/.test(sql))) await onRead()
    return answers
  }, 'IN (SELECT value FROM json_each(?))')
  return { writer, master }
}

test('T70: a timetable is read in pieces, every run once, from a date on', async (t) => {
  const { writer, master } = await openMasterData(t)
  for (const fromDate of ['2026-12-24', '2026-06-01', '2026-09-09']) {
    const network = await master.loadNetwork(fromDate)
    const [rows = []] = await writer.all([['SELECT id FROM train_runs WHERE service_date >= ?', [fromDate]]])
    const ids = (some: readonly unknown[]) => some.map(Number).sort((a, b) => a - b)
    assert.deepEqual(ids([...network.runs()].map((run) => run.id)), ids(rows.map((row) => row.id)))
  }
})

test('T71: runs that an import left alone stay the same objects', async (t) => {
  const { writer, master } = await openMasterData(t)
  const before = await master.loadNetwork('2026-06-01')
  const next = manyRuns()
  const [changed = assert.fail()] = next.trains.slice(0, 1)
  const trains = [{ ...changed, name: 'retimed' }, ...next.trains.slice(1)]
  await writer.importTimetable({ ...next, trains }, terms, hooks)
  const after = await master.loadNetwork('2026-06-01')
  const isSame = [...after.runs()].map((run) => run === before.run(run.id))
  assert.deepEqual([isSame.filter(Boolean).length, isSame.length], [6 * 400, 7 * 400])
})

test('T71: a run that is off sale for another reason than before is another object', async (t) => {
  const { writer, master } = await openMasterData(t)
  for (const reason of ['WITHDRAWN', 'WAITING']) {
    await writer.run('UPDATE train_runs SET off_sale_reason = ? WHERE id = 1', [reason])
    const network = await master.loadNetwork('2026-06-01')
    assert.equal(network.run(1 as TrainRunId)?.offSaleReason, reason)
  }
})

test('T72: an import that comes between two pieces is in the timetable whole', async (t) => {
  let left = 1
  const { writer, master } = await openMasterData(t, async () => {
    if (left-- === 1) await writer.importTimetable(manyRuns('retimed'), terms, hooks)
  })
  const network = await master.loadNetwork('2026-06-01')
  assert.deepEqual(new Set([...network.runs()].map((run) => run.train.name)), new Set(['retimed']))
  assert.equal(network.version, 2)
})

test('T73: long work lets everything else have its turn', async () => {
  let turns = 0
  let isOver = false
  const count = () => {
    turns++
    if (!isOver) setImmediate(count)
  }
  setImmediate(count)
  const result = await inTurns(
    (function* () {
      for (let step = 0; step < 30; step++) {
        const endsAt = performance.now() + 4
        while (performance.now() < endsAt);
        yield
      }
      return 'done'
    })(),
  )
  isOver = true
  assert.equal(result, 'done')
  assert.ok(turns >= 5, `others had ${turns} turns`)
})
