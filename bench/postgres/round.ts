import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type TestServer, withClient } from '../../src/store/postgres/server.fixture.ts'
import { driveLoad, type Measured } from '../drive-load.ts'
import { cpuSecondsOfChildren } from '../served-process.ts'
import type { Nodes, Shape, StartNodes } from './contenders.ts'

/** The server starts as a child of this process. */
const postgres = { cpuSeconds: () => cpuSecondsOfChildren('postgres') }

/** What is measured once, and for how long. */
export interface Trial {
  readonly start: StartNodes
  readonly shape: Shape
  /** Whether everyone wants the same run. */
  readonly isPopular: boolean
  /** Whether each run is sold at one node only. */
  readonly isByRun?: boolean
  readonly times: { readonly warmupMs: number; readonly measureMs: number }
}

/** What one trial gave. */
export interface Round extends Measured {
  /** The nodes' figures about their batches during the measurement; null if they have none. */
  readonly batches: Batches | null
}

interface Batches {
  readonly commands: number
  readonly headWaitMs: number
  readonly headWait99Ms: number
  readonly commitMs: number
}

/** Starts a contender on its own database, sells, and checks that everything answered is there. */
export async function measure(server: TestServer, trial: Trial): Promise<Round> {
  const { start, shape, isPopular, isByRun = false, times } = trial
  const folder = mkdtempSync(join(tmpdir(), 'holdfast-bench-'))
  const nodes = await start(server, folder, shape)
  try {
    const { ports: port, bearerTokens } = nodes
    const runs = isPopular ? nodes.popular : nodes.runs
    const plan = { host: '127.0.0.1', port, bearerTokens, runs, isByRun, ...times }
    const before = await nodes.metrics()
    const measured = await driveLoad(plan, folder, nodes.servers, postgres)
    const batches = batchesOf(before, await nodes.metrics())
    await assertSold(nodes, measured.sales)
    return { ...measured, batches }
  } finally {
    for (const one of nodes.servers) await one.stop()
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Every sale that was answered must be in the database. */
async function assertSold({ databaseUrl }: Nodes, sales: number): Promise<void> {
  const sold = await withClient(databaseUrl, async (client) =>
    Number((await client.query("SELECT count(*) FROM bookings WHERE status = 'CONFIRMED'")).rows[0].count),
  )
  assert.ok(sold >= sales, `${sales} sales were answered, but ${sold} are in the database`)
}

function batchesOf(before: readonly string[], after: readonly string[]): Batches | null {
  if (after.length === 0) return null
  const of = (pages: readonly string[], name: string): number =>
    pages.reduce((sum, page) => sum + Number(new RegExp(`^${name} (\\S+)$`, 'm').exec(page)?.[1] ?? 0), 0)
  const grown = (name: string): number => of(after, name) - of(before, name)
  const mean = (name: string): number => grown(`${name}_sum`) / grown(`${name}_count`)
  return {
    commands: mean('holdfast_batch_commands'),
    headWaitMs: 1000 * mean('holdfast_head_wait_seconds'),
    headWait99Ms: 1000 * bound(grown, 'holdfast_head_wait_seconds', 0.99),
    commitMs: 1000 * mean('holdfast_commit_seconds'),
  }
}

/** The upper bound of the histogram bucket that reaches this share of all values. */
function bound(grown: (name: string) => number, name: string, share: number): number {
  const wanted = share * grown(`${name}_count`)
  const bounds = [0.0005, 0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.25, 1, 5]
  return bounds.find((le) => grown(`${name}_bucket\\{le="${le}"\\}`) >= wanted) ?? Number.POSITIVE_INFINITY
}
