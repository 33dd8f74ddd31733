/**
 * What a sale and a search cost as the work grows: runs, seats, stops, claims and live holds of the run,
 * bookings, watchers; and the memory beside it. Ends with status 1 if a cost grows with something that the
 * request does not touch. Sizes are measured one after the other, each in a fresh process that is warm.
 *
 *   npm run bench:growth -- [--only claims] [--bookings 100000] [--tolerance 1.6]
 *     [--into FOLDER]
 */
import { execFileSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { printMachine } from '../machine.ts'
import { type GrowthLine, growthPlot } from '../report/growth-plot.ts'
import { plotFolderOf, writeReport } from '../report/report.ts'
import { keepResults, measurePart, readResults, usualFolder } from '../report/results.ts'
import { tableLines } from '../table.ts'
import { withFolder } from '../temporary-folder.ts'
import { type Cost, type Dimension, dimensionsUpTo, usualSize } from './dimensions.ts'
import { costBesideWatchers } from './watched.ts'

const { values } = parseArgs({
  options: {
    only: { type: 'string', default: '' },
    bookings: { type: 'string', default: '100000' },
    // Two runs of one size differ by up to a third; what grows in truth grows by far more over these sizes.
    tolerance: { type: 'string', default: '1.6' },
    into: { type: 'string', default: usualFolder },
  },
})
const tolerance = Number(values.tolerance)
/** What is less than this is the garbage collector's. */
const leastMicroseconds = 20

async function costAt({ member, beside }: Dimension, value: number): Promise<Cost> {
  if (member === 'watchers') return costBesideWatchers(value)
  return withFolder(async (folder) => {
    const file = join(folder, 'size.json')
    writeFileSync(file, JSON.stringify({ ...usualSize, ...beside, [member]: value }))
    const script = join(import.meta.dirname, 'world.ts')
    return JSON.parse(
      execFileSync(process.execPath, ['--expose-gc', script, file], { encoding: 'utf8' }),
    ) as Cost
  })
}

/** How many times the cost of the smallest size; 1 if the difference is too small to tell. */
function growth(costs: readonly Cost[], pick: (cost: Cost) => number): number {
  const [first = Number.NaN, ...rest] = costs.map(pick)
  const most = Math.max(first, ...rest)
  return most - first < leastMicroseconds ? 1 : most / first
}

const grown: string[] = []
const details: Record<string, readonly number[]> = {}
const plotted: GrowthLine[] = []

function judge({ name, touches }: Dimension, costs: readonly Cost[]): string {
  const sale = growth(costs, (cost) => cost.saleMicroseconds)
  const search = growth(costs, (cost) => cost.searchMicroseconds)
  if (sale > tolerance && !touches.sale) grown.push(`a sale, with ${name}: ${sale.toFixed(1)} times`)
  if (search > tolerance && !touches.search) grown.push(`a search, with ${name}: ${search.toFixed(1)} times`)
  return `sale ${sale.toFixed(2)} times, search ${search.toFixed(2)} times at most`
}

const heads = ['what grows', 'size', 'sale, us', 'search, us', 'heap, MB', 'resident, MB']

async function measure(dimension: Dimension): Promise<void> {
  const costs: Cost[] = []
  for (const size of dimension.sizes) {
    costs.push(await costAt(dimension, size))
    console.error(`${dimension.name} ${size}`)
  }
  const rows = costs.map((cost, index) => {
    const size = (dimension.sizes[index] ?? 0).toLocaleString('en')
    const { saleMicroseconds: sale, searchMicroseconds: search } = cost
    const megabytes = [cost.heapBytes, cost.residentBytes].map((bytes) => Math.round(bytes / 1e6))
    details[`${dimension.name} ${size}: sale us`] = [sale]
    details[`${dimension.name} ${size}: search us`] = [search]
    details[`${dimension.name} ${size}: heap MB`] = [megabytes[0] ?? 0]
    return [dimension.name, size, sale.toFixed(0), search.toFixed(1), ...megabytes]
  })
  plotted.push(
    { name: `a sale: ${dimension.name}`, costs: costs.map((cost) => cost.saleMicroseconds) },
    { name: `a search: ${dimension.name}`, costs: costs.map((cost) => cost.searchMicroseconds) },
  )
  console.log(`\n${tableLines(heads, rows).join('\n')}\n${judge(dimension, costs)}`)
}

printMachine()
const all = dimensionsUpTo(Number(values.bookings)).filter(({ name }) => name.includes(values.only))
const measured = await measurePart(async () => {
  for (const dimension of all) await measure(dimension)
  return { values: {}, details }
}, 1)
if (values.only === '') {
  const results = { ...readResults(values.into), growth: measured }
  keepResults(results, values.into)
  writeReport(results, values.into)
  writeFileSync(join(plotFolderOf(values.into), 'growth.svg'), growthPlot(plotted, tolerance))
}
process.exitCode = grown.length > 0 ? 1 : 0
console.log(
  grown.length > 0
    ? `\ngrows with what it does not touch by more than ${tolerance}:\n  ${grown.join('\n  ')}`
    : `\nnothing grows with what it does not touch by more than ${tolerance}`,
)
