import { unreachable } from '../assert.ts'
import { byHandCents, centsOf, type MoneyEvent } from './money-event.ts'

/**
 * What the accounts of a railway are for. `receivable`: authorized and not yet captured; `received`: what a
 * method of payment has taken in and not given back; `owed`: what passengers are still to get; `sales` and
 * `fees`: what was earned; `compensation` and `by_hand`: what was given beyond the price, by us or by the
 * provider alone.
 */
export const accounts = [
  'receivable',
  'received',
  'owed',
  'sales',
  'fees',
  'compensation',
  'by_hand',
] as const
type Account = (typeof accounts)[number]

/** So much moves from the account on the credit side to the one on the debit side. */
interface Transfer {
  readonly debit: Account
  readonly credit: Account
  /** Never negative, and never 0. */
  readonly cents: number
}

/**
 * What an event means for the accounts. Over all events of a payment, `receivable` and `owed` come to 0 once
 * it is at rest, and `received` is what the provider has captured less what it has paid out.
 */
export function transfersOf(event: MoneyEvent): readonly Transfer[] {
  switch (event.action) {
    case 'booking_confirmed':
      return move('receivable', 'sales', centsOf(event, 'total_cents'))
    case 'booking_cancelled':
    case 'seats_cancelled':
      return [
        ...move('sales', 'owed', centsOf(event, 'refund_cents')),
        ...move('sales', 'fees', centsOf(event, 'fee_cents')),
      ]
    case 'payment_captured':
      // Money that came in without a booking goes back whole.
      return move('received', isBooked(event) ? 'receivable' : 'owed', centsOf(event, 'amount_cents'))
    case 'payment_voided':
      return isBooked(event) ? move('owed', 'receivable', event.paidCents) : []
    case 'refund_requested':
      // Only a capture that was never recorded comes in here: any other was told of before.
      return event.paymentStatus === 'CAPTURED'
        ? []
        : move('received', 'owed', centsOf(event, 'amount_cents'))
    case 'refund_done':
    case 'compensation_paid':
      return move('owed', 'received', centsOf(event, 'amount_cents'))
    case 'refunded_by_hand':
      return move('by_hand', 'received', byHandCents(event))
    case 'compensation_given':
      return move('compensation', 'owed', centsOf(event, 'amount_cents'))
    default:
      return unreachable(event.action)
  }
}

function isBooked({ bookingId }: MoneyEvent): boolean {
  return bookingId !== null
}

/** A negative amount moves the other way. */
function move(debit: Account, credit: Account, cents: number): readonly Transfer[] {
  if (cents === 0) return []
  return cents > 0 ? [{ debit, credit, cents }] : [{ debit: credit, credit: debit, cents: -cents }]
}

/** The number of an account, by its name, or by name and method as in `received.cash`. */
export type AccountNumbers = ReadonlyMap<string, string>

/** As German bookkeepers number them in SKR 04; a railway has its own. */
export const usualAccounts: AccountNumbers = new Map([
  ['receivable', '1200'],
  ['received', '1460'],
  ['received.cash', '1600'],
  ['received.invoice', '1210'],
  ['owed', '3700'],
  ['sales', '4400'],
  ['fees', '4830'],
  ['compensation', '6960'],
  ['by_hand', '6969'],
])

/** The number of an account: that of the method if there is one, and else that of all methods. */
export function accountNumber(numbers: AccountNumbers, account: Account, method: string): string {
  const number = numbers.get(`${account}.${method}`) ?? numbers.get(account)
  if (number === undefined) throw new RangeError(`there is no number for the account ${account}`)
  return number
}

/** Accounts as a setting has them, `sales=4400,received.cash=1600`; undefined if one is malformed. */
export function parseAccounts(text: string): AccountNumbers | undefined {
  const numbers = new Map(usualAccounts)
  for (const one of text.split(',')) {
    const [, name, account, number] =
      /^(([a-z_]+)(?:\.[a-z0-9_-]{1,40})?)=([A-Za-z0-9-]{1,20})$/.exec(one) ?? []
    if (name === undefined || number === undefined) return undefined
    if (!(accounts as readonly string[]).includes(account ?? '')) return undefined
    numbers.set(name, number)
  }
  return numbers
}
