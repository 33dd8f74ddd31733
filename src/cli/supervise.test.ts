import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Ending, supervise } from './supervise.ts'

const fault: Ending = { status: 1, signal: null }
const killed: Ending = { status: null, signal: 'SIGKILL' }
const stopped: Ending = { status: 0, signal: null }

/**
 * A world that ends each run as listed; a run lasts `lastsMs`, and a stop is requested in the pause before
 * run `stopBefore`.
 */
async function play(endings: readonly Ending[], { lastsMs = 10, stopBefore = -1, stopDuring = -1 } = {}) {
  const pauses: number[] = []
  const said: string[] = []
  let runs = 0
  let clock = 0
  const status = await supervise({
    run: async () => {
      clock += lastsMs
      const ending = endings[runs++]
      assert.ok(ending, 'one run too many')
      return ending
    },
    pause: async (milliseconds) => void pauses.push(milliseconds),
    isStopping: () => runs === stopBefore || runs === stopDuring,
    monotonicMs: () => clock,
    say: (sentence) => void said.push(sentence),
  })
  return { status, pauses, said, runs }
}

test('O6: after a fault, the server is restarted, with pauses that grow to a minute', async () => {
  const { pauses, status } = await play([...Array<Ending>(9).fill(fault), stopped])
  assert.deepEqual(
    pauses,
    [1, 2, 4, 8, 16, 32, 60, 60, 60].map((seconds) => seconds * 1000),
  )
  assert.equal(status, 0)
})

test('O6: it says so, with the status or signal and the pause', async () => {
  const { said } = await play([fault, killed, stopped])
  assert.deepEqual(said, [
    'Holdfast ended with status 1; it starts again in 1 s.',
    'Holdfast ended by signal SIGKILL; it starts again in 2 s.',
  ])
})

test('O6: status 0 and status 2 are final', async () => {
  assert.deepEqual(await play([stopped]), { status: 0, pauses: [], said: [], runs: 1 })
  assert.deepEqual(await play([{ status: 2, signal: null }]), { status: 2, pauses: [], said: [], runs: 1 })
})

test('O6: after a healthy minute, the next pause is short again', async () => {
  const { pauses } = await play([fault, fault, fault, stopped], { lastsMs: 60_000 })
  assert.deepEqual(pauses, [1000, 1000, 1000])
})

test('O6: a server that was asked to stop is not restarted', async () => {
  assert.equal((await play([fault], { stopDuring: 1 })).status, 1)
  assert.equal((await play([killed], { stopDuring: 1 })).status, 1)
})
