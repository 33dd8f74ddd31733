import { writeFileSync } from 'node:fs'
import { type Command, Option } from 'commander'
import { languages } from '../../domain/language.ts'
import { papers } from '../../domain/tickets/ticket-sheet.ts'
import { ask, keyHeaders, query } from '../api.ts'
import { addSettings, type Context, createContext, type Options, withOperations } from '../context.ts'
import { examples } from '../examples.ts'
import { CommandFailed, WrongUse } from '../failures.ts'
import { money, table } from '../output.ts'
import { reasonOf } from '../run-acts.ts'
import type { Tools } from '../tools.ts'

interface FoundBody {
  readonly has_more: boolean
  readonly bookings: readonly {
    readonly booking_id: string
    readonly status: string
    readonly train_number: string
    readonly journey_date: string
    readonly from_station_code: string
    readonly to_station_code: string
    readonly seat_numbers: readonly string[]
    readonly passenger_names: readonly (string | null)[]
  }[]
}

interface ShownBody {
  readonly booking_id: string
  readonly status: string
  readonly train_number: string
  readonly departure_time: string
  readonly total_cents: number
  readonly refunded_cents: number
  readonly fees_cents: number
  readonly currency: string
  readonly contact: { readonly email: string | null; readonly phone: string | null }
  readonly payment: { readonly method: string; readonly status: string }
  readonly seats: readonly {
    readonly seat_number: string
    readonly kind: string
    readonly passenger_name: string | null
    readonly status: string
  }[]
  readonly notes: readonly { readonly at: string; readonly text: string | null }[]
}

interface HistoryBody {
  readonly entries: readonly {
    readonly at: string
    readonly action: string
    readonly facts: object
    readonly staff_id: string | null
    readonly key_id: string | null
    readonly reason: string | null
  }[]
  readonly next: string | null
}

interface GivenBody {
  readonly booking_id: string
  readonly amount_cents: number
  readonly given_cents: number
  readonly currency: string
}

interface QuoteBody {
  readonly quote_id: string
  readonly refund_cents: number
  readonly fee_cents: number
  readonly currency: string
}

const deskReasons = ['passenger_request', 'operational', 'defect', 'correction']

/** `bookings find`, `show`, `history` and `cancel`: the bookings of passengers, for the railway. */
export function addBookings(program: Command, tools: Tools): void {
  const bookings = program.command('bookings').description('Find and change bookings of passengers.')
  addSettings(bookings.command('find'))
    .description('Find bookings in one of these ways.')
    .option('--email <address>', 'by the address of the contact')
    .option('--phone <number>', 'by the telephone of the contact')
    .option('--name <words>', 'by words of names of passengers')
    .option('--run <run>', 'all bookings of a run')
    .option('--seat <number>', 'only those with this seat, with --run')
    .option('--train <number>', 'by the number of a train, with --date')
    .option('--date <date>', 'the day of the run, YYYY-MM-DD')
    .addHelpText(
      'after',
      examples(
        'holdfast bookings find --email ada@example.org',
        'holdfast bookings find --run 1042 --seat 4-31',
        'holdfast bookings find --train "IC 204" --date 2027-01-31',
      ),
    )
    .action(async (options: Options) => {
      const context = createContext(tools, options)
      const body = searchOf(options)
      const path = '/api/operator/booking_searches'
      const found = await asRailway<FoundBody>(context, { method: 'POST', path, body })
      context.output.result(found, () => describeFound(found))
    })
  addSettings(bookings.command('show <booking>'))
    .description('Show a booking.')
    .addHelpText('after', examples('holdfast bookings show 7K3M9QXA'))
    .action(async (booking: string, options: Options) => {
      const context = createContext(tools, options)
      const shown = await asRailway<ShownBody>(context, { method: 'GET', path: pathOf(booking) })
      context.output.result(shown, () => describeShown(shown))
    })
  addSettings(bookings.command('history <booking>'))
    .description('Tell what happened to a booking, from its hold on.')
    .addHelpText('after', examples('holdfast bookings history 7K3M9QXA'))
    .action(async (booking: string, options: Options) => {
      const context = createContext(tools, options)
      const path = `${pathOf(booking)}/history?limit=100`
      const told = await asRailway<HistoryBody>(context, { method: 'GET', path })
      context.output.result(told, () => describeHistory(told))
    })
  addTicket(bookings, tools)
  addCancel(bookings, tools)
  addSettings(bookings.command('note <booking> <text>'))
    .description('Note something about a booking for others of the railway.')
    .requiredOption('--reason <reason>', deskReasons.join(', '))
    .addHelpText('after', examples('holdfast bookings note 7K3M9QXA "Will be late" --reason operational'))
    .action(async (booking: string, text: string, options: Options) => {
      const context = createContext(tools, options)
      const body = { text, reason: reasonOf(options, deskReasons) }
      const path = `${pathOf(booking)}/notes`
      const shown = await asRailway<ShownBody>(context, { method: 'POST', path, body })
      context.output.result(shown, () => describeShown(shown))
    })
  addSettings(bookings.command('rename <booking> <seat> <name>'))
    .description('Correct the name of the passenger on a seat of a booking.')
    .requiredOption('--reason <reason>', deskReasons.join(', '))
    .addHelpText('after', examples('holdfast bookings rename 7K3M9QXA 4-31 "Ada Byron" --reason correction'))
    .action(async (booking: string, seat: string, name: string, options: Options) => {
      const context = createContext(tools, options)
      const body = { seat_number: seat, passenger_name: name, reason: reasonOf(options, deskReasons) }
      const path = `${pathOf(booking)}/name_corrections`
      const shown = await asRailway<ShownBody>(context, { method: 'POST', path, body })
      context.output.result(shown, () => describeShown(shown))
    })
  addSettings(bookings.command('compensate <booking> <cents>'))
    .description('Give the passenger of a booking money beyond its price, in the smallest unit.')
    .requiredOption('--reason <reason>', deskReasons.join(', '))
    .option('--key <key>', 'idempotency key of the compensation')
    .addHelpText('after', examples('holdfast bookings compensate 7K3M9QXA 1000 --reason operational'))
    .action(async (booking: string, cents: string, options: Options) => {
      const context = createContext(tools, options)
      if (!/^[1-9]\d{0,9}$/.test(cents))
        throw new WrongUse('<cents> must be a whole number of at least 1, such as 1000 for ten euros.')
      const given = await asRailway<GivenBody>(context, {
        method: 'POST',
        path: `${pathOf(booking)}/compensations`,
        headers: keyHeaders(typeof options.key === 'string' ? options.key : undefined),
        body: { amount_cents: Number(cents), reason: reasonOf(options, deskReasons) },
      })
      const amount = (value: number) => money(value, given.currency)
      context.output.result(
        given,
        () =>
          `Booking ${given.booking_id} gets ${amount(given.amount_cents)}, ` +
          `${amount(given.given_cents)} in all.`,
      )
    })
}

