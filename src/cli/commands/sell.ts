import type { Command } from 'commander'
import { ask, keyHeaders } from '../api.ts'
import { addSettings, createContext, type Options, withOperations } from '../context.ts'
import { examples } from '../examples.ts'
import { WrongUse } from '../failures.ts'
import type { Operations } from '../operations.ts'
import { money } from '../output.ts'
import { parsePreferences } from '../preferences.ts'
import { findStationCode } from '../stations.ts'
import type { Tools } from '../tools.ts'

interface HoldBody {
  readonly hold_token: string
  readonly seats: readonly { readonly seat_number: string }[]
}

interface SaleBody {
  readonly booking_id: string
  readonly total_cents: number
  readonly currency: string
  readonly method: string
}

/** Somebody who gets a seat, as requests have them. */
interface Passenger {
  readonly passenger_name: string
  readonly passenger_age: number
  readonly passenger_gender: string
}

const methods = ['cash', 'invoice']

/** `sell`: a sale at the desk, from the choice of seats to the booking. */
export function addSell(program: Command, tools: Tools): void {
  addSettings(program.command('sell'))
    .description('Sell seats at the desk: for cash, or on an invoice that is settled later.')
    .argument('<run>', 'ID of the run, as "holdfast runs" shows it')
    .argument('<from>', 'station code or name')
    .argument('<to>', 'station code or name')
    .requiredOption(
      '--passenger <who...>',
      'NAME:AGE:GENDER, one for each seat; gender is F, M or X',
      (text: string, earlier: readonly string[] | undefined) => [...(earlier ?? []), text],
    )
    .requiredOption('--method <method>', methods.join(' or '))
    .option('--till <name>', 'the till that the money goes through', 'command-line')
    .option('--seats <numbers>', 'seat numbers, separated by commas')
    .option('--class <class>', 'travel class of the seats that the system chooses')
    .option(
      '--prefer <wishes>',
      'window, aisle, table, quiet, upper, middle, lower, forward, step-free, family, coach=NUMBER',
    )
    .option('--email <address>', 'address of the purchaser')
    .option('--phone <number>', 'phone number of the purchaser')
    .option('--key <key>', 'idempotency key; the same key again gives the same sale')
    .addHelpText(
      'after',
      examples(
        'holdfast sell 1042 AHB KRN --class SECOND --passenger "Ada Lovelace:36:F" --method cash',
        'holdfast sell 1042 AHB KRN --seats 4-31,4-32 --passenger "Ada Lovelace:36:F" ' +
          '--passenger "Alan Turing:41:M" --method invoice',
      ),
    )
    .action(async (run: string, from: string, to: string, options: Options) => {
      const passengers = (options.passenger as unknown as readonly string[]).map(parsePassenger)
      const wish = wishOf(options, passengers.length)
      const method = methodOf(options)
      const context = createContext(tools, { ...options, passenger: undefined })
      const sold = await withOperations(context, 'refuse', async (operations) => {
        const ride = {
          train_run_id: run,
          from_station_code: await findStationCode(context, operations, from),
          to_station_code: await findStationCode(context, operations, to),
        }
        return sell(operations, { ...ride, ...wish }, passengers, { ...options, method })
      })
      context.output.result(sold, () => describeSale(sold))
    })
}

/** Holds and sells; seats that cannot be sold are given back at once. */
async function sell(
  operations: Operations,
  wish: object,
  passengers: readonly Passenger[],
  options: Options,
): Promise<SaleBody & { readonly seat_numbers: readonly string[] }> {
  const key = (part: string) =>
    keyHeaders(typeof options.key === 'string' ? `${options.key}${part}` : undefined)
  const path = '/api/operator/seat_holds'
  const asked = { method: 'POST', asRailway: true } as const
  const hold = await ask<HoldBody>(operations, { ...asked, path, headers: key('-hold'), body: wish })
  const seats = hold.seats.map((seat) => seat.seat_number)
  const contact = { email: options.email ?? null, phone: options.phone ?? null }
  try {
    const sold = await ask<SaleBody>(operations, {
      ...{ ...asked, path: '/api/operator/bookings', headers: key('') },
      body: {
        hold_token: hold.hold_token,
        passengers: passengers.map((one, index) => ({ ...one, seat_number: seats[index] })),
        contact,
        payment: { method: options.method, till: options.till },
      },
    })
    return { ...sold, seat_numbers: seats }
  } catch (error) {
    const release = { method: 'DELETE', path: `${path}/${hold.hold_token}`, asRailway: true } as const
    await ask(operations, release).catch(() => undefined)
    throw error
  }
}

function wishOf({ seats, class: travelClass, prefer }: Options, seatCount: number): object {
  if ((seats === undefined) === (travelClass === undefined))
    throw new WrongUse('Give either --seats, such as 4-31,4-32, or --class.')
  if (typeof seats === 'string') {
    const numbers = seats.split(',').map((seat) => seat.trim())
    if (numbers.length === seatCount) return { seat_numbers: numbers }
    throw new WrongUse(`Give one --passenger for each of the ${numbers.length} seats.`)
  }
  const preferences = typeof prefer === 'string' ? { preferences: parsePreferences(prefer) } : {}
  return { travel_class: travelClass, seat_count: seatCount, ...preferences }
}

function methodOf({ method }: Options): string {
  if (typeof method === 'string' && methods.includes(method)) return method
  throw new WrongUse(`--method is ${JSON.stringify(method)}; it must be ${methods.join(' or ')}.`)
}

function parsePassenger(text: string): Passenger {
  const match = /^(.+):(\d{1,3}):([FMX])$/.exec(text)
  if (!match)
    throw new WrongUse(
      `--passenger is ${JSON.stringify(text)}; it must be NAME:AGE:GENDER, such as "Ada Lovelace:36:F".`,
    )
  const [, name = '', age, gender = ''] = match
  return { passenger_name: name, passenger_age: Number(age), passenger_gender: gender }
}

function describeSale(sold: Awaited<ReturnType<typeof sell>>): string {
  const total = money(sold.total_cents, sold.currency)
  const paid = sold.method === 'cash' ? `${total} received in cash` : `${total} owed on an invoice`
  return `Booking ${sold.booking_id} is sold: ${sold.seat_numbers.join(', ')}; ${paid}.`
}
