import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { median, spreadText } from '../statistics.ts'
import { tableLines } from '../table.ts'
import { type Measure, type MeasureId, measureIds, measureOf, reaches, shown } from './measures.ts'
import { overloadPlot, salesPlot, targetsPlot, valuesOf } from './plots.ts'
import { quietSentence, type Results } from './results.ts'

export function plotFolderOf(folder: string): string {
  return join(folder, 'plots')
}

const heads = ['measure', 'against', 'before', 'must', 'aim', 'measured', 'spread', 'reached']

function rowOf(measure: Measure, values: readonly number[]): readonly string[] {
  const { name, against, before, must, aim } = measure
  const middle = median(values)
  const goals = [
    before === null ? 'not measured' : shown(measure, before),
    shown(measure, must),
    shown(measure, aim),
  ]
  if (values.length === 0) return [name, against, ...goals, 'not measured', '', '']
  const reached = reaches(measure, middle, aim) ? 'aim' : reaches(measure, middle, must) ? 'must' : 'no'
  const spread = `${shown(measure, Math.min(...values))} to ${shown(measure, Math.max(...values))}`
  return [name, against, ...goals, shown(measure, middle), spread, reached]
}

/** The table of all measures. */
export function targetLines(results: Results): readonly string[] {
  return tableLines(
    heads,
    measureIds.map((id: MeasureId) => rowOf(measureOf(id), valuesOf(results, id))),
  )
}

function partLines(name: string, part: Results[string]): readonly string[] {
  const { measuredAt, machine, rounds, details } = part
  const rows = Object.entries(details).map(([what, values]) => {
    const middle = median(values)
    const digits = middle >= 100 ? 0 : 2
    return [what, middle.toFixed(digits), spreadText(values, digits)]
  })
  return [
    `## ${name}`,
    '',
    `${rounds === 1 ? '1 round' : `${rounds} rounds`}, ${measuredAt}. ${quietSentence(part)}`,
    `Machine: ${machine.join('; ')}.`,
    '',
    ...tableLines(['figure', 'median', 'lowest to highest'], rows),
    '',
  ]
}

const introduction = `# Results

\`npm run bench\` wrote this page; how it measures is in [README.md](README.md). Every figure is the median
of its rounds, in which the contenders took turns, and each ratio is that of two figures of the same round.
"Before" is from 2026-11-23 to 28, before the work on speed began. "Reached" names what the median reaches.
`

/** Writes RESULTS.md and the plots beside it. */
export function writeReport(results: Results, folder: string): void {
  const plotFolder = plotFolderOf(folder)
  mkdirSync(plotFolder, { recursive: true })
  writeFileSync(join(plotFolder, 'targets.svg'), targetsPlot(results))
  writeFileSync(join(plotFolder, 'sales.svg'), salesPlot(results))
  writeFileSync(join(plotFolder, 'overload.svg'), overloadPlot(results))
  const lines = [
    introduction,
    ...targetLines(results),
    '',
    '![Every measure as a multiple of what it must be](plots/targets.svg)',
    '![Sales a second of every contender](plots/sales.svg)',
    '![What is sold under each load, and how long it takes](plots/overload.svg)',
    ...('growth' in results ? ['![Cost as the work grows](plots/growth.svg)'] : []),
    '',
    ...Object.entries(results).flatMap(([name, part]) => partLines(name, part)),
  ]
  writeFileSync(join(folder, 'RESULTS.md'), `${lines.join('\n').trimEnd()}\n`)
}
