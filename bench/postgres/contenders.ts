import { join } from 'node:path'
import type { TestServer } from '../../src/store/postgres/server.fixture.ts'
import { ask, findRuns, guestToken, planRun } from '../holdfast-contender.ts'
import type { PlannedRun } from '../load-plan.ts'
import { seatNumber } from '../recipe-wire.ts'
import { ServedProcess } from '../served-process.ts'

/** Servers of one kind on one database, and the seats to sell. */
export interface Nodes {
  readonly ports: readonly number[]
  readonly servers: readonly ServedProcess[]
  readonly databaseUrl: string
  readonly bearerTokens: readonly string[]
  readonly runs: readonly PlannedRun[]
  /** One run that everyone wants, with seats for about 20,000 sales. */
  readonly popular: readonly PlannedRun[]
  /** The Prometheus metrics pages of the nodes; empty if they have none. */
  metrics(): Promise<readonly string[]>
}

export interface Shape {
  readonly nodes: number
  /** The maximum number of connections from each node to PostgreSQL. */
  readonly connections: number
  readonly clients: number
}

/** Starts a contender on its own database. */
export type StartNodes = (server: TestServer, folder: string, shape: Shape) => Promise<Nodes>

/** The founding document's recipe with `SELECT ... FOR UPDATE`. */
export const startRecipe: StartNodes = async (server, _folder, { nodes, connections, clients }) => {
  const databaseUrl = await server.createDatabase()
  const servers: ServedProcess[] = []
  const ports: number[] = []
  for (let node = 0; node < nodes; node++) {
    const make = node === 0 ? ['--make'] : []
    const args = ['--url', databaseUrl, '--connections', String(connections), ...make]
    const served = new ServedProcess([join(import.meta.dirname, 'recipe-server.ts'), ...args])
    servers.push(served)
    ports.push(Number(await served.ready(/^ready (\d+)$/)))
  }
  const seats = (count: number) => Array.from({ length: count }, (_, index) => seatNumber(index + 1))
  const run = (id: number, count: number): PlannedRun => ({
    ...{ trainRunId: String(id), fromStationCode: 'A', toStationCode: 'B' },
    seatNumbers: seats(count),
  })
  return {
    ports,
    servers,
    databaseUrl,
    bearerTokens: Array.from({ length: clients }, (_, index) => String(index + 1)),
    runs: Array.from({ length: 200 }, (_, index) => run(index + 1, 1000)),
    popular: [run(201, 20_000)],
    metrics: async () => [],
  }
}

/** Holdfast's nodes, and one mock payment service for all of them. */
export const startHoldfast: StartNodes = async (server, folder, { nodes, connections, clients }) => {
  const databaseUrl = await server.createDatabase()
  const service = new ServedProcess([
    join(import.meta.dirname, '..', 'mock-service.ts'),
    join(folder, 'ledger.sqlite'),
  ])
  const paymentsUrl = `http://127.0.0.1:${await service.ready(/^ready (\d+)$/)}`
  const command = join(import.meta.dirname, '..', '..', 'bin', 'holdfast.mjs')
  const servers = [service]
  const urls: string[] = []
  for (let node = 0; node < nodes; node++) {
    const served = new ServedProcess([command, 'serve'], {
      HOST: '127.0.0.1',
      PORT: '0',
      HOLDFAST_DATA: join(folder, `node-${node}`),
      HOLDFAST_LIMITS: 'off',
      LOG_LEVEL: 'warn',
      PAYMENTS_URL: paymentsUrl,
      DATABASE_URL: databaseUrl,
      DATABASE_POOL: String(connections),
    })
    servers.push(served)
    urls.push(await served.ready(/^Holdfast is ready on (http:\/\/\S+)$/))
  }
  const [url = ''] = urls
  const runs = await findRuns(url)
  return {
    ports: urls.map((one) => Number(new URL(one).port)),
    servers,
    databaseUrl,
    bearerTokens: await Promise.all(Array.from({ length: clients }, () => guestToken(url))),
    runs,
    popular: await legsOf(url, runs),
    metrics: () => Promise.all(urls.map(async (one) => (await fetch(`${one}/metrics`)).text())),
  }
}

/** The run with the most seats, once per leg: sold leg by leg, one run provides many sales. */
async function legsOf(url: string, runs: readonly PlannedRun[]): Promise<readonly PlannedRun[]> {
  const [largest] = runs.toSorted((a, b) => b.seatNumbers.length - a.seatNumbers.length)
  if (!largest) throw new Error('there is no run')
  const { trainRunId } = largest
  const { stops } = await ask<{ stops: { station_code: string }[] }>(`${url}/api/train_runs/${trainRunId}`)
  const codes = stops.map((stop) => stop.station_code)
  return Promise.all(codes.slice(1).map((to, index) => planRun(url, trainRunId, codes[index] ?? '', to)))
}
