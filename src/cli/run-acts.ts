import type { Command } from 'commander'
import type { Context, Options } from './context.ts'
import { WrongUse } from './failures.ts'
import type { Operations } from './operations.ts'
import { findStationCode } from './stations.ts'

/** Adds the options that name a part of the way of a run. */
export function addWay(command: Command): Command {
  return command
    .option('--from <station>', 'code or name of the station where it begins; left out for the first')
    .option('--to <station>', 'code or name of the station where it ends; left out for the last')
}

/** Adds the options that name seats of a run. */
export function addSeats(command: Command): Command {
  return command
    .option('--seats <numbers>', 'these seats, separated by commas')
    .option('--coach <number>', 'all seats of a coach')
    .option('--class <name>', 'all seats of a class')
}

/** The seats that the options name, as requests have them. */
export function seatsOf({ seats, coach, class: travelClass }: Options): object {
  const given = [
    ...(typeof seats === 'string' ? [{ seat_numbers: seats.split(',').map((one) => one.trim()) }] : []),
    ...(typeof coach === 'string' ? [{ coach_number: coach }] : []),
    ...(typeof travelClass === 'string' ? [{ travel_class: travelClass }] : []),
  ]
  const [one] = given
  if (one && given.length === 1) return one
  throw new WrongUse('Say which seats: one of --seats 4-31,4-32, --coach 4 and --class FIRST.')
}

/** Where the operations of the railway on a run are. */
export function runPath(run: string): string {
  return `/api/operator/train_runs/${encodeURIComponent(run)}`
}

/** The part of the way that the options name, as requests have it. */
export async function wayOf(
  context: Context,
  operations: Operations,
  { from, to }: Options,
): Promise<Readonly<Record<string, string>>> {
  const code = (station: string) => findStationCode(context, operations, station)
  return {
    ...(typeof from === 'string' ? { from_station_code: await code(from) } : {}),
    ...(typeof to === 'string' ? { to_station_code: await code(to) } : {}),
  }
}

/** The reason that was given, which goes into the audit trail and is never a free text. */
export function reasonOf({ reason }: Options, allowed: readonly string[]): string {
  if (typeof reason === 'string' && allowed.includes(reason)) return reason
  throw new WrongUse(`The reason is ${JSON.stringify(reason)}; it must be one of ${allowed.join(', ')}.`)
}
