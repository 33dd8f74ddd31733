import type { Command } from 'commander'
import { ask, query } from '../api.ts'
import { addSettings, createContext, type Options, withOperations } from '../context.ts'
import { counted } from '../counted.ts'
import { examples } from '../examples.ts'
import { WrongUse } from '../failures.ts'
import { table } from '../output.ts'
import { addWay, runPath, wayOf } from '../run-acts.ts'
import type { Tools } from '../tools.ts'

interface WhyBody {
  readonly at: string
  readonly travel_class: string
  readonly seat_count: number
  readonly answer: keyof typeof answers
  readonly free_seat_numbers: readonly string[]
  readonly station_codes: readonly string[]
  readonly in_the_way: readonly {
    readonly seat_number: string
    readonly claims: readonly {
      readonly status: string
      readonly from_leg: number
      readonly to_leg: number
      readonly booking_id: string | null
      readonly expires_at: string | null
    }[]
  }[]
}

const answers = {
  DEPARTED: 'the train had left the first of these stations.',
  CANCELLED: 'the run was canceled there.',
  CLOSED: 'the railway had closed its sale there.',
  NOT_ENOUGH_SEATS: 'too few seats of the class were free for the whole way.',
  POSSIBLE: 'nothing of the run stood in the way, so the reason was another one, such as a limit.',
}

/** `runs why`. */
export function addRunWhy(runs: Command, tools: Tools): void {
  addWay(addSettings(runs.command('why <run>')))
    .description('Say what stood in the way when seats of a class were refused.')
    .requiredOption('--class <name>', 'the class that was wanted')
    .option('--count <number>', 'how many seats were wanted', '1')
    .option('--at <time>', 'when, as 2027-03-17T09:30:00Z; left out for now')
    .addHelpText(
      'after',
      examples(
        'holdfast runs why 1042 --from AHB --to KRN --class FIRST',
        'holdfast runs why 1042 --from AHB --to KRN --class FIRST --count 3 --at 2027-03-17T09:30:00Z',
      ),
    )
    .action(async (run: string, options: Options) => {
      const context = createContext(tools, options)
      if (options.from === undefined || options.to === undefined)
        throw new WrongUse('Say between which stations the seats were wanted: --from AHB --to KRN.')
      const body = await withOperations(context, 'refuse', async (operations) => {
        const wish = {
          ...(await wayOf(context, operations, options)),
          ...{ travel_class: String(options.class), seat_count: String(options.count) },
          ...(typeof options.at === 'string' ? { at: options.at } : {}),
        }
        const path = `${runPath(run)}/why_refused${query(wish)}`
        return ask<WhyBody>(operations, { method: 'GET', path, asRailway: true })
      })
      context.output.result(body, () => describe(body))
    })
}

function describe(body: WhyBody): readonly string[] {
  const { free_seat_numbers: free, in_the_way: inTheWay, station_codes: stations } = body
  const wish = `${counted(body.seat_count, 'seat')} of ${body.travel_class} at ${body.at}`
  if (free.length + inTheWay.length === 0)
    return [`${wish}: the run has no seat of this class; "holdfast seats" lists those that it has.`]
  const freeText = free.length === 0 ? 'none' : free.join(', ')
  const rows = inTheWay.flatMap(({ seat_number: seat, claims }) =>
    claims.map((claim) => [
      ...[seat, claim.status, stations[claim.from_leg] ?? '', stations[claim.to_leg] ?? ''],
      ...[claim.booking_id ?? '', claim.expires_at ?? ''],
    ]),
  )
  return [
    `${wish}: ${answers[body.answer]}`,
    `Free of ${free.length + inTheWay.length}: ${freeText}`,
    ...(rows.length === 0 ? [] : table(['seat', 'state', 'from', 'to', 'booking', 'held until'], rows)),
    'Holds that came to nothing are missing once their records are cleared.',
  ]
}
