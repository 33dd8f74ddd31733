import type { Command } from 'commander'
import { ask, query } from '../api.ts'
import { addSettings, createContext, type Options, withOperations } from '../context.ts'
import { examples } from '../examples.ts'
import { money, table } from '../output.ts'
import { findStationCode } from '../stations.ts'
import type { Tools } from '../tools.ts'

interface RunsBody {
  readonly as_of: string
  readonly train_runs: readonly {
    readonly train_run_id: string
    readonly train_number: string
    readonly departure_time: string
    readonly arrival_time: string
    readonly classes: readonly {
      readonly travel_class: string
      readonly seats_available: number
      readonly price_cents: number
      readonly currency: string
    }[]
  }[]
}

export function addRuns(program: Command, tools: Tools): void {
  addSettings(program.command('runs'), false)
    .description('Find the runs from one station to another on a date, with what is free and what it costs.')
    .argument('<from>', 'station code or name')
    .argument('<to>', 'station code or name')
    .option('--date <date>', 'date of departure, YYYY-MM-DD; default today')
    .addHelpText('after', examples('holdfast runs AHB KRN', 'holdfast runs AHB KRN --date 2027-01-31 --json'))
    .action(async (from: string, to: string, options: Options) => {
      const context = createContext(tools, options)
      const date = typeof options.date === 'string' ? options.date : tools.today()
      const body = await withOperations(context, 'refuse', async (operations) => {
        const members = {
          from_station_code: await findStationCode(operations, from),
          to_station_code: await findStationCode(operations, to),
          journey_date: date,
        }
        return ask<RunsBody>(operations, { method: 'GET', path: `/api/train_runs${query(members)}` })
      })
      context.output.result(body, () => describeRuns(body, date))
    })
}

function describeRuns(body: RunsBody, date: string): string {
  if (body.train_runs.length === 0) return `No train on ${date}.`
  return table(
    ['run', 'train', 'departs', 'arrives', 'free and price by class'],
    body.train_runs.map((run) => [
      run.train_run_id,
      run.train_number,
      clock(run.departure_time),
      clock(run.arrival_time),
      run.classes
        .map((one) => `${one.travel_class} ${one.seats_available} at ${money(one.price_cents, one.currency)}`)
        .join(', '),
    ]),
  )
}

/** Date and time on the platform, without seconds and offset. */
function clock(time: string): string {
  return time.slice(0, 16).replace('T', ' ')
}
