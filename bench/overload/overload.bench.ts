/**
 * Visitors who ask, hold and book arrive at 50 %, 80 %, 150 % and 1,000 % of what the server can serve, as
 * planned ahead, whatever the server does: what is sold, how long everyone waits, who is refused, and how
 * soon all is normal again.
 *
 *   npm run bench:overload -- [--seconds 5] [--enquiries 27] [--loads 0.5,0.8,1.5,10] [--seed 1]
 */
import { parseArgs } from 'node:util'
import { printMachine } from '../machine.ts'
import { tableLines } from '../table.ts'
import { enquiriesPerSale, measureOverload, type StageFigures, usualOptions } from './overload.ts'

const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: String(usualOptions.seconds) },
    enquiries: { type: 'string', default: String(enquiriesPerSale) },
    loads: { type: 'string', default: usualOptions.loads.join(',') },
    seed: { type: 'string', default: String(usualOptions.seed) },
  },
})

const heads = [
  ...['load', 'visitors/s', 'sold/s', 'wait ms: p50', 'p99', 'longest', 'refused', 'refused within ms: p99'],
  ...['server s/s', 'generator s/s', 'requests/s', 'troubled until s'],
]

function cellsOf(stage: StageFigures): readonly (string | number)[] {
  const { accepted, refused, seconds } = stage
  const ms = (value: number) => (Number.isFinite(value) ? value.toFixed(1) : '')
  return [
    ...[stage.name, Math.round(stage.arrived / seconds), Math.round(stage.soldPerSecond)],
    ...[ms(accepted.p50), ms(accepted.p99), ms(accepted.max), refused.count, ms(refused.p99)],
    (stage.serverCpuSeconds / (seconds * 1.5)).toFixed(2),
    (stage.cpuSeconds / seconds).toFixed(2),
    Math.round(stage.requests / seconds),
    (stage.troubledUntilMs / 1000).toFixed(1),
  ]
}

printMachine()
console.log(`seed ${values.seed}\n`)
const stages = await measureOverload({
  seconds: Number(values.seconds),
  enquiries: Number(values.enquiries),
  seed: Number(values.seed),
  loads: values.loads.split(',').map(Number),
})
for (const line of tableLines(heads, stages.map(cellsOf))) console.log(line)
for (const { name, refusals, acceptedByStep } of stages) {
  console.log(`\n${name}: ${JSON.stringify(refusals)}`)
  const steps = Object.entries(acceptedByStep).map(([step, { count, p50, p99 }]) => [
    step,
    count,
    p50.toFixed(1),
    p99.toFixed(1),
  ])
  for (const line of tableLines(['step', 'answers', 'p50', 'p99'], steps)) console.log(line)
}
