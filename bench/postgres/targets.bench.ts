/**
 * The figures that the sale on PostgreSQL is held to, in interleaved rounds: 64 clients over many runs and
 * 200 on one run, each against `SELECT ... FOR UPDATE` written by hand; three nodes against one, with clients
 * spread over them, and with a proxy in between that goes by the run. Prints every round, and then the
 * medians.
 *
 *   npm run bench:postgres-targets -- [--rounds 5] [--seconds 4] [--warmup 3] [--only three]
 */
import { tmpdir } from 'node:os'
import { parseArgs } from 'node:util'
import { startServer } from '../../src/store/postgres/server.fixture.ts'
import { describeMachine } from '../machine.ts'
import { median } from '../statistics.ts'
import { startHoldfast, startRecipe } from './contenders.ts'
import { measure, type Round, type Trial } from './round.ts'

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '5' },
    seconds: { type: 'string', default: '4' },
    warmup: { type: 'string', default: '3' },
    only: { type: 'string', default: '' },
  },
})
const times = { warmupMs: Number(values.warmup) * 1000, measureMs: Number(values.seconds) * 1000 }
const many = { nodes: 1, connections: 8, clients: 64 }
const one = { ...many, clients: 200 }

/** What is measured, and what its sales are divided by. */
const trials: Readonly<Record<string, Omit<Trial, 'times'> & { readonly against?: string }>> = {
  'recipe many': { start: startRecipe, shape: many, isPopular: false },
  'holdfast many': { start: startHoldfast, shape: many, isPopular: false, against: 'recipe many' },
  'holdfast three': {
    ...{ start: startHoldfast, shape: { ...many, nodes: 3 } },
    ...{ isPopular: false, against: 'holdfast many' },
  },
  'holdfast three, by run': {
    ...{ start: startHoldfast, shape: { ...many, nodes: 3 } },
    ...{ isPopular: false, isByRun: true, against: 'holdfast many' },
  },
  'recipe popular': { start: startRecipe, shape: one, isPopular: true },
  'holdfast popular': { start: startHoldfast, shape: one, isPopular: true, against: 'recipe popular' },
}

/** The mean figures of a round, as one line of text. */
function describe(it: Round): string {
  const cost = (seconds: number) => ((1000 * seconds) / (it.salesPerSecond * it.seconds)).toFixed(2)
  const { batches } = it
  const refused = Object.entries(it.refused).map(([what, count]) => `${count} × ${what}`)
  return [
    `${Math.round(it.salesPerSecond)} sales/s`,
    `hold ${it.holdP50.toFixed(1)} / ${it.holdP99.toFixed(1)} ms`,
    `book ${it.bookingP50.toFixed(1)} / ${it.bookingP99.toFixed(1)} ms`,
    `processor ms a sale: servers ${cost(it.serverCpuSeconds)}, ` +
      `database ${cost(it.databaseCpuSeconds)}, generator ${cost(it.cpuSeconds)}`,
    ...(batches
      ? [
          `a batch: ${batches.commands.toFixed(1)} commands, head ${batches.headWaitMs.toFixed(1)} ms ` +
            `(99 % ${batches.headWait99Ms}), commit ${batches.commitMs.toFixed(1)} ms`,
        ]
      : []),
    it.ranOut ? 'ran out of seats' : refused.join(', ') || 'none refused',
  ].join('; ')
}

console.log(describeMachine(tmpdir()).join('\n'))
const server = await startServer(['shared_buffers=512MB'])
const sales = new Map<string, number[]>()
try {
  for (let round = 1; round <= Number(values.rounds); round++)
    for (const [name, trial] of Object.entries(trials)) {
      if (!name.includes(values.only)) continue
      const it = await measure(server, { ...trial, times })
      sales.set(name, [...(sales.get(name) ?? []), it.salesPerSecond])
      console.log(`${round} ${name}: ${describe(it)}`)
    }
} finally {
  await server.close()
}
for (const [name, all] of sales) {
  const base = sales.get(trials[name]?.against ?? '')
  const ratios = base?.map((sold, round) => (all[round] ?? Number.NaN) / sold)
  const against = ratios ? `, ${median(ratios).toFixed(2)} times "${trials[name]?.against}"` : ''
  console.log(`median of ${name}: ${Math.round(median(all))} sales/s${against}`)
}
