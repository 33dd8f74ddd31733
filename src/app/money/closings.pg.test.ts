import { after } from 'node:test'
import { openPostgresStore } from '../../store/postgres/postgres-store.ts'
import { startServer } from '../../store/postgres/server.fixture.ts'
import { closingRules } from './closings.fixture.ts'

const server = await startServer()
after(() => server.close())

closingRules(
  'PostgreSQL',
  async () => {
    const url = await server.createSchema()
    return async (time) => (await openPostgresStore({ url, poolSize: 4, ...time })).store
  },
  3,
)
