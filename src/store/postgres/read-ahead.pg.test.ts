import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { smallTimetable } from '../store.fixture.ts'
import { readingAhead } from './locks.ts'
import { openPostgresStore } from './postgres-store.ts'
import { startServer, withClient } from './server.fixture.ts'

const server = await startServer()
after(() => server.close())

const day = (days: number) => Temporal.Now.plainDateISO('UTC').add({ days }).toString()
const range = { fromDate: day(0), toDate: day(20) }
const timetable = (name: string) =>
  smallTimetable({ name, serviceDates: Array.from({ length: 10 }, (_, index) => day(3 + index)) })

test('D91: Every node reads ahead what an import on any node has prepared, and the import takes effect after that.', async (t) => {
  const url = await server.createDatabase()
  const open = () => openPostgresStore({ url, poolSize: 4 })
  const [first, second] = [await open(), await open()]
  t.after(() => Promise.all([first.store.close(), second.store.close()]))
  await first.store.importTimetable(timetable('before'), range)
  const { promise: read, resolve: onRead } = Promise.withResolvers<number>()
  const readAhead = second.backend.readAhead.bind(second.backend)
  second.backend.readAhead = async () => {
    await readAhead()
    onRead(await second.backend.networkVersion())
  }
  let imported: Promise<unknown> | undefined
  await withClient(url, async (client) => {
    // As another node that is still reading.
    await client.query(`SELECT pg_advisory_lock_shared(${readingAhead})`)
    imported = first.store.importTimetable(timetable('retimed'), range)
    assert.equal(await read, 1, 'the version before the import takes effect')
    assert.equal(await first.backend.networkVersion(), 1, 'it waits for the node that is still reading')
  })
  await imported
  assert.equal(await second.backend.networkVersion(), 2)
  const names = async () =>
    new Set([...(await second.backend.loadNetwork()).runs()].map((run) => run.train.name))
  assert.deepEqual(await names(), new Set(['retimed']))
})

test('and a node alone does not wait for others', async (t) => {
  const url = await server.createDatabase()
  const { store, backend } = await openPostgresStore({ url, poolSize: 1 })
  t.after(() => store.close())
  assert.equal(await backend.peers.announcePrepared(), false)
  await store.importTimetable(timetable('before'), range)
  assert.equal(store.network().version, 1)
})
