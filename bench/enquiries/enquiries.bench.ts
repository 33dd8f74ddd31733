/**
 * What people ask before they buy, against an empty route of the same server: search, run, seat map, fare
 * calendar, stations. The subjects take turns in rounds on one server, and the figures are medians. Processor
 * time is that of the whole server with its threads; where other work shares the machine, believe it rather
 * than the answers a second.
 *
 *   npm run bench:enquiries -- [--rounds 7] [--seconds 1] [--only search]
 */
import { parseArgs } from 'node:util'
import { printMachine } from '../machine.ts'
import { median, ratios } from '../statistics.ts'
import { tableLines } from '../table.ts'
import { type EnquiryFigures, measureEnquiries } from './enquiries.ts'

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '7' },
    seconds: { type: 'string', default: '1' },
    connections: { type: 'string', default: '32' },
    only: { type: 'string' },
    profile: { type: 'string' },
  },
})

const heads = ['subject', 'bytes', 'answers/s', 'server us', 'against', 'by answers/s', 'by processor time']

function cellsOf({ name, against, own, base }: EnquiryFigures): readonly (string | number)[] {
  const rates = own.map((round) => round.perSecond)
  const times = own.map((round) => round.cpuMicroseconds)
  const baseTimes = base.map((round) => round.cpuMicroseconds)
  const baseRates = base.map((round) => round.perSecond)
  return [
    ...[name, own[0]?.bytes ?? 0, Math.round(median(rates)), median(times).toFixed(1), against],
    ...[median(ratios(rates, baseRates)).toFixed(2), median(ratios(baseTimes, times)).toFixed(2)],
    own.reduce((sum, { others }) => sum + others, 0),
  ]
}

printMachine()
const { only, profile } = values
const figures = await measureEnquiries({
  rounds: Number(values.rounds),
  seconds: Number(values.seconds),
  connections: Number(values.connections),
  wants: (name) => !only || /empty|static/.test(name) || name.includes(only),
  ...(profile === undefined ? {} : { profile }),
})
console.log(`\n${tableLines([...heads, 'refused'], figures.map(cellsOf)).join('\n')}`)
