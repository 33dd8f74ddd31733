import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { TrainRunId } from '../domain/ids.ts'
import { emptyRunState } from '../domain/picture.ts'
import { makeRun } from '../domain/run.fixture.ts'
import { mostEntriesBehind, Pictures } from './pictures.ts'

const ids = (count: number) => Array.from({ length: count }, (_, index) => (index + 1) as TrainRunId)

function picturesOf(maxWeight: number) {
  const loads: (readonly TrainRunId[])[] = []
  const pictures = new Pictures(
    {
      loadRuns: async (wanted) => {
        loads.push([...wanted])
        return new Map(wanted.map((id) => [id, emptyRunState]))
      },
      loadChanges: null,
    },
    (id) => (id > 900 ? undefined : { ...makeRun(), id }),
    () => {},
    maxWeight,
  )
  return { pictures, loads }
}

test('E14: pictures that are asked for in one turn are loaded together, each once', async () => {
  const { pictures, loads } = picturesOf(1_000_000)
  const found = await Promise.all([...ids(3), ...ids(3), 999 as TrainRunId].map((id) => pictures.load(id)))
  assert.deepEqual(loads, [[1, 2, 3]])
  assert.equal(found[0], found[3])
  assert.equal(found.at(-1), undefined)
})

test('E15: when pictures weigh too much the longest unused are dropped, and none that is in use', async () => {
  const { pictures } = picturesOf(0)
  for (const id of ids(4)) await pictures.load(id)
  const first = pictures.get(1 as TrainRunId)
  assert.ok(first)
  pictures.touch(first)
  for (let call = 0; call < 256; call++) pictures.trim((id) => id === 2)
  assert.equal(pictures.count, 1)
  assert.ok(pictures.get(2 as TrainRunId))
})

const run = 1 as TrainRunId
const state = (commitSeq: number) => ({ ...emptyRunState, commitSeq })
const noChanges = { auditSeq: 0, auditHash: '', claims: new Map(), holds: [], payments: [], keys: [] }

/** A reader of a run that says how far it has come; beside it the marks from which changes were asked for, and the whole loads. */
function sharedRun() {
  const asked: (number | 'whole')[] = []
  const database = { commitSeq: 1, isTold: true, onRead: () => {} }
  const pictures = new Pictures(
    {
      loadRuns: async (ids) => {
        asked.push('whole')
        const states = new Map(ids.map((id) => [id, state(database.commitSeq)]))
        database.onRead()
        return states
      },
      loadChanges: async (marks) => {
        asked.push(...marks.map((mark) => mark.commitSeq))
        const { commitSeq, isTold } = database
        database.onRead()
        return new Map(isTold ? marks.map((mark) => [mark.trainRunId, { ...noChanges, commitSeq }]) : [])
      },
    },
    (id) => ({ ...makeRun(), id }),
    () => {},
  )
  return { asked, database, pictures }
}

test('Q37: a picture of whose age one has heard is not given out, and the next look brings it up to date', async () => {
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

test('Q37: what was heard during a look is not forgotten with it', async () => {
  const { database, pictures } = sharedRun()
  await pictures.load(run)
  pictures.hear(run, 2)
  database.commitSeq = 2
  database.onRead = () => pictures.hear(run, 3)
  await pictures.load(run)
  assert.equal(pictures.latest(run)?.commitSeq, 2)
  assert.equal(pictures.get(run), undefined)
})

test('Q37: where commits may have been missed, and where a history is no more, one look is enough', async () => {
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

test('Q38: what cannot be told, or is far behind, is loaded whole', async () => {
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
