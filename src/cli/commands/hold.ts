import type { Command } from 'commander'
import { asGuest, ask, keyHeaders } from '../api.ts'
import { addSettings, type Context, createContext, type Options, withOperations } from '../context.ts'
import { examples } from '../examples.ts'
import { WrongUse } from '../failures.ts'
import { money } from '../output.ts'
import { parsePreferences } from '../preferences.ts'
import { nextCommand } from '../shell.ts'
import { findStationCode } from '../stations.ts'
import type { Tools } from '../tools.ts'

interface HoldBody {
  readonly hold_token: string
  readonly seats: readonly {
    readonly seat_number: string
    readonly price_cents: number
    readonly kind: string
  }[]
  readonly total_cents: number
  readonly currency: string
  readonly expires_in_ms: number
}

export function addHold(program: Command, tools: Tools): void {
  addSettings(program.command('hold'))
    .description('Hold seats on a run, by number or chosen for you, and print the command that books them.')
    .argument('<run>', 'ID of the run, as "holdfast runs" shows it')
    .argument('<from>', 'station code or name')
    .argument('<to>', 'station code or name')
    .option('--seats <numbers>', 'seat numbers, separated by commas')
    .option('--class <class>', 'travel class of the seats that the system chooses')
    .option('--count <number>', 'how many seats the system chooses; default 1')
    .option(
      '--prefer <wishes>',
      'window, aisle, table, quiet, upper, middle, lower, forward, step-free, family, companion (with a ' +
        'wheelchair space), coach=NUMBER',
    )
    .option('--key <key>', 'idempotency key; the same key again gives the same hold')
    .addHelpText(
      'after',
      examples(
        'holdfast hold 1042 AHB KRN --seats 4-31,4-32',
        'holdfast hold 1042 AHB KRN --class SECOND --count 2 --prefer window,table',
      ),
    )
    .action(async (run: string, from: string, to: string, options: Options) => {
      const wish = parseWish(options)
      const context = createContext(tools, options)
      const hold = await withOperations(context, 'refuse', async (operations) => {
        const body = {
          train_run_id: run,
          from_station_code: await findStationCode(context, operations, from),
          to_station_code: await findStationCode(context, operations, to),
          ...wish,
        }
        const key = keyHeaders(typeof options.key === 'string' ? options.key : undefined)
        return asGuest(operations, context.dataFolder, (caller) =>
          ask<HoldBody>(operations, {
            method: 'POST',
            path: '/api/seat_holds',
            headers: { ...caller, ...key },
            body,
          }),
        )
      })
      context.output.result(hold, () => describeHold(context, hold))
    })
}

function parseWish(options: Options): object {
  const { seats, class: travelClass, count } = options
  if ((seats === undefined) === (travelClass === undefined)) {
    throw new WrongUse('Give either --seats, such as 4-31,4-32, or --class and --count.')
  }
  if (typeof seats === 'string') return { seat_numbers: seats.split(',').map((seat) => seat.trim()) }
  const text = count ?? '1'
  if (typeof text !== 'string' || !/^\d{1,3}$/.test(text)) {
    throw new WrongUse(`--count is ${JSON.stringify(count)}; it must be a whole number.`)
  }
  const { prefer } = options
  const preferences = typeof prefer === 'string' ? { preferences: parsePreferences(prefer) } : {}
  return { travel_class: travelClass, seat_count: Number(text), ...preferences }
}

/** Sample passengers for the printed command: it works unchanged, and shows where the real ones go. */
const samplePassengers = ['Ada Lovelace:36:F', 'Alan Turing:41:M', 'Emmy Noether:53:F'] as const

function describeHold(context: Context, hold: HoldBody): readonly string[] {
  const seats = hold.seats.map((seat) => `${seat.seat_number} (${money(seat.price_cents, hold.currency)})`)
  const passengers = hold.seats
    .filter(({ kind }) => kind !== 'bicycle_hook')
    .flatMap(({ seat_number }, index) => [
      '--passenger',
      `${seat_number}:${samplePassengers[index % samplePassengers.length]}`,
    ])
  const todo = passengers.length > 0 ? 'fill in the passengers and paste' : 'paste'
  return [
    `Held for ${Math.round(hold.expires_in_ms / 1000)} s: ` +
      `${seats.join(', ')}; ${money(hold.total_cents, hold.currency)} in all.`,
    `To book, ${todo}:`,
    `  ${nextCommand(context, 'book', hold.hold_token, ...passengers)}`,
  ]
}
