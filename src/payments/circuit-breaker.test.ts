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
  const changes: boolean[] = []
  const breaker = new CircuitBreaker(
    async () => answers.shift() ?? false,
    { set },
    (isUp) => changes.push(isUp),
  )
  const probe = async () => {
    wake?.()
    for (let turn = 0; turn < 3; turn++) await Promise.resolve()
  }
  return { breaker, pauses, changes, probe }
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

test('P14: while it is open, it probes for life signs less and less often, and closes at the first one', async () => {
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

test('P23: one failure without other traffic is enough: missing life signs open it, and each change is reported once', async () => {
  const { breaker, pauses, changes, probe } = world([false, false, false, true])
  breaker.failed()
  assert(!breaker.isOpen)
  await probe()
  await probe()
  assert(breaker.isOpen)
  breaker.failed()
  await probe()
  await probe()
  assert(!breaker.isOpen)
  assert.deepEqual(changes, [false, true])
  assert.deepEqual(pauses, [250, 500, 1000, 2000])
})

test('P23: a life sign does not make up for unanswered payments, but an answered payment does', async () => {
  const { breaker, changes, pauses, probe } = world([true, true])
  breaker.failed()
  await probe()
  breaker.failed()
  await probe()
  breaker.failed()
  assert(breaker.isOpen, 'three payments in a row had no answer, despite the life signs')
  breaker.succeeded()
  assert.deepEqual(changes, [false, true])
  const asked = pauses.length
  await probe()
  assert.equal(pauses.length, asked, 'it no longer probes')
})
