import { after, before } from 'node:test'
import { contractSuite } from '../contract.fixture.ts'
import { postgresUnderTest } from './contract-store.fixture.ts'
import { asPooled, startServer, type TestServer } from './server.fixture.ts'

let server: TestServer
before(async () => {
  server = await startServer()
})
after(() => server.close())

contractSuite(
  postgresUnderTest(() => server.createSchema(), asPooled),
  { imports: 'none' },
)
