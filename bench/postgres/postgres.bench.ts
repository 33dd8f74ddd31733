/**
 * Hold, pay and book over HTTP on PostgreSQL: Holdfast with 1 to 8 connections and 1 to 3 nodes takes turns
 * with a plain `SELECT ... FOR UPDATE` implementation of the founding document on the same server. Then 200
 * clients want one popular run.
 *
 *   npm run bench:postgres -- [--seconds 5] [--warmup 3] [--only popular]
 */
import { tmpdir } from 'node:os'
import { parseArgs } from 'node:util'
import { startServer, withClient } from '../../src/store/postgres/server.fixture.ts'
import { describeMachine } from '../machine.ts'
import { type Shape, type StartNodes, startHoldfast, startRecipe } from './contenders.ts'
import { measure, type Round } from './round.ts'

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
    'processor time of a sale, ms: servers + database',
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
    `${msOf(it.serverCpuSeconds, it)} + ${msOf(it.databaseCpuSeconds, it)}`,
    it.ranOut ? 'ran out of seats' : refused.join(', ') || 'none',
  ])
}

/** Milliseconds for each sale. */
function msOf(seconds: number, { salesPerSecond }: Round): string {
  return ((seconds / ((salesPerSecond * times.measureMs) / 1000)) * 1000).toFixed(2)
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
        const it = await measure(server, { start, shape, isPopular: part === 'popular', times })
        if (name === 'recipe') base = it.salesPerSecond
        roundLine(shape, name, it, base)
      }
    }
} finally {
  await server.close()
}
