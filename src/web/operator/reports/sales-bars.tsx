import type { SalesReport } from '../../shared/api-types.ts'

const [width, height] = [600, 96]
/** More bars than this would be thinner than a line. */
const mostBars = 120

/** Sales as bars with what was given back over them. The table below says the same in numbers. */
export function SalesBars({ lines }: Pick<SalesReport, 'lines'>) {
  const shown = lines.slice(0, mostBars)
  const most = Math.max(0, ...shown.flatMap((line) => [line.sales_cents, line.refunds_cents]))
  if (most <= 0 || shown.length < 2) return null
  const step = width / shown.length
  const bar = (cents: number, index: number) => {
    const y = Math.round(height - (Math.max(0, cents) / most) * height)
    return `M${(index * step + step * 0.1).toFixed(1)} ${height}V${y}h${(step * 0.8).toFixed(1)}V${height}Z`
  }
  return (
    <svg
      className="sales-bars"
      viewBox={`0 0 ${width} ${height}`}
      preserveAspectRatio="none"
      aria-hidden="true"
    >
      <path className="load-taken" d={shown.map((line, index) => bar(line.sales_cents, index)).join('')} />
      <path
        className="load-blocked"
        d={shown.map((line, index) => bar(line.refunds_cents, index)).join('')}
      />
    </svg>
  )
}
