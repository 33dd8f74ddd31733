import { after, before } from 'node:test'
import { contractSuite } from '../../src/store/contract.fixture.ts'
import { postgresUnderTest } from '../../src/store/postgres/contract-store.fixture.ts'
import { asPooled, startServer, type TestServer } from '../../src/store/postgres/server.fixture.ts'

let server: TestServer
before(async () => {
  server = await startServer()
})
after(() => server.close())

contractSuite(
  postgresUnderTest(() => server.createSchema(), asPooled),
  { imports: 'none' },
)
