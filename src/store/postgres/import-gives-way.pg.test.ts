import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import { sketchStop } from '../../domain/railway/run.fixture.ts'
import { hold, reportOf, runOn, smallRange, smallTimetable } from '../store.fixture.ts'
import { TestTime } from '../test-time.fixture.ts'
import { openPostgresStore } from './postgres-store.ts'
import { startServer, withClient } from './server.fixture.ts'

const server = await startServer()
after(() => server.close())

const serviceDates = ['2026-06-10', '2026-06-11'] as const
const tenMinutesLater = [...'ABCDE'].map(sketchStop).map((stop) => ({
  ...stop,
  arrivalSeconds: stop.arrivalSeconds + 600,
  departureSeconds: stop.departureSeconds + 600,
}))

test('T92: An import and another transaction that lock the heads of the same runs in different orders both come to their end: the import gives way, and is done again.', async (t) => {
  const url = await server.createSchema()
  const time = new TestTime()
  const { store } = await openPostgresStore({ url, poolSize: 2, clock: time, schedule: time.schedule })
  t.after(() => store.close())
  await store.importTimetable(smallTimetable({ serviceDates }), smallRange)
  const [first, last] = serviceDates.map((date) => runOn(store, date))
  assert.ok(first !== undefined && last !== undefined && first < last)
  for (const run of [first, last]) assert.ok((await hold(store, run, 'A-C', ['1-1'])).ok)
  await withClient(url, async (client) => {
    const lock = (run: number) =>
      client.query(`SELECT 1 FROM run_heads WHERE train_run_id = ${run} FOR UPDATE`)
    await client.query('BEGIN')
    await lock(last)
    const imported = store.importTimetable(
      smallTimetable({ serviceDates, stops: tenMinutesLater }),
      smallRange,
    )
    await withClient(url, (watcher) => importWaits((sql) => watcher.query(sql)))
    // The import has the first head and waits for the last one, which this transaction has.
    await lock(first)
    await client.query('COMMIT')
    assert.equal(reportOf(await imported).runsMoved, 2)
  })
})

/** Waits until a statement that locks heads waits for one of them. */
async function importWaits(ask: (sql: string) => Promise<{ readonly rowCount: number | null }>) {
  const waiting = `SELECT 1 FROM pg_stat_activity
    WHERE wait_event_type = 'Lock' AND query LIKE '%UPDATE run_heads SET commit_seq = commit_seq%'
      AND pid <> pg_backend_pid()`
  while ((await ask(waiting)).rowCount === 0) await pause(5)
}
