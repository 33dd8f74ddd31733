import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createRandom, type Random, seedOf } from '../../../test/harness/random.ts'
import type { StationCode, TrainId, TrainRunId } from '../ids.ts'
import type { Instant } from '../instant.ts'
import { sketchConsist, sketchFare, sketchStop } from './run.fixture.ts'
import { RunIndex } from './run-index.ts'
import type { Train, TrainRun } from './train-run.ts'

const consist = sketchConsist([{ number: '1', rows: ['wa aw'] }])
const fares = [sketchFare, { ...sketchFare, name: 'other' }, { ...sketchFare, name: 'third' }]
const lines = ['AB', 'BA', 'ABC', 'CBA', 'BCD', 'ABA']
const trains = lines.map((codes, at): Train => {
  const stops = [...codes].map(sketchStop)
  return { id: (at + 1) as TrainId, number: `T${at}`, name: codes, stops }
})

function randomRun(random: Random, id: number): TrainRun {
  const sale = { edition: 1, former: [], offSaleReason: null, isOnSale: true, stationsAsOf: null }
  return {
    ...{ id: id as TrainRunId, train: random.pick(trains), originAt: (1 + random.int(5)) as Instant },
    ...{ serviceDate: '2026-06-10', consist, fare: random.pick(fares), ...sale },
  }
}

function finish<T>(steps: Generator<void, T>): T {
  for (;;) {
    const step = steps.next()
    if (step.done) return step.value
  }
}

/** Everything that an index says, in an order that does not depend on how it came about. */
function saysOf(index: RunIndex): unknown {
  const runs = [...index.runs()].sort((a, b) => a.id - b.id)
  const trainsAt = [...'ABCD'].map((code) =>
    [...index.trainsAt(code as StationCode)]
      .map(({ train, runs: ofTrain, fares: ofRuns }) => ({
        train: train.number,
        times: ofTrain.map(({ originAt }) => originAt),
        runs: ofTrain.map(({ id }) => id).sort((a, b) => a - b),
        fares: [...ofRuns].map(({ name }) => name).sort(),
      }))
      .sort((a, b) => (a.train < b.train ? -1 : 1)),
  )
  const found = runs.map(({ id }) => index.run(id))
  return { runs, found, trainsAt, served: [...finish(index.stationsServed())].sort() }
}

test('T141: An index that is amended says the same as one that is built of the runs that there are then.', (t) => {
  const random = createRandom(seedOf(t, 'INDEX_SEED', 'src/domain/railway/run-index.test.ts'))
  for (let round = 0; round < 200; round++) {
    const runs = new Map<TrainRunId, TrainRun>()
    for (let id = 1; id <= random.int(12); id++) runs.set(id as TrainRunId, randomRun(random, id))
    const index = finish(RunIndex.build(runs.values()))
    for (let change = 0; change < 4; change++) {
      const ids = random.sample([...Array(14).keys()], random.int(8)) as TrainRunId[]
      const changes = ids.map((id) => [id, random.chance(0.3) ? undefined : randomRun(random, id)] as const)
      finish(index.amend(changes))
      for (const [id, run] of changes) {
        if (run) runs.set(id, run)
        else runs.delete(id)
      }
      assert.deepEqual(saysOf(index), saysOf(finish(RunIndex.build(runs.values()))))
    }
  }
})
