import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import type { EngineStore } from '../store/engine-store.ts'
import { openPostgresStore } from '../store/postgres/postgres-store.ts'
import { startServer, withClient } from '../store/postgres/server.fixture.ts'
import { keepWorldsIn, openWorld } from './world.fixture.ts'

// Every world keeps its connections until the end.
const server = await startServer(['max_connections=400'])
const stores: EngineStore[] = []
after(async () => {
  await Promise.all([next, ...stores.map((store) => store.close())])
  await server.close()
})

// The first world creates the schema and loads the timetable; every other one starts as a copy of it.
const template = await server.createDatabase()
keepWorldsIn(async (options) => (await openPostgresStore({ ...options, url: template })).store)
const first = await openWorld()
await first.app.close()
await first.store.close()

let latest = template
// Created while the previous test runs.
let next = server.createDatabase(template)
keepWorldsIn(async (options) => {
  latest = await next
  next = server.createDatabase(template)
  const { store } = await openPostgresStore({ ...options, url: latest, poolSize: 2 })
  stores.push(store)
  return store
})

// `limits` and `openapi` use no store.
const suites = [
  'booking-history',
  'bookings',
  'events',
  'holds',
  'payment-events',
  'refused-sales',
  'seat-map',
  'texts',
]
// These are about the wire more than about the store: `npm run nodes:nightly` runs them here too.
const nightly = ['answer-bytes', 'kept-secret', 'page-session', 'search', 'wire-errors']
for (const suite of process.env.ALL_SUITES ? [...suites, ...nightly] : suites)
  await import(`./${suite}.test.ts`)

test('and the hold of a world is in its PostgreSQL database, or the tests above ran elsewhere', async () => {
  const world = await openWorld()
  const body = {
    train_run_id: world.runId('DAY 2'),
    from_station_code: 'A',
    to_station_code: 'C',
    seat_numbers: ['4-1'],
  }
  const token = await world.guest()
  assert.equal((await world.call('POST', '/api/seat_holds', { token, key: 'k', body })).status, 201)
  const { rows } = await withClient(latest, (client) => client.query('SELECT status FROM seat_holds'))
  assert.deepEqual(rows, [{ status: 'ACTIVE' }])
})
