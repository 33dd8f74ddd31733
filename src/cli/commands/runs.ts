import type { Command } from 'commander'
import { ApiRefused, ask, query } from '../api.ts'
import { addSettings, type Context, createContext, type Options, withOperations } from '../context.ts'
import { examples } from '../examples.ts'
import { WrongUse } from '../failures.ts'
import type { Operations } from '../operations.ts'
import { money, table } from '../output.ts'
import { nextCommand } from '../shell.ts'
import { findStationCode } from '../stations.ts'
import type { Tools } from '../tools.ts'
import { printWaitingRuns } from '../waiting-runs.ts'
import { addRunBlocks } from './run-blocks.ts'
import { addRunCheck } from './run-check.ts'
import { addRunManifest } from './run-manifest.ts'
import { addRunMove } from './run-move.ts'
import { addRunSale } from './run-sale.ts'
import { addRunWhy } from './run-why.ts'

interface RunsBody {
  readonly as_of: string
  readonly train_runs: readonly {
    readonly train_run_id: string
    readonly train_number: string
    readonly headsign: string
    readonly departure_time: string
    readonly arrival_time: string
    readonly off_sale_reason: keyof typeof offSale | null
    readonly classes: readonly {
      readonly travel_class: string
      readonly seats_available: number
      readonly price_cents: number
      readonly currency: string
    }[]
  }[]
}

const offSale = {
  WAITING: 'changed by a newer timetable, waiting for a decision',
  WITHDRAWN: 'no longer in the timetable',
  CLOSED: 'closed by the railway',
  CANCELLED: 'canceled',
}

export function addRuns(program: Command, tools: Tools): void {
  const runs = addSettings(program.command('runs'))
  // Options after the name of an act are those of the act.
  runs
    .enablePositionalOptions()
    .description('Find the runs from one station to another on a date, with free seats and prices.')
    .argument('[from]', 'station code or name')
    .argument('[to]', 'station code or name')
    .option('--date <date>', 'date of departure, YYYY-MM-DD; default today')
    .option('--waiting', 'list every run that is off sale and waits for a decision, instead of a search')
    .addHelpText(
      'after',
      examples(
        'holdfast runs AHB KRN',
        'holdfast runs AHB KRN --date 2027-01-31 --json',
        'holdfast runs --waiting',
      ),
    )
    .action(async (from: string | undefined, to: string | undefined, options: Options) => {
      const isSearch = from !== undefined || options.date !== undefined
      if (options.waiting === true && isSearch)
        throw new WrongUse('--waiting lists all runs that wait: leave out the stations and --date.')
      if (options.waiting === true) return printWaitingRuns(createContext(tools, options))
      if (from === undefined || to === undefined)
        throw new WrongUse(
          'Name two stations, as in "holdfast runs AHB KRN"; "holdfast runs --help" says more.',
        )
      return printRuns(createContext(tools, options), from, to, options)
    })
  addRunBlocks(runs, tools)
  addRunCheck(runs, tools)
  addRunManifest(runs, tools)
  addRunMove(runs, tools)
  addRunSale(runs, tools)
  addRunWhy(runs, tools)
}

async function printRuns(context: Context, from: string, to: string, options: Options): Promise<void> {
  const date = typeof options.date === 'string' ? options.date : context.tools.today()
  const { body, next } = await withOperations(context, 'refuse', async (operations) => {
    const trip = {
      from_station_code: await findStationCode(context, operations, from),
      to_station_code: await findStationCode(context, operations, to),
    }
    const search = query({ ...trip, journey_date: date })
    const found = await ask<RunsBody>(operations, { method: 'GET', path: `/api/train_runs${search}` })
    const isAny = found.train_runs.length > 0
    return { body: found, next: isAny ? null : await findNextDay(operations, trip, date) }
  })
  const again = next === null ? null : nextCommand(context, 'runs', from, to, '--date', next)
  context.output.result(body, () =>
    body.train_runs.length === 0 ? describeNone(date, again) : describeRuns(body),
  )
}

interface CalendarBody {
  readonly days: readonly { readonly journey_date: string; readonly train_runs: number }[]
}

/** The maximum number of days in one calendar of the API. */
const calendarDays = '62'

/** The first day after a date with a train; null if there is none in the calendar. */
async function findNextDay(
  operations: Operations,
  trip: Readonly<Record<string, string>>,
  date: string,
): Promise<string | null> {
  const from = Temporal.PlainDate.from(date).add({ days: 1 }).toString()
  const path = `/api/fare_calendar${query({ ...trip, from_date: from, days: calendarDays })}`
  try {
    const { days } = await ask<CalendarBody>(operations, { method: 'GET', path })
    return days.find((day) => day.train_runs > 0)?.journey_date ?? null
  } catch (error) {
    // No train goes this way at all, or the calendar ends, so there is no day to name.
    if (error instanceof ApiRefused) return null
    throw error
  }
}

function describeNone(date: string, again: string | null): readonly string[] {
  if (again !== null) return [`No train on ${date}. The next day with one:`, `  ${again}`]
  return [
    `No train on ${date}, nor on the ${calendarDays} days after it: "holdfast stations" lists stations.`,
  ]
}

function describeRuns(body: RunsBody): readonly string[] {
  return table(
    ['run', 'train', 'toward', 'departs', 'arrives', 'free and price by class'],
    body.train_runs.map((run) => [
      run.train_run_id,
      run.train_number,
      run.headsign,
      clock(run.departure_time),
      clock(run.arrival_time),
      run.off_sale_reason === null
        ? run.classes
            .map(
              (one) =>
                `${one.travel_class} ${one.seats_available} at ${money(one.price_cents, one.currency)}`,
            )
            .join(', ')
        : `off sale: ${offSale[run.off_sale_reason]}`,
    ]),
  )
}

/** The local date and time at the station, without seconds or offset. */
function clock(time: string): string {
  return time.slice(0, 16).replace('T', ' ')
}
