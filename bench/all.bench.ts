/**
 * The whole table of measures, within half an hour on a quiet machine: what people ask, sales on SQLite and
 * PostgreSQL against what people write by hand, and overload. Writes `bench/RESULTS.md`, the plots beside it,
 * and `bench/results.json`, with which `npm run bench:quick` compares. Parts that are not measured keep their
 * figures.
 *
 *   npm run bench -- [--parts enquiries,flow64,flow256,alone,overload,postgres] [--rounds 5]
 *     [--seconds 4] [--warmup 4] [--wait 60] [--into FOLDER]
 */
import { parseArgs } from 'node:util'
import { printMachine } from './machine.ts'
import { waitUntilQuiet } from './quiet-machine.ts'
import { parts } from './report/parts.ts'
import { targetLines, writeReport } from './report/report.ts'
import { keepResults, measurePart, quietSentence, readResults, usualFolder } from './report/results.ts'

const { values } = parseArgs({
  options: {
    parts: { type: 'string', default: Object.keys(parts).join(',') },
    rounds: { type: 'string', default: '5' },
    seconds: { type: 'string', default: '4' },
    warmup: { type: 'string', default: '4' },
    // How long to wait for a quiet machine before each part, in seconds.
    wait: { type: 'string', default: '60' },
    into: { type: 'string', default: usualFolder },
  },
})
const rounds = Number(values.rounds)
const effort = { rounds, seconds: Number(values.seconds), warmupSeconds: Number(values.warmup) }
const longestWaitMs = Number(values.wait) * 1000

printMachine()
for (const name of values.parts.split(',')) {
  const part = parts[name]
  if (!part) throw new Error(`no part ${name}; choose from ${Object.keys(parts).join(', ')}`)
  if (!(await waitUntilQuiet(longestWaitMs, console.error)))
    console.error('the machine does not become quiet; measuring beside other work')
  const startedAt = performance.now()
  const measured = await measurePart(() => part(effort), rounds)
  const results = { ...readResults(values.into), [name]: measured }
  keepResults(results, values.into)
  writeReport(results, values.into)
  const seconds = Math.round((performance.now() - startedAt) / 1000)
  console.error(`${name}: ${seconds} s. ${quietSentence(measured)}`)
}
for (const line of targetLines(readResults(values.into))) console.log(line)
