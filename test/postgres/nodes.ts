import { after } from 'node:test'
import pg from 'pg'
import { startServer, type TestServer } from '../../src/store/postgres/server.fixture.ts'
import { type DatabaseView, firstNumber, type Row } from '../harness/database.ts'
import type { OpenSite, Site } from '../harness/world.ts'

const nodeCount = 3

/** Every world of this process has a database of its own on one PostgreSQL server, and three nodes over it. */
export const threeNodes: OpenSite = async () => siteOn(await sharedServer())

/** The same on a given server, which a test may kill. */
export async function siteOn(server: TestServer, environment: Record<string, string> = {}): Promise<Site> {
  const url = await server.createDatabase()
  return {
    serverCount: nodeCount,
    environment: { DATABASE_URL: url, ...environment },
    database: viewOfServer(url),
    needsMockApart: true,
  }
}

let shared: Promise<TestServer> | undefined
// Said here and not where it is started, since that is in the middle of a test, and it serves all of them.
after(async () => (await shared)?.close())

function sharedServer(): Promise<TestServer> {
  shared ??= startServer()
  return shared
}

/** Rows past the product, on a connection of the test's own. */
export function viewOfServer(url: string): DatabaseView {
  const rows = async (sql: string): Promise<readonly Row[]> => {
    const client = new pg.Client({ connectionString: url })
    await client.connect()
    try {
      return (await client.query<Row>(sql)).rows
    } finally {
      await client.end()
    }
  }
  return { rows, number: async (sql) => firstNumber(await rows(sql)) }
}