function addTicket(bookings: Command, tools: Tools): void {
  addSettings(bookings.command('ticket <booking> <file>'))
    .description('Write the ticket of a booking as a PDF.')
    .addOption(
      new Option('--language <language>', 'of the words, if not that of the booking').choices(languages),
    )
    .addOption(new Option('--paper <paper>', 'for a printer, or for a telephone').choices(papers))
    .addHelpText(
      'after',
      examples(
        'holdfast bookings ticket 7K3M9QXA ticket.pdf',
        'holdfast bookings ticket 7K3M9QXA ticket.pdf --paper phone --language de',
      ),
    )
    .action(async (booking: string, file: string, options: Options) => {
      const context = createContext(tools, options)
      const wish = ['language', 'paper'].flatMap((name) => {
        const value = options[name]
        return typeof value === 'string' ? [[name, value] as const] : []
      })
      const path = `${pathOf(booking)}/ticket.pdf${query(Object.fromEntries(wish))}`
      const bytes = Buffer.from(await asRailway<string>(context, { method: 'GET', path }), 'base64')
      writeNew(file, bytes)
      context.output.result({ file, bytes: bytes.length }, () => `The ticket is in ${file}.`)
    })
}

/** Only the caller may read it, since it lets its bearer travel. */
function writeNew(file: string, bytes: Buffer): void {
  try {
    writeFileSync(file, bytes, { flag: 'wx', mode: 0o600 })
  } catch (error) {
    const why = error instanceof Error && 'code' in error && error.code === 'EEXIST'
    throw new CommandFailed(
      why ? `${file} exists. Name another file.` : `${file} cannot be written: ${String(error)}`,
    )
  }
}

function addCancel(bookings: Command, tools: Tools): void {
  addSettings(bookings.command('cancel <booking>'))
    .description('Say what canceling a booking gives back; with --yes, also cancel it.')
    .option('--seats <numbers>', 'only these seats, separated by commas')
    .option('--in-full', 'give the whole price back, whatever the refund rule says')
    .requiredOption('--reason <reason>', deskReasons.join(', '))
    .option('--yes', 'cancel for good; without it only the quote is shown')
    .option('--key <key>', 'idempotency key of the cancellation')
    .addHelpText(
      'after',
      examples(
        'holdfast bookings cancel 7K3M9QXA --reason passenger_request',
        'holdfast bookings cancel 7K3M9QXA --in-full --reason operational --yes',
      ),
    )
    .action(async (booking: string, options: Options) => {
      const context = createContext(tools, options)
      const outcome = await cancel(context, booking, options)
      context.output.result(outcome, () => describeCancelled(outcome))
    })
}

