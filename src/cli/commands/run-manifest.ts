import type { Command } from 'commander'
import { ask } from '../api.ts'
import { addSettings, createContext, type Options, withOperations } from '../context.ts'
import { examples } from '../examples.ts'
import { table } from '../output.ts'
import { runPath } from '../run-acts.ts'
import type { Tools } from '../tools.ts'

interface ManifestBody {
  readonly train_number: string
  readonly service_date: string
  readonly lines: readonly {
    readonly seat_number: string
    readonly travel_class: string
    readonly status: string
    readonly from_station_code: string
    readonly to_station_code: string
    readonly booking_id: string | null
    readonly kind: string
    readonly passenger_name: string | null
    readonly passenger_age: number | null
  }[]
}

/** `runs manifest`. */
export function addRunManifest(runs: Command, tools: Tools): void {
  addSettings(runs.command('manifest <run>'))
    .description('List who sits where on a run, from where to where, with what is held and blocked.')
    .option('--csv', 'as CSV, for a spreadsheet')
    .addHelpText(
      'after',
      examples('holdfast runs manifest 1042', 'holdfast runs manifest 1042 --csv > 1042.csv'),
    )
    .action(async (run: string, options: Options) => {
      const context = createContext(tools, options)
      const call = { method: 'GET', path: `${runPath(run)}/manifest`, asRailway: true } as const
      if (options.csv === true) {
        const csv = await withOperations(context, 'refuse', (operations) =>
          ask<string>(operations, { ...call, headers: { accept: 'text/csv' } }),
        )
        return context.output.result({ csv }, () => csv.trimEnd().split('\r\n'))
      }
      const body = await withOperations(context, 'refuse', (operations) =>
        ask<ManifestBody>(operations, call),
      )
      context.output.result(body, () => describe(body))
    })
}

function describe({ train_number: number, service_date: date, lines }: ManifestBody): readonly string[] {
  if (lines.length === 0) return [`Nobody has a seat of ${number} on ${date}.`]
  return table(
    ['seat', 'class', 'state', 'from', 'to', 'booking', 'passenger', 'age'],
    lines.map((line) => [
      ...[line.seat_number, line.travel_class, line.status, line.from_station_code, line.to_station_code],
      ...[
        line.booking_id ?? '',
        line.passenger_name ?? (line.kind === 'bicycle_hook' ? '(bicycle)' : ''),
        line.passenger_age ?? '',
      ],
    ]),
  )
}
