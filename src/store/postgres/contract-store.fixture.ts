import { closing, type StoreUnderTest, selectAll } from '../store.fixture.ts'
import { TestTime } from '../test-time.fixture.ts'
import { Connections } from './connections.ts'
import { atImportDesk } from './import-desk.ts'
import { openPostgresStore } from './postgres-store.ts'

/**
 * A store on PostgreSQL for the suite that all stores pass, each on a database of its own. `addressOf` makes
 * it one as behind a pooler.
 */
export function postgresUnderTest(
  createDatabase: () => Promise<string>,
  addressOf: (url: string) => { readonly url: string; readonly directUrl?: string } = (url) => ({ url }),
): StoreUnderTest {
  return {
    name: 'postgres',
    keeps: true,
    open: async (options = {}) => {
      const url = await createDatabase()
      const time = new TestTime()
      // One connection, so that work that waits for a second one while it has the first would never end.
      const open = () =>
        openPostgresStore({
          ...addressOf(url),
          clock: time,
          schedule: time.schedule,
          poolSize: 1,
          ...options,
        })
      let { store, backend } = await open()
      const eyes = new Connections({ url, poolSize: 1 })
      return {
        store,
        backend,
        rows: async (table) => (await eyes.all([[selectAll(table), []]]))[0] ?? [],
        atDesk: (alone, work) => atImportDesk(url, alone, work),
        closeRuns: (ids) => atImportDesk(url, (work) => work(), closing(ids)),
        time,
        reopen: async () => {
          await store.close()
          store = (await open()).store
          return store
        },
        close: async () => {
          await eyes.close()
          await store.close()
        },
      }
    },
  }
}
