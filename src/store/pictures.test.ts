import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { TrainRunId } from '../domain/ids.ts'
import { emptyRunState } from '../domain/picture.ts'
import { makeRun } from '../domain/run.fixture.ts'
import { Pictures } from './pictures.ts'

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
