import pg from 'pg'
import { startServer, type TestServer } from '../../src/store/postgres/server.fixture.ts'
import { type Client, createClient } from '../harness/client.ts'
import { type LedgerEntry, readLedger } from '../harness/ledger.ts'
import { type Environment, type Running, startHoldfast } from '../harness/processes.ts'
import { type TestScope, temporaryFolder } from '../harness/world.ts'

/** One process that serves the API, with a data folder of its own. */
export interface ApiNode {
  readonly process: Running
  readonly client: Client
}

/** Several nodes on one PostgreSQL server of their own, and the mock payment service as a process beside them. */
export interface NodesWorld {
  readonly server: TestServer
  readonly databaseUrl: string
  readonly nodes: ApiNode[]
  startNode(): Promise<ApiNode>
  /** Rows past the product, on a connection of the test's own. */
  rows<T extends object>(sql: string): Promise<T[]>
  number(sql: string): Promise<number>
  ledger(): Promise<LedgerEntry[]>
}

/** Starts a world of nodes; it ends with its scope. */
export async function createNodes(t: TestScope, count: number, extra: Environment = {}): Promise<NodesWorld> {
  const server = await startServer()
  t.after(() => server.close())
  const databaseUrl = await server.createDatabase()
  const mock = await startHoldfast(['mock-payments'], {
    HOLDFAST_DATA: temporaryFolder(t),
    MOCK_PORT: '0',
    PORT: '0',
    LOG_LEVEL: 'warn',
  })
  t.after(() => mock.end('SIGKILL'))
  const nodes: ApiNode[] = []
  t.after(() =>
    Promise.all(nodes.map((node) => Promise.all([node.client.close(), node.process.end('SIGKILL')]))),
  )

  const startNode = async (): Promise<ApiNode> => {
    const process = await startHoldfast(['serve'], {
      HOLDFAST_DATA: temporaryFolder(t),
      HOST: '127.0.0.1',
      PORT: '0',
      HOLDFAST_LIMITS: 'off',
      LOG_LEVEL: 'warn',
      PAYMENTS_URL: mock.url,
      DATABASE_URL: databaseUrl,
      ...extra,
    })
    return { process, client: createClient(process.url, 64) }
  }
  const rows = async <T extends object>(sql: string): Promise<T[]> => {
    const client = new pg.Client({ connectionString: databaseUrl })
    await client.connect()
    try {
      return (await client.query<T>(sql)).rows
    } finally {
      await client.end()
    }
  }
  while (nodes.length < count) nodes.push(await startNode())
  return {
    server,
    databaseUrl,
    nodes,
    startNode,
    rows,
    number: async (sql) => Number(Object.values((await rows(sql))[0] ?? {})[0] ?? 0),
    ledger: () => readLedger(mock.url),
  }
}

/** Pairs of claims on one seat of one run that share a leg: none, always. */
export const overlapCount = `SELECT count(*) FROM seat_claims a JOIN seat_claims b
  ON b.train_run_id = a.train_run_id AND b.seat_id = a.seat_id AND a.from_leg < b.from_leg AND b.from_leg < a.to_leg`

/** Payments that a worker still has something to do for. */
export const unsettledCount = `SELECT (SELECT count(*) FROM payments WHERE status = 'REQUESTED' OR due_at IS NOT NULL)
  + (SELECT count(*) FROM refunds WHERE due_at IS NOT NULL)`
