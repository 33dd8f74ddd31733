import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { dayMs, type Instant } from '../../src/domain/instant.ts'
import { openPostgresStore } from '../../src/store/postgres/postgres-store.ts'
import { startServer, withClient } from '../../src/store/postgres/server.fixture.ts'
import { addDuePayment } from '../../src/store/postgres/world.fixture.ts'
import { hold, runOn, smallTimetable } from '../../src/store/store.fixture.ts'
import { runHoldfast } from '../harness/processes.ts'
import { dayAhead } from '../harness/railway.ts'
import { temporaryFolder } from '../harness/world.ts'

const server = await startServer()
after(() => server.close())

test('Q40: clock --yes ends holds and makes due payments that a wrong clock of the database has dated ahead, once no node is at work', async (t) => {
  const url = await server.createDatabase()
  const wrongNow = (Date.now() + 365 * dayMs) as Instant
  const { store } = await openPostgresStore({ url, clock: { now: () => wrongNow } })
  const date = dayAhead(365 + 5)
  await store.importTimetable(smallTimetable({ serviceDates: [date] }), { fromDate: date, toDate: date })
  const trainRunId = runOn(store, date)
  assert.ok((await hold(store, trainRunId, 'A-C', ['1-1'])).ok)
  const due = await addDuePayment(store, trainRunId, '1-2')
  await withClient(url, (client) =>
    client.query('UPDATE payments SET due_at = $1, lease_until = $2', [0, wrongNow]),
  )
  const environment = { HOLDFAST_DATA: temporaryFolder(t), DATABASE_URL: url }
  const clock = (...args: readonly string[]) => runHoldfast(['clock', ...args], environment)
  const shown = await clock()
  assert.match(shown.stdout, /The database's clock: .* Every node goes by it/)
  assert.match(shown.stdout, /- Make due now the steps postponed too far for 1 payment/)
  assert.match(shown.stdout, /- End 2 holds placed at a time in the future/)
  const refused = await clock('--yes')
  assert.equal(refused.status, 1)
  assert.match(refused.stderr, /Nodes are using this database: stop them/)
  await store.close()

  const done = await clock('--yes', '--json')
  assert.equal(done.status, 0, done.stdout + done.stderr)
  const after = JSON.parse((await clock('--json')).stdout)
  assert.deepEqual(after, {
    ...JSON.parse(done.stdout),
    clock: after.clock,
    misdated: { holds: 0, payments: 0, quotes: 0 },
    done: false,
  })
  const { rows: holds } = await withClient(url, (client) => client.query('SELECT status FROM seat_holds'))
  assert.deepEqual(holds, [{ status: 'EXPIRED' }, { status: 'EXPIRED' }])
  const { rows: claims } = await withClient(url, (client) => client.query('SELECT * FROM seat_claims'))
  assert.deepEqual(claims, [])
  const node = await openPostgresStore({ url })
  const [work] = await node.store.leaseDueWork(1)
  assert.equal(work?.payment.id, due.id, "a lease that a wrong clock had given is nobody's any more")
  await node.store.close()
  assert.equal((await runHoldfast(['audit', 'verify'], environment)).status, 0)
})
