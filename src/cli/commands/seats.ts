import type { Command } from 'commander'
import { ask, query } from '../api.ts'
import { addSettings, createContext, type Options, withOperations } from '../context.ts'
import { examples } from '../examples.ts'
import { findStationCode } from '../stations.ts'
import type { Tools } from '../tools.ts'

interface SeatsBody {
  readonly commit_seq: number
  readonly coaches: readonly {
    readonly coach_number: string
    readonly travel_class: string | null
    readonly seats: readonly { readonly seat_number: string; readonly status: string }[]
  }[]
}

const numbersInLine = 14

export function addSeats(program: Command, tools: Tools): void {
  addSettings(program.command('seats'))
    .description('Show which seats on a run are free between two stations.')
    .argument('<run>', 'ID of the run, as "holdfast runs" shows it')
    .argument('<from>', 'station code or name')
    .argument('<to>', 'station code or name')
    .addHelpText('after', examples('holdfast seats 1042 AHB KRN', 'holdfast seats 1042 AHB KRN --json'))
    .action(async (run: string, from: string, to: string, options: Options) => {
      const context = createContext(tools, options)
      const body = await withOperations(context, 'refuse', async (operations) => {
        const members = {
          from_station_code: await findStationCode(context, operations, from),
          to_station_code: await findStationCode(context, operations, to),
        }
        const path = `/api/train_runs/${encodeURIComponent(run)}/seats${query(members)}`
        return ask<SeatsBody>(operations, { method: 'GET', path })
      })
      context.output.result(body, () => body.coaches.flatMap(describeCoach))
    })
}

function describeCoach(coach: SeatsBody['coaches'][number]): readonly string[] {
  if (coach.travel_class === null) return [`Coach ${coach.coach_number}: nothing to reserve`]
  const free = coach.seats.filter((seat) => seat.status === 'AVAILABLE').map((seat) => seat.seat_number)
  const count = `${free.length} of ${coach.seats.length} free`
  const head = `Coach ${coach.coach_number}, ${coach.travel_class}: ${count}`
  const lines: string[] = []
  for (let index = 0; index < free.length; index += numbersInLine) {
    lines.push(`  ${free.slice(index, index + numbersInLine).join(' ')}`)
  }
  return [head, ...lines]
}
