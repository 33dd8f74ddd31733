import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { TrainRunId } from '../domain/ids.ts'
import type { Instant } from '../domain/instant.ts'
import { emptyRunState } from '../domain/inventory/run-state.ts'
import { makeRun } from '../domain/railway/run.fixture.ts'
import type { TrainRun } from '../domain/railway/train-run.ts'
import { StoreBusy, TimetableOld } from './faults.ts'
import { mostEntriesBehind, Pictures } from './pictures.ts'

const ids = (count: number) => Array.from({ length: count }, (_, index) => (index + 1) as TrainRunId)

function picturesOf(maxWeight: number) {
  const loads: (readonly TrainRunId[])[] = []
  const pictures = new Pictures({
    reader: {
      loadRuns: async (wanted) => {
        loads.push([...wanted])
        return new Map(wanted.map((id) => [id, emptyRunState]))
      },
      loadChanges: null,
    },
    findRun: (id) => (id > 900 ? undefined : { ...makeRun(), id }),
    onRenewed: () => {},
    readTimetable: async () => {},
    maxWeight,
  })
  return { pictures, loads }
}

test('E14: pictures requested in one turn are loaded together, each once', async () => {
  const { pictures, loads } = picturesOf(1_000_000)
  const found = await Promise.all([...ids(3), ...ids(3), 999 as TrainRunId].map((id) => pictures.load(id)))
  assert.deepEqual(loads, [[1, 2, 3]])
  assert.equal(found[0], found[3])
  assert.equal(found.at(-1), undefined)
})

test('E15: when pictures take too much room, the least recently used are dropped, but none in use', async () => {
  const { pictures } = picturesOf(0)
  for (const id of ids(4)) await pictures.load(id)
  const first = pictures.get(1 as TrainRunId)
  assert.ok(first)
  pictures.published(first)
  for (let call = 0; call < 256; call++) pictures.trim((id) => id === 2)
  assert.equal(pictures.count, 1)
  assert.ok(pictures.get(2 as TrainRunId))
})

const run = makeRun().id
const state = (commitSeq: number) => ({ ...emptyRunState, commitSeq })
const noChanges = {
  closures: [],
  auditSeq: 0,
  auditHash: '',
  claims: new Map(),
  holds: [],
  payments: [],
  keys: [],
}

/**
 * A reader of a run that says how far the run is, with the marks from which changes were requested and the
 * full loads.
 */
function sharedRun() {
  const asked: (number | 'whole')[] = []
  const database = { commitSeq: 1, isTold: true, onRead: () => {}, run: makeRun() }
  const pictures = new Pictures({
    reader: {
      loadRuns: async (ids) => {
        asked.push('whole')
        const { commitSeq, run: there } = database
        const fits = (one: TrainRun) => one === there
        const states = new Map(ids.map((id) => [id, { ...state(commitSeq), fits }]))
        database.onRead()
        return states
      },
      loadChanges: async (marks) => {
        asked.push(...marks.map((mark) => mark.commitSeq))
        const { commitSeq, isTold, run: there } = database
        database.onRead()
        const changes = { ...noChanges, commitSeq, fits: (one: TrainRun) => one === there }
        return new Map(isTold ? marks.map((mark) => [mark.trainRunId, changes]) : [])
      },
    },
    findRun: () => timetable.run,
    onRenewed: () => {},
    readTimetable: async () => timetable.read(),
  })
  const timetable = {
    run: database.run,
    reads: 0,
    read() {
      this.reads++
      this.run = database.run
      pictures.refreshRuns(() => this.run)
    },
  }
  return { asked, database, pictures, timetable }
}

