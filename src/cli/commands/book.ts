import type { Command } from 'commander'
import { asGuest, ask, keyHeaders } from '../api.ts'
import { addSettings, createContext, withOperations } from '../context.ts'
import { examples } from '../examples.ts'
import { WrongUse } from '../failures.ts'
import { money } from '../output.ts'
import type { Tools } from '../tools.ts'

interface BookingBody {
  readonly booking_id: string
  readonly status: string
  readonly total_cents: number
  readonly currency: string
  readonly seats: readonly { readonly seat_number: string; readonly passenger_name: string | null }[]
}

interface BookOptions {
  readonly passenger?: readonly string[]
  readonly pay?: string
  readonly email?: string
  readonly phone?: string
  readonly key?: string
}

export function addBook(program: Command, tools: Tools): void {
  addSettings(program.command('book'))
    .description('Pay for a hold and book its seats.')
    .argument('<hold>', 'token of the hold, as "holdfast hold" shows it')
    .option(
      '--passenger <who...>',
      'SEAT:NAME:AGE:GENDER, one for each seat but bicycle hooks; gender is F, M or X',
      (text: string, earlier: readonly string[] | undefined) => [...(earlier ?? []), text],
    )
    .option('--pay <token>', 'payment token of the mock service', 'tok_ok')
    .option('--email <address>', 'address of the purchaser')
    .option('--phone <number>', 'phone number of the purchaser')
    .option('--key <key>', 'idempotency key; the same key again gives the same booking')
    .addHelpText(
      'after',
      examples(
        'holdfast book h_... --passenger "4-31:Ada Lovelace:36:F" --passenger "4-32:Alan Turing:41:M"',
        'holdfast book h_... --passenger "4-31:Ada Lovelace:36:F" --pay tok_declined',
      ),
    )
    .action(async (hold: string, options: BookOptions) => {
      const body = {
        hold_token: hold,
        passengers: (options.passenger ?? []).map(parsePassenger),
        ...contactOf(options),
        payment: { method: 'mock', token: options.pay ?? 'tok_ok' },
      }
      const context = createContext(tools, { ...options, passenger: undefined })
      const booking = await withOperations(context, 'refuse', (operations) =>
        asGuest(operations, context.dataFolder, (caller) =>
          ask<BookingBody>(operations, {
            method: 'POST',
            path: '/api/bookings',
            headers: { ...caller, ...keyHeaders(options.key) },
            body,
          }),
        ),
      )
      context.output.result(booking, () => describeBooking(booking))
    })
}

function contactOf({ email, phone }: BookOptions): object {
  if (email === undefined && phone === undefined) return {}
  return { contact: { ...(email === undefined ? {} : { email }), ...(phone === undefined ? {} : { phone }) } }
}

function parsePassenger(text: string): object {
  const match = /^([^:]+):(.+):(\d{1,3}):([FMX])$/.exec(text)
  if (!match) {
    throw new WrongUse(
      `--passenger is ${JSON.stringify(text)}; it must be ` +
        'SEAT:NAME:AGE:GENDER, such as "4-31:Ada Lovelace:36:F".',
    )
  }
  const [, seat, name, age, gender] = match
  return { seat_number: seat, passenger_name: name, passenger_age: Number(age), passenger_gender: gender }
}

function describeBooking(booking: BookingBody): string {
  const seats = booking.seats.map((seat) => `${seat.seat_number} ${seat.passenger_name ?? '(bicycle)'}`)
  const total = money(booking.total_cents, booking.currency)
  return `Booking ${booking.booking_id} is ${booking.status}: ${seats.join(', ')}; ${total}.`
}
