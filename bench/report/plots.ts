import { median } from '../statistics.ts'
import { type Measure, type MeasureId, measureIds, measureOf, reaches } from './measures.ts'
import type { Results } from './results.ts'
import { label, line, logScale, shape, svgOf } from './svg.ts'

const rowHeight = 26
const left = 420

/** The values of a measure, one for each round; empty if it was not measured. */
export function valuesOf(results: Results, id: MeasureId): readonly number[] {
  for (const { values } of Object.values(results)) {
    const own = values[id]
    if (own) return own
  }
  return []
}

/** How many times as good as it must be. */
function timesMust(measure: Measure, value: number): number {
  return measure.isLowerBetter ? measure.must / value : value / measure.must
}

/** Every measure of the table as a multiple of what it must be, its spread, and the aim. */
export function targetsPlot(results: Results): string {
  const ids = measureIds.filter((id) => measureOf(id).must > 0 && valuesOf(results, id).length > 0)
  const [width, height] = [960, 90 + ids.length * rowHeight]
  const x = logScale([0.1, 10], [left, width - 30])
  const grid = [0.1, 0.2, 0.5, 1, 2, 5, 10].flatMap((value) => [
    line([x(value), 50], [x(value), height - 34], value === 1 ? 'must' : 'grid'),
    label(String(value), x(value), height - 14, { class: 'soft', 'text-anchor': 'middle' }),
  ])
  const rows = ids.flatMap((id, index) => {
    const measure = measureOf(id)
    const y = 66 + index * rowHeight
    const values = valuesOf(results, id).filter(Number.isFinite)
    const middle = median(values)
    const times = values.map((value) => timesMust(measure, value))
    const aim = timesMust(measure, measure.aim)
    return [
      label(measure.name, left - 14, y + 4, { 'text-anchor': 'end' }),
      line([x(aim), y - 9], [x(aim), y + 9], 'aim'),
      line([x(Math.min(...times)), y], [x(Math.max(...times)), y], 'whisker'),
      shape('circle', {
        ...{ cx: x(timesMust(measure, middle)), cy: y, r: 6 },
        class: reaches(measure, middle, measure.must) ? 'good' : 'bad',
      }),
    ]
  })
  const title = 'What was measured, as a multiple of what it must be (right is better; blue: the aim)'
  return svgOf({ width, height, title, parts: [...grid, ...rows] })
}

const kinds = ['first', 'second', 'third', 'fourth'] as const

interface Bars {
  readonly name: string
  readonly bars: readonly (readonly [string, readonly number[]])[]
}

const barsWidth = 960
const barsLeft = 300

/** A bar from zero, with the spread of the rounds. */
function bar([what, all]: Bars['bars'][number], y: number, most: number, kind: string): readonly string[] {
  const x = (value: number) => barsLeft + (value / most) * (barsWidth - barsLeft - 90)
  const values = all.filter(Number.isFinite)
  const name = label(what, barsLeft - 10, y + 12, { 'text-anchor': 'end' })
  if (values.length === 0) return [name, label('not measured', barsLeft, y + 12, { class: 'soft' })]
  const middle = median(values)
  return [
    name,
    shape('rect', { x: barsLeft, y, width: x(middle) - barsLeft, height: 16, class: kind }),
    line([x(Math.min(...values)), y + 8], [x(Math.max(...values)), y + 8], 'whisker'),
    label(Math.round(middle).toLocaleString('en'), x(Math.max(...values)) + 8, y + 12),
  ]
}

/** Groups of bars; `isOneScale` if the groups can be compared with each other. */
function barsPlot(title: string, unit: string, groups: readonly Bars[], isOneScale: boolean): string {
  const mostOf = (own: readonly Bars[]) =>
    Math.max(1, ...own.flatMap(({ bars }) => bars.flatMap(([, values]) => values.filter(Number.isFinite))))
  const parts: string[] = []
  let y = 52
  for (const group of groups) {
    parts.push(label(group.name, 16, y + 8, { 'font-weight': 600 }))
    y += 20
    const most = mostOf(isOneScale ? groups : [group])
    for (const [index, one] of group.bars.entries()) {
      parts.push(...bar(one, y, most, (isOneScale && kinds[index % kinds.length]) || 'third'))
      y += 22
    }
    y += 8
  }
  parts.push(label(unit, 16, y + 10, { class: 'soft' }))
  return svgOf({ width: barsWidth, height: y + 24, title, parts })
}

function detail(results: Results, name: string): readonly number[] {
  for (const { details } of Object.values(results)) {
    const own = details[name]
    if (own) return own
  }
  return []
}

/** Sales a second of every contender. */
export function salesPlot(results: Results): string {
  const flow = (connections: number, names: readonly string[]) => ({
    name: connections === 1 ? 'SQLite, one client alone' : `SQLite, ${connections} connections`,
    bars: names.map(
      (name) => [name, detail(results, `${name}, ${connections} connections, sales/s`)] as const,
    ),
  })
  const postgres = (what: string, names: readonly string[]) => ({
    name: `PostgreSQL, ${what}`,
    bars: names.map((name) => [name, detail(results, `PostgreSQL, ${name}, ${what}, sales/s`)] as const),
  })
  return barsPlot(
    'Sales: hold, pay and book over HTTP',
    'sales a second; medians, and the spread of the rounds',
    [
      flow(64, ['recipe', 'recipe-with-payments', 'holdfast']),
      flow(256, ['recipe', 'holdfast']),
      flow(1, ['recipe', 'holdfast']),
      postgres('many runs', ['FOR UPDATE', 'one node', 'three nodes']),
      postgres('one run', ['FOR UPDATE', 'one node']),
    ],
    true,
  )
}

/** What is sold under each load. */
export function overloadPlot(results: Results): string {
  const stages = ['50 %', '80 %', 'capacity', '150 %', '1000 %', '50 % again']
  const bars = (what: string) =>
    stages.map((name) => [name, detail(results, `overload, ${name}, ${what}`)] as const)
  return barsPlot(
    'Visitors who arrive whatever the server does',
    'loads in percent of capacity; 27 enquiries, a hold and a booking each',
    [
      { name: 'Sold a second', bars: bars('sold/s') },
      { name: 'Wait of what is accepted, p99, ms', bars: bars('accepted p99 ms') },
    ],
    false,
  )
}