async function cancel(context: Context, booking: string, options: Options) {
  const reason = reasonOf(options, deskReasons)
  const seats = typeof options.seats === 'string' ? { seat_numbers: options.seats.split(',') } : {}
  const quote = await asRailway<QuoteBody>(context, {
    method: 'POST',
    path: `${pathOf(booking)}/cancellation_quotes`,
    body: { ...seats, terms: options.inFull === true ? 'IN_FULL' : 'BY_RULE', reason },
  })
  if (options.yes !== true) return { quote, booking: null }
  const cancelled = await asRailway<ShownBody>(context, {
    method: 'POST',
    path: `${pathOf(booking)}/cancellations`,
    headers: keyHeaders(typeof options.key === 'string' ? options.key : undefined),
    body: { quote_id: quote.quote_id, reason },
  })
  return { quote, booking: cancelled }
}

function asRailway<T>(context: Context, call: Parameters<typeof ask>[1]): Promise<T> {
  return withOperations(context, 'refuse', (operations) => ask<T>(operations, { ...call, asRailway: true }))
}

function pathOf(booking: string): string {
  return `/api/operator/bookings/${encodeURIComponent(booking)}`
}

function searchOf({ email, phone, name, run, seat, train, date }: Options): object {
  const isByTrain = train !== undefined || date !== undefined
  const person = {
    ...(email === undefined ? {} : { email }),
    ...(phone === undefined ? {} : { phone }),
    ...(name === undefined ? {} : { passenger_name: name }),
  }
  const isByPerson = Object.keys(person).length > 0
  const ways = [isByPerson, run !== undefined, isByTrain].filter(Boolean)
  if (ways.length !== 1 || (isByTrain && (train === undefined || date === undefined)))
    throw new WrongUse('Give --email, --phone or --name, or --run, or --train with --date.')
  if (seat !== undefined && run === undefined) throw new WrongUse('--seat needs the --run that has the seat.')
  if (isByPerson) return person
  if (isByTrain) return { train_number: train, service_date: date }
  return { train_run_id: run, ...(seat === undefined ? {} : { seat_number: seat }) }
}

function describeFound({ bookings, has_more: hasMore }: FoundBody): readonly string[] {
  if (bookings.length === 0) return ['No booking was found.']
  return [
    ...table(
      ['booking', 'state', 'train', 'date', 'from', 'to', 'seats', 'passengers'],
      bookings.map((one) => [
        ...[one.booking_id, one.status, one.train_number, one.journey_date],
        ...[one.from_station_code, one.to_station_code, one.seat_numbers.join(' ')],
        one.passenger_names.map((name) => name ?? '(erased)').join(', '),
      ]),
    ),
    ...(hasMore ? ['There are more: search more closely.'] : []),
  ]
}

function describeShown(shown: ShownBody): readonly string[] {
  const amount = (cents: number) => money(cents, shown.currency)
  const { payment, contact } = shown
  return [
    `Booking ${shown.booking_id} is ${shown.status}: ${shown.train_number}, ${shown.departure_time}.`,
    `${amount(shown.total_cents)} by ${payment.method} (${payment.status}), ` +
      `${amount(shown.refunded_cents)} refunded, ${amount(shown.fees_cents)} kept as fees.`,
    `Contact: ${contact.email ?? 'no e-mail'}, ${contact.phone ?? 'no telephone'}.`,
    ...table(
      ['seat', 'passenger', 'state'],
      shown.seats.map((seat) => [seat.seat_number, whoHas(seat), seat.status]),
    ),
    ...shown.notes.map(({ at, text }) => `Note of ${at}: ${text ?? ''}`),
  ]
}

/** A bicycle hook has no passenger; a passenger without a name was erased. */
function whoHas({ kind, passenger_name: name }: ShownBody['seats'][number]): string {
  return name ?? (kind === 'bicycle_hook' ? '(bicycle)' : '(erased)')
}

function describeHistory({ entries, next }: HistoryBody): readonly string[] {
  return [
    ...table(
      ['time', 'what', 'by', 'facts'],
      entries.map((entry) => [entry.at, entry.action, actorOf(entry), JSON.stringify(entry.facts)]),
    ),
    ...(next === null ? [] : ['There are more entries; --json shows where the next page begins.']),
  ]
}

function actorOf({ staff_id: staff, key_id: key, reason }: HistoryBody['entries'][number]): string {
  const who = staff === null ? (key === null ? '' : `key ${key}`) : `staff ${staff}`
  return reason === null ? who : `${who} (${reason})`.trim()
}

function describeCancelled({ quote, booking }: Awaited<ReturnType<typeof cancel>>): string {
  const [refund, fee] = [money(quote.refund_cents, quote.currency), money(quote.fee_cents, quote.currency)]
  if (!booking) return `A cancellation refunds ${refund} and keeps ${fee}; add --yes to cancel.`
  return `Booking ${booking.booking_id} is ${booking.status}: ${refund} refunded, ${fee} kept.`
}
