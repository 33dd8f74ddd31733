import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { after, type TestContext, test } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import { runOn, smallTimetable } from '../store.fixture.ts'
import { openPostgresStore } from './postgres-store.ts'
import { startServer } from './server.fixture.ts'
import { addDuePayment, recordTry } from './world.fixture.ts'

const leaseMs = 2_000
/** How long a worker is paused; `npm run nodes:nightly` pauses it for ten seconds. */
const pauseMs = Number(process.env.PAUSE_SECONDS ?? 3) * 1000

const server = await startServer()
after(() => server.close())

const day = (days: number) => Temporal.Now.plainDateISO('UTC').add({ days }).toString()

test('Q23: a worker that was paused while its lease passed on does not act a second time', async (t) => {
  assert.deepEqual(await standStill(t, 'fenced'), { said: 'LeaseLost', tries: 1 })
})

test('and without the fence it does, or the test above proves nothing', async (t) => {
  assert.deepEqual(await standStill(t, 'unfenced'), { said: 'recorded', tries: 2 })
})

/**
 * One process leases and stops. Another worker takes over the expired lease and acts; then the first one
 * continues.
 */
async function standStill(t: TestContext, fence: 'fenced' | 'unfenced') {
  const url = await server.createSchema()
  const { store } = await openPostgresStore({ url, poolSize: 4, leaseMs })
  t.after(() => store.close())
  await store.importTimetable(smallTimetable({ serviceDates: [day(3)] }), {
    fromDate: day(0),
    toDate: day(20),
  })
  const run = runOn(store, day(3))
  const payment = await addDuePayment(store, run, '1-1')

  const script = join(import.meta.dirname, 'late-worker.fixture.ts')
  const late = spawn(process.execPath, [script, url, String(leaseMs), fence], {
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  t.after(() => late.kill('SIGKILL'))
  const lines = createInterface({ input: late.stdout })[Symbol.asyncIterator]()
  assert.equal((await lines.next()).value, 'leased')
  late.kill('SIGSTOP')
  late.stdin.write('act\n')
  assert.deepEqual(await store.leaseDueWork(1), [], 'the lease is not over yet')
  await pause(pauseMs)
  const [work] = await store.leaseDueWork(1)
  assert.ok(work, 'the lease has passed on')
  await recordTry(store, work, true)
  late.kill('SIGCONT')
  const said = (await lines.next()).value
  return { said, tries: (await store.findPayment(run, payment.id))?.tryCount }
}
