import {
  type Dimension,
  noFigures,
  type ReportRow,
  type SalesFigures,
  SalesReport,
  sumOf,
} from '../../domain/money/sales-report.ts'
import type { Deps } from '../deps.ts'
import { type RailwayDay, railwayDays, railwayZone } from './railway-day.ts'
import { moneyEvents } from './read-events.ts'

/** A report covers at most so many days: a year and a day. */
export const mostReportDays = 367

interface SalesQuery {
  /** Dates of the railway, both inclusive. */
  readonly from: string
  readonly to: string
  readonly by: readonly Dimension[]
}

/** What was sold and given back in a time, by what was asked for. */
export interface SalesAnswer {
  readonly timeZone: string
  readonly rows: readonly ReportRow[]
  /** Everything together, currency by currency. */
  readonly totals: readonly { readonly currency: string; readonly figures: SalesFigures }[]
}

/**
 * Adds up what happened with money in a time. Each event counts on the day on which it happened, whatever day
 * its booking was made: a refund lowers the figures of its own day.
 */
export async function salesReport(
  deps: Pick<Deps, 'store' | 'settings'>,
  { from, to, by }: SalesQuery,
): Promise<SalesAnswer> {
  const timeZone = railwayZone(deps)
  const days = railwayDays(deps, from, to)
  const [first, last] = [days[0], days.at(-1)]
  if (!first || !last) return { timeZone, rows: [], totals: [] }
  const report = new SalesReport(by)
  const dayOf = dayFinder(days)
  for await (const page of moneyEvents(deps, { from: first.fromAt, to: last.toAt }))
    for (const event of page) report.add(event, dayOf(event.at))
  const rows = report.rows()
  const totals = [...Map.groupBy(rows, ({ currency }) => currency)].map(([currency, ofCurrency]) => {
    return { currency, figures: ofCurrency.map(({ figures }) => figures).reduce(sumOf, noFigures) }
  })
  return { timeZone, rows, totals }
}

/** Finds the days of moments that are asked for in order. */
function dayFinder(days: readonly RailwayDay[]): (at: number) => string {
  let index = 0
  return (at) => {
    while (at >= (days[index]?.toAt ?? Number.POSITIVE_INFINITY)) index++
    return days[index]?.day ?? ''
  }
}
