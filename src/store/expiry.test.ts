import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { TrainRunId } from '../domain/ids.ts'
import type { Instant } from '../domain/instant.ts'
import { Setbacks } from '../domain/setbacks.ts'
import { Expiry } from './expiry.ts'
import { TestTime } from './test-time.fixture.ts'

const run = (id: number) => id as TrainRunId

/** Ends the holds of runs on the test's time. Those of the failing runs cannot be ended. */
function world(failing: readonly number[]) {
  const time = new TestTime()
  const startedAt = time.now()
  const broken = new Set(failing)
  const ended: string[] = []
  const faults: unknown[] = []
  const setbacks = new Setbacks()
  const expiry = new Expiry({
    schedule: time.schedule,
    now: () => time.now(),
    async end(id) {
      ended.push(`${id} after ${Math.floor((time.now() - startedAt) / 1000)} s`)
      if (broken.has(id)) throw new Error(`run ${id} cannot be written`)
    },
    setbacks,
    onFault: (fault) => faults.push(fault),
  })
  const pass = async (milliseconds: number) => {
    time.advance(milliseconds)
    for (let turn = 0; turn < 3; turn++) await new Promise((resolve) => setImmediate(resolve))
  }
  return { expiry, ended, faults, setbacks, broken, pass, at: (ms: number) => (startedAt + ms) as Instant }
}

test('P19: a run whose holds cannot be ended keeps no other run waiting', async () => {
  const { expiry, ended, pass, at } = world([1])
  expiry.push(at(1_000), run(1))
  expiry.push(at(1_000), run(2))
  expiry.push(at(2_000), run(3))
  expiry.watch()
  await pass(1_000)
  await pass(1_000)
  assert.deepEqual(
    ended.filter((one) => !one.startsWith('1 ')),
    ['2 after 1 s', '3 after 2 s'],
  )
})

test('P19: such a run is tried again with growing pauses and ever rarer reports, until it works', async () => {
  const { expiry, ended, faults, setbacks, broken, pass, at } = world([1])
  expiry.push(at(1_000), run(1))
  expiry.watch()
  for (let second = 0; second < 3_600; second++) await pass(1_000)
  assert.ok(ended.length > 8 && ended.length < 25, `${ended.length} tries in an hour`)
  assert.equal(faults.length, 1 + Math.floor(Math.log2(ended.length)))
  assert.deepEqual(expiry.runsPutAside, [1])
  broken.clear()
  for (let second = 0; second < 600; second++) await pass(1_000)
  assert.deepEqual([expiry.runsPutAside, setbacks.list(at(0))], [[], []])
})

test('P19: the holds of a run that is put aside are not ended before its pause is over, whoever asks', async () => {
  const { expiry, ended, pass } = world([1])
  for (let time = 0; time < 3; time++) {
    expiry.expire(run(1))
    await pass(0)
  }
  assert.equal(ended.length, 1)
})
