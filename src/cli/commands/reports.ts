import type { Command } from 'commander'
import { dimensions } from '../../domain/money/sales-report.ts'
import { ask, query } from '../api.ts'
import { addSettings, type Context, createContext, type Options, withOperations } from '../context.ts'
import { counted } from '../counted.ts'
import { dateAt, isDate } from '../dates.ts'
import { examples } from '../examples.ts'
import { WrongUse } from '../failures.ts'
import { money, table } from '../output.ts'
import type { Tools } from '../tools.ts'

interface Figures {
  readonly currency: string
  readonly bookings: number
  readonly seats: number
  readonly sales_cents: number
  readonly refunds_cents: number
  readonly fees_cents: number
  readonly compensation_cents: number
  readonly received_cents: number
  readonly paid_out_cents: number
}

interface SalesBody {
  readonly from: string
  readonly to: string
  readonly time_zone: string
  readonly lines: readonly (Figures & Readonly<Record<string, string>>)[]
  readonly totals: readonly Figures[]
}

interface DayBody {
  readonly day: string
  readonly lines: number
  readonly totals: readonly { readonly currency: string; readonly amount_cents: number }[]
}

interface ClosingsBody {
  readonly closed: readonly (DayBody & { readonly first_number: number; readonly closed_time: string })[]
  readonly next: DayBody & { readonly is_over: boolean; readonly late_lines: number }
}

const closingsPath = '/api/operator/closings'
const linesInPage = 5_000

/** `reports`. */
export function addReports(program: Command, tools: Tools): void {
  const reports = program
    .command('reports')
    .description('Show what was sold, and close days for the bookkeeping.')
  addSales(reports, tools)
  addSettings(reports.command('days'))
    .description('List the closed days, and what closing the next one would do.')
    .addHelpText('after', examples('holdfast reports days'))
    .action(async (options: Options) => {
      const context = createContext(tools, options)
      const body = await withOperations(context, 'refuse', (operations) =>
        ask<ClosingsBody>(operations, { method: 'GET', path: closingsPath, asRailway: true }),
      )
      context.output.result(body, () => describeDays(body))
    })
  addClose(reports, tools)
  addSettings(reports.command('lines <day>'))
    .description('Print the lines of a closed day as CSV, for the bookkeeping.')
    .addHelpText('after', examples('holdfast reports lines 2027-03-17 > 2027-03-17.csv'))
    .action(async (day: string, options: Options) => {
      const context = createContext(tools, options)
      const lines = await csvLines(context, dateOf(day))
      context.output.result({ csv: `${lines.join('\r\n')}\r\n` }, () => lines)
    })
}

function addSales(reports: Command, tools: Tools): void {
  addSettings(reports.command('sales'))
    .description('Show what was sold and given back, and what came in and went out.')
    .option('--from <date>', 'first day; left out for today')
    .option('--to <date>', 'last day; left out for the first')
    .option('--by <names>', `what figures are told apart by: ${dimensions.join(', ')}`, 'day')
    .option('--csv', 'as CSV, for a spreadsheet')
    .addHelpText(
      'after',
      examples(
        'holdfast reports sales --from 2027-03-01 --to 2027-03-31',
        'holdfast reports sales --from 2027-03-17 --by train,class --csv > sales.csv',
      ),
    )
    .action(async (options: Options) => {
      const context = createContext(tools, options)
      const from = dateOf(options.from ?? dateAt(Date.now()))
      const asked = { from, to: dateOf(options.to ?? from), by: String(options.by) }
      const call = {
        method: 'GET',
        path: `/api/operator/reports/sales${query(asked)}`,
        asRailway: true,
      } as const
      if (options.csv === true) {
        const csv = await withOperations(context, 'refuse', (operations) =>
          ask<string>(operations, { ...call, headers: { accept: 'text/csv' } }),
        )
        return context.output.result({ csv }, () => csv.trimEnd().split('\r\n'))
      }
      const body = await withOperations(context, 'refuse', (operations) => ask<SalesBody>(operations, call))
      context.output.result(body, () =>
        describeSales(
          body,
          asked.by.split(',').map((name) => name.trim()),
        ),
      )
    })
}

