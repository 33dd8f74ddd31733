import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { StoreUnavailable } from '../faults.ts'
import { hold, smallTimetable } from '../store.fixture.ts'
import { openPostgresStore } from './postgres-store.ts'
import { startServer } from './server.fixture.ts'

// The suite of `worker-away.citus.test.ts`. It needs a worker that can be stopped.
const cluster = await startServer()
after(() => cluster.close())

const day = (days: number) => Temporal.Now.plainDateISO('UTC').add({ days }).toString()

test('Q39: with a worker away, a node starts and sells the runs of the other workers', async (t) => {
  const url = await cluster.createDatabase()
  const { store: first } = await openPostgresStore({ url, poolSize: 2 })
  const serviceDates = Array.from({ length: 16 }, (_, index) => day(3 + index))
  await first.importTimetable(smallTimetable({ serviceDates }), { fromDate: day(0), toDate: day(30) })
  for (const run of first.network().runs()) assert.ok((await hold(first, run.id, 'A-C', ['1-1'])).ok)
  await first.close()
  await cluster.kill()
  const faults: unknown[] = []
  let { store } = await openPostgresStore({
    url,
    poolSize: 2,
    onBackgroundFault: (fault) => faults.push(fault),
  })
  const sold: boolean[] = []
  for (const run of store.network().runs())
    sold.push(
      await hold(store, run.id, 'C-D', ['1-1']).then(
        (reply) => reply.ok,
        (fault) => {
          assert.ok(fault instanceof StoreUnavailable, String(fault))
          return false
        },
      ),
    )
  assert.deepEqual(new Set(sold), new Set([true, false]), 'some runs are on the worker, and some are not')
  assert.ok(faults.length > 0, 'nobody was told')
  await store.close()
  await cluster.start()
  ;({ store } = await openPostgresStore({ url, poolSize: 2 }))
  t.after(() => store.close())
  for (const run of store.network().runs()) assert.ok((await hold(store, run.id, 'D-E', ['1-1'])).ok)
})