test('Q37: a picture that is known to be old is not handed out, and the next look updates it', async () => {
  const { asked, database, pictures } = sharedRun()
  const first = await pictures.load(run)
  database.commitSeq = 3
  pictures.hear(run, 3)
  pictures.hear(run, 2)
  assert.equal(pictures.get(run), undefined)
  assert.equal(await pictures.load(run), first)
  assert.equal(pictures.get(run)?.commitSeq, 3)
  pictures.hear(run, 3)
  assert.equal(pictures.get(run), first)
  assert.deepEqual(asked, ['whole', 1])
})

test('Q37: news that arrive during a look are not lost', async () => {
  const { database, pictures } = sharedRun()
  await pictures.load(run)
  pictures.hear(run, 2)
  database.commitSeq = 2
  database.onRead = () => pictures.hear(run, 3)
  await pictures.load(run)
  assert.equal(pictures.latest(run)?.commitSeq, 2)
  assert.equal(pictures.get(run), undefined)
})

test('Q37: after missed commits, and after a history that no longer exists, one look is enough', async () => {
  for (const heard of [Number.POSITIVE_INFINITY, 7]) {
    const { asked, pictures } = sharedRun()
    await pictures.load(run)
    pictures.hear(run, heard)
    assert.equal(pictures.get(run), undefined)
    await pictures.load(run)
    assert.equal(pictures.get(run)?.commitSeq, 1)
    assert.deepEqual(asked, ['whole', 1])
  }
})

test('Q38: a picture is loaded whole if its changes are unknown or too many', async () => {
  const { asked, database, pictures } = sharedRun()
  await pictures.load(run)
  database.commitSeq = 2
  database.isTold = false
  pictures.hear(run, 2)
  assert.equal((await pictures.load(run))?.commitSeq, 2)
  pictures.hear(run, 3 + mostEntriesBehind)
  assert.equal(pictures.latest(run), undefined)
  await pictures.load(run)
  assert.deepEqual(asked, ['whole', 1, 'whole', 'whole'])
})

test('Q51: the state of a run is put together only with the run as the database had it; an older timetable is read again first', async () => {
  const { database, pictures, timetable } = sharedRun()
  await pictures.load(run)
  database.run = { ...makeRun(), originAt: (makeRun().originAt + 60_000) as Instant }
  database.isTold = false
  database.commitSeq = 2
  pictures.hear(run, 2)
  const picture = await pictures.load(run)
  assert.equal(picture?.run, database.run)
  assert.deepEqual([picture?.commitSeq, timetable.reads], [2, 1])
})

test('Q51: a state that was read before a timetable came is read again', async () => {
  const { asked, database, pictures, timetable } = sharedRun()
  database.onRead = () => {
    database.onRead = () => {}
    database.run = { ...makeRun(), consist: { ...makeRun().consist } }
    timetable.read()
  }
  assert.equal((await pictures.load(run))?.run, database.run)
  assert.deepEqual(asked, ['whole', 'whole'])
})

test('Q51: a locked run of a newer timetable is not decided on, and a timetable that never fits keeps nobody waiting', async () => {
  const { database, pictures, timetable } = sharedRun()
  database.run = { ...makeRun(), isOnSale: false }
  const reader = {
    loadRuns: async () => new Map([[run, { ...state(2), fits: () => false }]]),
    loadChanges: null,
  }
  const heads = new Map([[run, { commitSeq: 2, auditSeq: 0 }]])
  await assert.rejects(pictures.renew([run], reader, heads), TimetableOld)
  assert.equal(timetable.reads, 0)
  await assert.rejects(pictures.renew([run], reader), StoreBusy)
})

test('Q37: changes to a run that is another one now do not bring its picture up to date', async () => {
  const { asked, database, pictures } = sharedRun()
  const before = await pictures.load(run)
  database.run = { ...makeRun(), consist: { ...makeRun().consist } }
  database.commitSeq = 2
  pictures.hear(run, 2)
  assert.notEqual(await pictures.load(run), before)
  assert.equal(pictures.get(run)?.run, database.run)
  assert.deepEqual(asked, ['whole', 1, 'whole', 'whole'])
})
