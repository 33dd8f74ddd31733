import type { Command } from 'commander'
import { ask, keyHeaders } from '../api.ts'
import { addSettings, type Context, createContext, type Options, withOperations } from '../context.ts'
import { examples } from '../examples.ts'
import { WrongUse } from '../failures.ts'
import { money, table } from '../output.ts'
import type { Tools } from '../tools.ts'

interface AccountsBody {
  readonly accounts: readonly {
    readonly booking_id: string
    readonly method: string
    readonly balance_cents: number
    readonly currency: string
    readonly sold_at: string
  }[]
  readonly has_more: boolean
}

interface ReceiptBody {
  readonly booking: {
    readonly booking_id: string
    readonly train_number: string
    readonly departure_time: string
    readonly from_station_name: string
    readonly to_station_name: string
    readonly total_cents: number
    readonly refunded_cents: number
    readonly currency: string
    readonly payment: { readonly method: string }
    readonly seats: readonly {
      readonly seat_number: string
      readonly passenger_name: string | null
      readonly price_cents: number
      readonly status: string
    }[]
  }
  readonly compensation_cents: number
  readonly balance_cents: number
  readonly entries: readonly {
    readonly at: string
    readonly amount_cents: number
    readonly means: string
    readonly till: string
    readonly staff_id: string | null
    readonly key_id: string | null
  }[]
}

interface SettlementBody {
  readonly booking_id: string
  readonly amount_cents: number
  readonly currency: string
  readonly till: string
}

const allMeans = ['CASH', 'TRANSFER']

/** `desk accounts`, `settle` and `receipt`: the money of what was sold in cash and on invoices. */
export function addDesk(program: Command, tools: Tools): void {
  const desk = program.command('desk').description('The money of sales in cash and on invoices.')
  addSettings(desk.command('accounts'))
    .description('List the invoices that are not paid yet, and the money that is to be paid out.')
    .addHelpText('after', examples('holdfast desk accounts'))
    .action(async (options: Options) => {
      const context = createContext(tools, options)
      const path = '/api/operator/desk_accounts'
      const found = await asRailway<AccountsBody>(context, { method: 'GET', path })
      context.output.result(found, () => describeAccounts(found))
    })
  addSettings(desk.command('receipt <booking>'))
    .description('Show the receipt of a sale, with what was taken, paid out, and is still open.')
    .addHelpText('after', examples('holdfast desk receipt 7K3M9QXA'))
    .action(async (booking: string, options: Options) => {
      const context = createContext(tools, options)
      const receipt = await asRailway<ReceiptBody>(context, {
        method: 'GET',
        path: `${pathOf(booking)}/receipt`,
      })
      context.output.result(receipt, () => describeReceipt(receipt))
    })
  addSettings(desk.command('settle <booking> <cents>'))
    .description('Record that the balance of a booking was paid, or, if it is negative, was paid out.')
    .requiredOption('--means <means>', allMeans.join(' or '))
    .option('--till <name>', 'the till that the money goes through', 'command-line')
    .option('--key <key>', 'idempotency key; the same key again records nothing more')
    .addHelpText(
      'after',
      examples(
        'holdfast desk settle 7K3M9QXA 4900 --means TRANSFER',
        'holdfast desk settle 7K3M9QXA --means CASH --till window-3 -- -1200',
      ),
    )
    .action(async (booking: string, cents: string, options: Options) => {
      const body = settlementOf(cents, options)
      const context = createContext(tools, options)
      const settled = await asRailway<SettlementBody>(context, {
        method: 'POST',
        path: `${pathOf(booking)}/settlements`,
        headers: keyHeaders(typeof options.key === 'string' ? options.key : undefined),
        body,
      })
      context.output.result(settled, () => describeSettlement(settled))
    })
}

function asRailway<T>(context: Context, call: Parameters<typeof ask>[1]): Promise<T> {
  return withOperations(context, 'refuse', (operations) => ask<T>(operations, { ...call, asRailway: true }))
}

function pathOf(booking: string): string {
  return `/api/operator/bookings/${encodeURIComponent(booking)}`
}

function settlementOf(cents: string, { means, till }: Options): object {
  if (!/^-?[1-9]\d{0,8}$/.test(cents))
    throw new WrongUse('<cents> must be a whole number other than 0; write a negative one after "--".')
  if (typeof means !== 'string' || !allMeans.includes(means))
    throw new WrongUse(`--means is ${JSON.stringify(means)}; it must be ${allMeans.join(' or ')}.`)
  return { amount_cents: Number(cents), means, till }
}

function describeAccounts({ accounts, has_more: hasMore }: AccountsBody): readonly string[] {
  if (accounts.length === 0) return ['Nothing is open.']
  return [
    ...table(
      ['booking', 'method', 'sold', 'to be paid', 'to pay out'],
      accounts.map((one) => [
        ...[one.booking_id, one.method, one.sold_at],
        one.balance_cents > 0 ? money(one.balance_cents, one.currency) : '',
        one.balance_cents < 0 ? money(-one.balance_cents, one.currency) : '',
      ]),
    ),
    ...(hasMore ? ['There are more; settle some of these first.'] : []),
  ]
}

function describeReceipt(receipt: ReceiptBody): readonly string[] {
  const { booking } = receipt
  const amount = (cents: number) => money(cents, booking.currency)
  return [
    `Receipt of booking ${booking.booking_id}: ${booking.train_number}, ${booking.departure_time}, ` +
      `${booking.from_station_name} to ${booking.to_station_name}.`,
    ...table(
      ['seat', 'passenger', 'price', 'state'],
      booking.seats.map((seat) => [
        ...[seat.seat_number, seat.passenger_name ?? '(erased)', amount(seat.price_cents), seat.status],
      ]),
    ),
    `${amount(booking.total_cents)} by ${booking.payment.method}, ${amount(booking.refunded_cents)} ` +
      `refunded, ${amount(receipt.compensation_cents)} compensation.`,
    ...table(
      ['time', 'taken', 'paid out', 'means', 'till', 'by'],
      receipt.entries.map((entry) => [
        entry.at,
        entry.amount_cents > 0 ? amount(entry.amount_cents) : '',
        entry.amount_cents < 0 ? amount(-entry.amount_cents) : '',
        ...[entry.means, entry.till, entry.staff_id ?? (entry.key_id ? `key ${entry.key_id}` : '')],
      ]),
    ),
    describeBalance(receipt),
  ]
}

function describeBalance({ balance_cents: cents, booking: { currency } }: ReceiptBody): string {
  if (cents === 0) return 'Nothing is open.'
  return cents > 0
    ? `${money(cents, currency)} is to be paid.`
    : `${money(-cents, currency)} is to be paid out.`
}

function describeSettlement({ booking_id: id, amount_cents: cents, currency, till }: SettlementBody): string {
  const [amount, how] = cents > 0 ? [cents, 'received for'] : [-cents, 'paid out for']
  return `${money(amount, currency)} ${how} booking ${id}, in till ${till}.`
}
