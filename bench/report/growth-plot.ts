import { label, line, logScale, shape, svgOf } from './svg.ts'

/** A cost at growing sizes, the smallest first. */
export interface GrowthLine {
  readonly name: string
  readonly costs: readonly number[]
}

const left = 330
const rowHeight = 26

/** Each cost as a multiple of that at the smallest size; larger dots are larger sizes. */
export function growthPlot(lines: readonly GrowthLine[], tolerance: number): string {
  const [width, height] = [960, 90 + lines.length * rowHeight]
  const x = logScale([0.25, 16], [left, width - 30])
  const grid = [0.25, 0.5, 1, 2, 4, 8, 16].flatMap((value) => [
    line([x(value), 50], [x(value), height - 34], 'grid'),
    label(String(value), x(value), height - 14, { class: 'soft', 'text-anchor': 'middle' }),
  ])
  const bound = line([x(tolerance), 50], [x(tolerance), height - 34], 'must')
  const rows = lines.flatMap(({ name, costs: [first = Number.NaN, ...rest] }, row) => {
    const y = 66 + row * rowHeight
    const times = [first, ...rest].map((cost) => cost / first)
    return [
      label(name, left - 14, y + 4, { 'text-anchor': 'end' }),
      line([x(Math.min(...times)), y], [x(Math.max(...times)), y], 'grid'),
      ...times.map((value, size) =>
        shape('circle', {
          cx: x(value),
          cy: y,
          r: 3 + 1.5 * size,
          class: value > tolerance ? 'bad' : 'third',
        }),
      ),
    ]
  })
  const title =
    'Cost as the work grows, as a multiple of that at the smallest size (larger dots: larger sizes)'
  return svgOf({ width, height, title, parts: [...grid, bound, ...rows] })
}
