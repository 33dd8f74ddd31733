import type { Command } from 'commander'
import type { Verdict } from '../../domain/tickets/check-ticket.ts'
import { ask } from '../api.ts'
import { addSettings, createContext, type Options, withOperations } from '../context.ts'
import { examples } from '../examples.ts'
import { runPath } from '../run-acts.ts'
import type { Tools } from '../tools.ts'

interface VerdictBody {
  readonly verdict: Verdict
  readonly booking_id: string | null
  readonly train_number: string | null
  readonly service_date: string | null
  readonly from_station_code: string | null
  readonly to_station_code: string | null
  readonly seat_numbers: readonly string[]
}

/** What each verdict says to who sits at the machine. */
const sentences = {
  UNREADABLE: 'UNREADABLE: this is not the code of a ticket.',
  FORGED: 'FORGED: no key of this railway has signed this code.',
  OTHER_DAY: 'OTHER DAY: this ticket is for this train, but not for this day.',
  OTHER_TRAIN: 'OTHER TRAIN: this ticket is for another train.',
  UNKNOWN: 'UNKNOWN: the railway signed this ticket, but has no such booking.',
  REVOKED: 'REVOKED: the booking was canceled or changed after this ticket was made.',
  VALID: 'VALID',
} as const satisfies Readonly<Record<Verdict, string>>

/** `runs check`. */
export function addRunCheck(runs: Command, tools: Tools): void {
  addSettings(runs.command('check <run> <code>'))
    .description('Check the code of a ticket, in base64url, on a run. Changes nothing.')
    .addHelpText('after', examples('holdfast runs check 1042 ATR1kgg3SzNNOVFYQQAAA6Dy...'))
    .action(async (run: string, code: string, options: Options) => {
      const context = createContext(tools, options)
      const call = { method: 'POST', path: `${runPath(run)}/ticket_verdicts`, asRailway: true } as const
      const found = await withOperations(context, 'refuse', (operations) =>
        ask<VerdictBody>(operations, { ...call, body: { code } }),
      )
      context.output.result(found, () => describe(found))
    })
}

function describe(found: VerdictBody): readonly string[] {
  const { train_number: train, service_date: date, from_station_code: from } = found
  return [
    sentences[found.verdict],
    ...(found.booking_id === null ? [] : [`Booking ${found.booking_id}.`]),
    ...(train === null ? [] : [`Train ${train} on ${date}, from ${from} to ${found.to_station_code}.`]),
    ...(found.seat_numbers.length === 0 ? [] : [`Seats: ${found.seat_numbers.join(', ')}.`]),
  ]
}