function addClose(reports: Command, tools: Tools): void {
  addSettings(reports.command('close [day]'))
    .description('Close a day for good: its lines get their numbers, and no longer change.')
    .option('--yes', 'close; without it the command only says what it would do')
    .addHelpText('after', examples('holdfast reports close', 'holdfast reports close 2027-03-17 --yes'))
    .action(async (given: string | undefined, options: Options) => {
      const context = createContext(tools, options)
      const body = await withOperations(context, 'refuse', async (operations) => {
        const call = { path: closingsPath, asRailway: true } as const
        const { next } = await ask<ClosingsBody>(operations, { ...call, method: 'GET' })
        const day = given === undefined ? next.day : dateOf(given)
        if (options.yes !== true) return { would_close: next }
        return ask<DayBody>(operations, { ...call, method: 'POST', body: { day } })
      })
      context.output.result(body, () =>
        'would_close' in body ? describeNext(body.would_close) : [`Closed ${body.day} with ${sumOf(body)}.`],
      )
    })
}

function dateOf(value: unknown): string {
  if (typeof value === 'string' && isDate(value)) return value
  throw new WrongUse(`The date is ${JSON.stringify(value)}; it must be one such as 2027-01-31.`)
}

/** All lines of a day, page by page; the first one names the columns. */
function csvLines(context: Context, day: string): Promise<readonly string[]> {
  return withOperations(context, 'refuse', async (operations) => {
    const lines: string[] = []
    for (;;) {
      // The number of a line comes first in it.
      const after = lines.length > 1 ? (lines.at(-1)?.split(',')[0] ?? '0') : '0'
      const path = `${closingsPath}/${day}/lines${query({ after, limit: String(linesInPage) })}`
      const headers = { accept: 'text/csv' }
      const csv = await ask<string>(operations, { method: 'GET', path, asRailway: true, headers })
      const [names = '', ...page] = csv.trimEnd().split('\r\n')
      if (lines.length === 0) lines.push(names)
      lines.push(...page)
      if (page.length < linesInPage) return lines
    }
  })
}

function describeSales({ lines, totals, from, to, time_zone: zone }: SalesBody, by: readonly string[]) {
  if (lines.length === 0) return [`Nothing was sold or given back from ${from} to ${to} (days in ${zone}).`]
  const cells = (one: Figures) => [
    ...[one.bookings, one.seats],
    ...[one.sales_cents, one.refunds_cents, one.fees_cents, one.compensation_cents].map(inCurrency(one)),
    ...[one.received_cents, one.paid_out_cents].map(inCurrency(one)),
  ]
  const blank = by.map((_, index) => (index === 0 ? 'total' : ''))
  return table(
    [...by, 'bookings', 'seats', 'sales', 'refunds', 'fees', 'compensation', 'received', 'paid out'],
    [
      ...lines.map((line) => [...by.map((name) => line[name] ?? ''), ...cells(line)]),
      ...totals.map((total) => [...blank, ...cells(total)]),
    ],
  )
}

function describeDays({ closed, next }: ClosingsBody): readonly string[] {
  const days = closed.toReversed().map((one) => [one.day, one.first_number, sumOf(one), one.closed_time])
  return [
    ...(days.length === 0 ? [] : table(['day', 'from line', 'lines', 'closed'], days)),
    ...describeNext(next),
  ]
}

function describeNext(next: ClosingsBody['next']): readonly string[] {
  const late = next.late_lines === 0 ? '' : `, ${next.late_lines} of them of days that are closed`
  const what = `${next.day} would be closed with ${sumOf(next)}${late}.`
  return next.is_over
    ? [what, 'It cannot be undone: add --yes to "holdfast reports close" to close it.']
    : [what, 'It is not over yet.']
}

function sumOf({ lines, totals }: DayBody): string {
  const sums = totals.map(({ currency, amount_cents: cents }) => money(cents, currency))
  return [counted(lines, 'line'), ...sums].join(', ')
}

function inCurrency({ currency }: Pick<Figures, 'currency'>) {
  return (cents: number) => money(cents, currency)
}
