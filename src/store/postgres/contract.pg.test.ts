import { after, before } from 'node:test'
import { clearingSuite } from '../clearing.fixture.ts'
import { contractSuite } from '../contract.fixture.ts'
import { postgresUnderTest } from './contract-store.fixture.ts'
import { startServer, type TestServer } from './server.fixture.ts'

let server: TestServer
before(async () => {
  server = await startServer()
})
after(() => server.close())

const postgres = postgresUnderTest(() => server.createSchema())
contractSuite(postgres)
clearingSuite(postgres)
