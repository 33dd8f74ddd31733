import type { DayRun } from '../../shared/api-types.ts'

/** The largest share of the seats that passengers have on one leg, from 0 to 1. */
export function fullestShare({ taken_by_leg: taken, seats_total: total }: DayRun): number {
  return total === 0 ? 0 : Math.max(0, ...taken) / total
}

/** Whether every word that was typed is in the run's number, name or ends. */
export function isMatch(run: DayRun, typed: string): boolean {
  const { train_number: number, train_name: name, from, to } = run
  const text = [number, name, from.name, from.station_code, to.name, to.station_code].join(' ').toLowerCase()
  return typed
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word))
}

/** What a day adds up to. */
export function sumOf(runs: readonly DayRun[]) {
  const sum = { booked: 0, held: 0, blocked: 0, offSale: 0 }
  for (const run of runs) {
    sum.booked += run.booked
    sum.held += run.held
    sum.blocked += run.blocked
    sum.offSale += run.off_sale_reason === null ? 0 : 1
  }
  return sum
}

/**
 * A line of steps, one for each leg, as an SVG path within so many units: from the lower left corner, over
 * the values as shares of `most`, to the lower right corner.
 */
export function stepsPath(values: readonly number[], most: number, width: number, height: number): string {
  if (values.length === 0 || most === 0) return ''
  const round = (value: number) => Math.round(value * 100) / 100
  const step = width / values.length
  const y = (value: number) => round(height - Math.min(1, value / most) * height)
  const steps = values.map((value, leg) => `V${y(value)}H${round((leg + 1) * step)}`)
  return `M0 ${height}${steps.join('')}V${height}Z`
}
