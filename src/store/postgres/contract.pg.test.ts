import { after, before } from 'node:test'
import { contractSuite } from '../contract.fixture.ts'
import { TestTime } from '../store.fixture.ts'
import { openPostgresStore } from './postgres-store.ts'
import { startServer, type TestServer } from './server.fixture.ts'

let server: TestServer
before(async () => {
  server = await startServer()
})
after(() => server.close())

contractSuite({
  name: 'postgres',
  keeps: true,
  open: async (options = {}) => {
    const url = await server.createDatabase()
    const time = new TestTime()
    // One connection, so that work which waits for a second one while it has the first would never end.
    const open = async () =>
      (await openPostgresStore({ url, clock: time, schedule: time.schedule, poolSize: 1, ...options })).store
    let store = await open()
    return {
      store,
      time,
      reopen: async () => {
        await store.close()
        store = await open()
        return store
      },
      close: () => store.close(),
    }
  },
})
