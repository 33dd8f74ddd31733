import assert from 'node:assert/strict'
import { test } from 'node:test'
import { CircuitBreaker } from './circuit-breaker.ts'

function world(answers: boolean[]) {
  const pauses: number[] = []
  let wake: (() => void) | undefined
  const set = (call: () => void, milliseconds: number) => {
    pauses.push(milliseconds)
    wake = call
    return () => {
      wake = undefined
    }
  }
  const breaker = new CircuitBreaker(async () => answers.shift() ?? false, { set })
  const probe = async () => {
    wake?.()
    for (let turn = 0; turn < 3; turn++) await Promise.resolve()
  }
  return { breaker, pauses, probe }
}

test('P14: it opens after three failures of the connection in a row, and not before', () => {
  const { breaker } = world([])
  breaker.failed()
  breaker.failed()
  breaker.succeeded()
  breaker.failed()
  breaker.failed()
  assert(!breaker.isOpen)
  breaker.failed()
  assert(breaker.isOpen)
})

test('P14: while it is open it asks for life signs, less and less often, and closes at the first', async () => {
  const { breaker, pauses, probe } = world([false, false, false, false, false, false, true])
  for (let failure = 0; failure < 5; failure++) breaker.failed()
  for (let round = 0; round < 6; round++) {
    await probe()
    assert(breaker.isOpen)
  }
  assert.deepEqual(pauses, [250, 500, 1000, 2000, 4000, 5000, 5000])
  await probe()
  assert(!breaker.isOpen)
})
