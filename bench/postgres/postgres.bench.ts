/**
 * Hold, pay, book over HTTP on PostgreSQL: Holdfast with 1 to 8 connections and 1 to 3 nodes, beside a plain `SELECT ... FOR UPDATE`
 * implementation of the founding document on the same server, turn and turn about; then 200 clients on one popular run.
 *
 *   npm run bench:postgres -- [--seconds 5] [--warmup 3] [--only popular]
 */
import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { startServer, withClient } from '../../src/store/postgres/server.fixture.ts'
import { driveLoad, type Measured } from '../drive-load.ts'
import { describeMachine } from '../machine.ts'
import { type Nodes, type Shape, type StartNodes, startHoldfast, startRecipe } from './contenders.ts'

const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '5' },
    warmup: { type: 'string', default: '3' },
    only: { type: 'string', default: 'connections,nodes,popular' },
  },
})
const times = { warmupMs: Number(values.warmup) * 1000, measureMs: Number(values.seconds) * 1000 }
const contenders: Readonly<Record<string, StartNodes>> = { recipe: startRecipe, holdfast: startHoldfast }

const clients = 64
const shapes: Readonly<Record<string, readonly Shape[]>> = {
  connections: [1, 2, 4, 8].map((connections) => ({ nodes: 1, connections, clients })),
  nodes: [2, 3].map((nodes) => ({ nodes, connections: 8, clients })),
  popular: [1, 3].map((nodes) => ({ nodes, connections: 8, clients: 200 })),
}

interface Round extends Measured {
  /** What the nodes say of their batches while it was measured; null where they have none. */
  readonly batches: Batches | null
}

interface Batches {
  readonly commands: number
  readonly headWaitMs: number
  readonly headWait99Ms: number
  readonly commitMs: number
}

async function measure(start: StartNodes, shape: Shape, isPopular: boolean): Promise<Round> {
  const folder = mkdtempSync(join(tmpdir(), 'holdfast-bench-'))
  const nodes = await start(server, folder, shape)
  try {
    const { ports: port, bearerTokens } = nodes
    const runs = isPopular ? nodes.popular : nodes.runs
    const plan = { host: '127.0.0.1', port, bearerTokens, runs, ...times }
    const before = await nodes.metrics()
    const measured = await driveLoad(plan, folder, nodes.servers)
    const batches = batchesOf(before, await nodes.metrics())
    await assertSold(nodes, measured.sales)
    return { ...measured, batches }
  } finally {
    for (const one of nodes.servers) await one.stop()
    rmSync(folder, { recursive: true, force: true })
  }
}

/** What was answered as sold has to be in the database. */
async function assertSold({ databaseUrl }: Nodes, sales: number): Promise<void> {
  const sold = await withClient(databaseUrl, async (client) =>
    Number((await client.query("SELECT count(*) FROM bookings WHERE status = 'CONFIRMED'")).rows[0].count),
  )
  assert.ok(sold >= sales, `${sales} sales were answered, and ${sold} are in the database`)
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

/** The upper bound of the histogram's bucket in which this share of all values is reached. */
function bound(grown: (name: string) => number, name: string, share: number): number {
  const wanted = share * grown(`${name}_count`)
  const bounds = [0.0005, 0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.25, 1, 5]
  return bounds.find((le) => grown(`${name}_bucket\\{le="${le}"\\}`) >= wanted) ?? Number.POSITIVE_INFINITY
}

function line(cells: readonly (string | number)[]): void {
  console.log(`| ${cells.join(' | ')} |`)
}

const heads = [
  ...[
    'clients',
    'nodes',
    'connections each',
    'contender',
    'sales/s',
    'times the recipe',
    'hold p50 / p99 ms',
  ],
  ...[
    'book p50 / p99 ms',
    'commands a batch',
    'wait for the head, mean / 99 % below ms',
    'write and commit ms',
    'refused',
  ],
]

function roundLine(shape: Shape, name: string, it: Round, base: number): void {
  const { batches } = it
  const refused = Object.entries(it.refused).map(([what, count]) => `${count} × ${what}`)
  line([
    ...[shape.clients, shape.nodes, shape.connections, name, Math.round(it.salesPerSecond)],
    (it.salesPerSecond / base).toFixed(2),
    `${it.holdP50.toFixed(1)} / ${it.holdP99.toFixed(1)}`,
    `${it.bookingP50.toFixed(1)} / ${it.bookingP99.toFixed(1)}`,
    batches?.commands.toFixed(1) ?? '',
    batches ? `${batches.headWaitMs.toFixed(1)} / ${batches.headWait99Ms}` : '',
    batches?.commitMs.toFixed(1) ?? '',
    it.ranOut ? 'ran out of seats' : refused.join(', ') || 'none',
  ])
}

console.log(describeMachine(tmpdir()).join('\n'))
const server = await startServer(['shared_buffers=512MB'])
try {
  const version = await withClient(
    await server.createDatabase(),
    async (client) => (await client.query('SHOW server_version')).rows[0].server_version,
  )
  console.log(`PostgreSQL ${version}, everything durable is on, on the same machine\n`)
  line(heads)
  line(heads.map(() => '---'))
  for (const part of values.only.split(','))
    for (const shape of shapes[part] ?? []) {
      let base = Number.NaN
      for (const [name, start] of Object.entries(contenders)) {
        const it = await measure(start, shape, part === 'popular')
        if (name === 'recipe') base = it.salesPerSecond
        roundLine(shape, name, it, base)
      }
    }
} finally {
  await server.close()
}
