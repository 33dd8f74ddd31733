import assert from 'node:assert/strict'
import process from 'node:process'
import { after, test } from 'node:test'
import { startServer, withClient } from '../../src/store/postgres/server.fixture.ts'
import { dayAhead, findRide, wishFor } from '../harness/railway.ts'
import { watchSeats } from '../harness/seat-stream.ts'
import { until } from '../harness/wait.ts'
import { createWorld, runOn } from '../harness/world.ts'
import { siteOn } from './nodes.ts'
import { startPooler } from './pooler.ts'

// Imported at run time, because the scripts are JavaScript, which the compiler does not check.
const script = '../../scripts/pooler.mjs'
const { findPooler }: { findPooler(): string | undefined } = await import(script)
const program = findPooler()
const missing = program === undefined && 'PgBouncer is not on this machine: install the package "pgbouncer"'

if (program !== undefined) {
  const server = await startServer()
  after(() => server.close())
  runOn(async () => {
    const site = await siteOn(server)
    const direct = site.environment.DATABASE_URL ?? ''
    const pooled = await startPooler({ after }, program, direct)
    return { ...site, environment: { DATABASE_URL: pooled, DATABASE_DIRECT_URL: direct } }
  })
  // `npm run nodes:nightly` sells behind the pooler, too.
  if (process.env.ALL_SUITES) await import('../concurrent-sale.test.ts')
}

test('Q26: nodes behind a pooler in transaction mode hear of each other, and their transactions share its connections', {
  skip: missing,
}, async (t) => {
  const world = await createWorld(t)
  const ride = await findRide(world.client, { stops: 2, seats: 2, date: dayAhead(3) })
  const wish = wishFor(ride, 0, 1, ride.seatNumbers.slice(0, 1))
  const events = await watchSeats(t, world.urls[1] ?? '', wish)
  const hold = await world.client.hold(await world.client.session(), wish)
  assert.equal(hold.status, 201, hold.text)
  await until('the hold on the map', () => events.text.includes('"HELD"') || undefined)
  const direct = world.environment.DATABASE_DIRECT_URL ?? ''
  const listening = await withClient(direct, (client) =>
    client.query(
      "SELECT count(*) FILTER (WHERE query ~ 'LISTEN |pg_notify|pg_advisory_(un)?lock') AS news, " +
        'count(*) AS all FROM pg_stat_activity ' +
        'WHERE datname = current_database() AND pid <> pg_backend_pid()',
    ),
  )
  const { news, all } = listening.rows[0]
  assert.equal(Number(news), 3, 'one connection of each node goes past the pooler')
  assert.ok(Number(all) <= 3 + 5, `${all} connections to the server`)
})
