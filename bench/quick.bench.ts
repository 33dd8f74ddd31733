/**
 * What a change may have broken, in three minutes: fewer and shorter rounds of the same measures, compared
 * with the stored figures of RESULTS.md. Most measures are ratios, which a slower machine changes little.
 * Ends with status 1 if one is worse by more than its noise.
 *
 *   npm run bench:quick -- [--parts enquiries,flow64,alone,overload,postgres]
 */
import { parseArgs } from 'node:util'
import { printMachine } from './machine.ts'
import { waitUntilQuiet } from './quiet-machine.ts'
import { type MeasureId, measureIds, measureOf, shown } from './report/measures.ts'
import { type Effort, type PartFigures, parts } from './report/parts.ts'
import { valuesOf } from './report/plots.ts'
import { measurePart, quietSentence, readResults } from './report/results.ts'
import { median } from './statistics.ts'
import { tableLines } from './table.ts'

/** Together they take less than three minutes. */
const efforts: Readonly<Record<string, Effort>> = {
  enquiries: { rounds: 3, seconds: 2, warmupSeconds: 0 },
  flow64: { rounds: 1, seconds: 4, warmupSeconds: 3 },
  alone: { rounds: 1, seconds: 3, warmupSeconds: 2 },
  overload: { rounds: 1, seconds: 3, warmupSeconds: 0 },
  postgres: { rounds: 1, seconds: 3, warmupSeconds: 2 },
}
/** Short rounds are noisier than the stored ones: nothing less than this is told. */
const leastNoise = 0.2

const { values } = parseArgs({
  options: { parts: { type: 'string', default: Object.keys(efforts).join(',') } },
})
const stored = readResults()

/** By which share a measure is worse than its stored median; negative if it is better. */
function fallOf(id: MeasureId, now: number): number {
  const before = median(valuesOf(stored, id))
  const { isLowerBetter } = measureOf(id)
  return isLowerBetter ? now / before - 1 : 1 - now / before
}

/** How far the stored rounds lie from their median. */
function noiseOf(id: MeasureId): number {
  const all = valuesOf(stored, id)
  const middle = median(all)
  return Math.max(leastNoise, ...all.map((value) => Math.abs(value / middle - 1)))
}

let worse = 0

function rowsOf({ values: measured }: PartFigures): readonly (readonly string[])[] {
  return measureIds.flatMap((id) => {
    const own = measured[id]
    if (!own) return []
    const measure = measureOf(id)
    const now = median(own)
    const fall = fallOf(id, now)
    const isWorse = fall > noiseOf(id)
    if (isWorse) worse++
    const verdict = Number.isFinite(fall) ? (isWorse ? 'worse' : 'as before') : 'nothing to compare with'
    const change = Number.isFinite(fall) ? `${fall > 0 ? '-' : '+'}${Math.abs(fall * 100).toFixed(0)} %` : ''
    const noise = Number.isFinite(noiseOf(id)) ? `${(noiseOf(id) * 100).toFixed(0)} %` : ''
    return [
      [
        measure.name,
        shown(measure, median(valuesOf(stored, id))),
        shown(measure, now),
        change,
        noise,
        verdict,
      ],
    ]
  })
}

printMachine()
await waitUntilQuiet(10_000, console.error)
const rows: (readonly string[])[] = []
for (const name of values.parts.split(',')) {
  const [part, effort] = [parts[name], efforts[name]]
  if (!part || !effort) throw new Error(`no part ${name}; choose from ${Object.keys(efforts).join(', ')}`)
  const measured = await measurePart(() => part(effort), effort.rounds)
  console.error(`${name}: ${quietSentence(measured)}`)
  rows.push(...rowsOf(measured))
}
for (const line of tableLines(['measure', 'stored', 'now', 'change', 'noise', 'verdict'], rows))
  console.log(line)
process.exitCode = worse > 0 ? 1 : 0
console.log(worse > 0 ? `${worse} worse by more than the noise` : 'nothing is worse by more than the noise')
