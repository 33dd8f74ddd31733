import { after } from 'node:test'
import pg from 'pg'
import { startServer, type TestServer } from '../../src/store/postgres/server.fixture.ts'
import { type DatabaseView, firstNumber, type Row } from '../harness/database.ts'
import type { OpenSite, Site } from '../harness/world.ts'

/**
 * Every world of this process has a database of its own on one PostgreSQL server, with two nodes over it: the
 * second shows what is only at the first.
 */
export const twoNodes: OpenSite = async () => ({ ...(await siteOn(await sharedServer())), serverCount: 2 })

/** A database with three nodes on a given server, which a test may kill. */
export async function siteOn(server: TestServer, environment: Record<string, string> = {}): Promise<Site> {
  const url = await server.createSchema()
  return {
    serverCount: 3,
    environment: { DATABASE_URL: url, ...environment },
    database: viewOfServer(url),
    needsMockApart: true,
  }
}

let shared: Promise<TestServer> | undefined
// Registered here and not at its start, which is in the middle of a test, because it serves all tests.
after(async () => (await shared)?.close())

function sharedServer(): Promise<TestServer> {
  shared ??= startServer()
  return shared
}

/** Rows read past the product, over a connection of the test's own. */
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
