/**
 * Hold, pay and book over HTTP with 64 connections, or as many as asked for: Holdfast and the founding
 * document's own recipe take turns in one run, each round on a fresh server and an empty database.
 *
 *   npm run bench:flow -- [--connections 64] [--rounds 3] [--seconds 8]
 *     [--contenders recipe,recipe-with-payments,holdfast]
 */
import { parseArgs } from 'node:util'
import { type FlowRound, measureFlow, refusedText, serverMicroseconds } from './flow.ts'
import { printMachine } from './machine.ts'
import { inTurns } from './rounds.ts'
import { median, ratios, spreadText } from './statistics.ts'
import { tableLines } from './table.ts'

const { values } = parseArgs({
  options: {
    connections: { type: 'string', default: '64' },
    rounds: { type: 'string', default: '3' },
    seconds: { type: 'string', default: '8' },
    warmup: { type: 'string', default: '8' },
    contenders: { type: 'string', default: 'recipe,recipe-with-payments,holdfast,ceiling' },
  },
})

/** One contender in one round; processor time is per sale, in microseconds. */
function cellsOf(name: string, round: number, it: FlowRound): readonly (string | number)[] {
  return [
    round,
    name,
    Math.round(it.salesPerSecond),
    `${it.holdP50.toFixed(1)} / ${it.holdP99.toFixed(1)}`,
    `${it.bookingP50.toFixed(1)} / ${it.bookingP99.toFixed(1)}`,
    Math.round(serverMicroseconds(it)),
    Math.round((it.cpuSeconds / it.sales) * 1e6),
    it.uncaptured ?? '',
    refusedText(it),
  ]
}

printMachine()
const options = {
  connections: Number(values.connections),
  warmupSeconds: Number(values.warmup),
  seconds: Number(values.seconds),
}
const rows: (readonly (string | number)[])[] = []
const figures = await inTurns(values.contenders.split(','), Number(values.rounds), async (name, round) => {
  const it = await measureFlow(name, options)
  rows.push(cellsOf(name, round, it))
  console.error(`round ${round}: ${name} ${Math.round(it.salesPerSecond)} sales/s`)
  return it
})
const heads = ['round', 'contender', 'sales/s', 'hold p50 / p99 ms', 'book p50 / p99 ms']
const moreHeads = ['server us/sale', 'generator us/sale', 'to capture', 'refused']
console.log(`\n${tableLines([...heads, ...moreHeads], rows).join('\n')}\n`)
const rates = (name: string) => (figures.get(name) ?? []).map((it) => it.salesPerSecond)
const base = rates('recipe')
const summary = [...figures.keys()].map((name) => {
  const own = rates(name)
  const times = ratios(own, base)
  return [name, Math.round(median(own)), spreadText(own, 0), median(times).toFixed(2), spreadText(times, 2)]
})
const summaryHeads = ['contender', 'sales/s, median', 'lowest to highest', 'times the recipe', 'spread']
for (const line of tableLines(summaryHeads, summary)) console.log(line)
