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

// The first world makes the schema and loads the timetable; every other one begins as a copy of it.
const template = await server.createDatabase()
keepWorldsIn(async (options) => (await openPostgresStore({ ...options, url: template })).store)
const first = await openWorld()
await first.app.close()
await first.store.close()

let latest = template
// Made while the test before it runs.
let next = server.createDatabase(template)
keepWorldsIn(async (options) => {
  latest = await next
  next = server.createDatabase(template)
  const { store } = await openPostgresStore({ ...options, url: latest, poolSize: 2 })
  stores.push(store)
  return store
})

// `limits` and `openapi` ask nothing of a store.
for (const suite of [
  'bookings',
  'compression',
  'events',
  'holds',
  'page-session',
  'payment-events',
  'search',
  'seat-map',
  'wire-errors',
])
  await import(`./${suite}.test.ts`)

test('and what a world holds is in its PostgreSQL database, or the tests above ran elsewhere', async () => {
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
