import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { TrainRunId } from '../domain/ids.ts'
import { WaitingCommands } from './waiting-commands.ts'

const [one, two, three] = [1, 2, 3] as unknown as [TrainRunId, TrainRunId, TrainRunId]
const most = { runs: 2, commands: 10 }
const any = () => true

test('Q73: a run is in one batch at a time, and what arrives for it meanwhile waits for the next', () => {
  const waiting = new WaitingCommands<string>()
  for (const command of ['a', 'b']) waiting.add(one, command)
  assert.deepEqual(waiting.reserve(most, any), [one])
  waiting.add(one, 'c')
  assert.deepEqual(waiting.reserve(most, any), [])
  assert.deepEqual(waiting.take([one], 2), ['a', 'b'])
  assert.equal(waiting.count, 1)
  waiting.release([one])
  assert.deepEqual(waiting.reserve(most, any), [one])
  assert.deepEqual(waiting.take([one], 10), ['c'])
  waiting.release([one])
  assert.deepEqual([waiting.count, waiting.has(one)], [0, false])
})

test('Q73: a batch takes the runs that have waited longest, up to its bounds', () => {
  const waiting = new WaitingCommands<string>()
  for (const id of [two, one, three]) waiting.add(id, `of ${id}`)
  assert.deepEqual(
    waiting.reserve(most, (id) => id !== two),
    [one, three],
  )
  waiting.add(one, 'more')
  waiting.release([three, one])
  assert.deepEqual(waiting.reserve({ runs: 3, commands: 3 }, any), [two, three], 'one has two commands')
  assert.deepEqual(waiting.take([two, three], 1), ['of 2'])
})

test('Q73: commands that a batch gives back come before those that arrived after them', () => {
  const waiting = new WaitingCommands<string>()
  waiting.add(one, 'a')
  waiting.reserve(most, any)
  assert.deepEqual(waiting.take([one], 10), ['a'])
  waiting.add(one, 'b')
  waiting.release([one], new Map([[one, ['a']]]))
  assert.equal(waiting.count, 2)
  waiting.reserve(most, any)
  assert.deepEqual(waiting.take([one], 10), ['a', 'b'])
})
