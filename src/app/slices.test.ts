import assert from 'node:assert/strict'
import test from 'node:test'
import { makeSlices } from './slices.ts'

/** Turns of an event loop that the test takes one at a time. */
function handTurned() {
  const waiting: (() => void)[] = []
  return {
    soon: (callback: () => void) => {
      waiting.push(callback)
    },
    /** Takes one turn; false if nothing waited for it. */
    turn(): boolean {
      const next = waiting.shift()
      next?.()
      return next !== undefined
    },
  }
}

function* counting(steps: number, count: () => void): Generator<void> {
  for (let step = 0; step < steps; step++) {
    count()
    yield
  }
}

test('W48: work of many steps runs a hundred steps at a time, and others have their turn in between', () => {
  const { soon, turn } = handTurned()
  const slices = makeSlices(soon)
  const done = { first: 0, second: 0 }
  slices.add(counting(950, () => done.first++))
  slices.add(counting(10, () => done.second++))
  assert.deepEqual(done, { first: 0, second: 0 }, 'nothing is done before the next turn')
  const seen: number[] = []
  while (turn()) seen.push(done.first + done.second)
  assert.deepEqual(done, { first: 950, second: 10 })
  for (const [index, sum] of seen.entries()) assert.ok(sum - (seen[index - 1] ?? 0) <= 100, `${seen}`)
  slices.add(counting(1, () => done.first++))
  while (turn());
  assert.equal(done.first, 951, 'and it continues with later work')
})
