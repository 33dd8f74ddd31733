import type { SeatId } from '../ids.ts'
import { byHandCents, centsOf, type MoneyEvent, type SoldSeat } from './money-event.ts'

/** What the figures of a report can be told apart by; the currency always tells them apart. */
export const dimensions = ['day', 'train', 'class', 'fare', 'channel', 'method'] as const
export type Dimension = (typeof dimensions)[number]

/** What was sold and given back, and what came in and went out for it. Amounts are in minor units. */
export interface SalesFigures {
  readonly bookings: number
  readonly seats: number
  readonly salesCents: number
  readonly canceledSeats: number
  /** What passengers get back of the price, whether it is paid out yet or not. */
  readonly refundsCents: number
  /** What was kept of the price of canceled seats. */
  readonly feesCents: number
  readonly compensationCents: number
  /** What the methods of payment have taken in. */
  readonly receivedCents: number
  /** What they have paid out: refunds, compensation, and what was given back by hand. */
  readonly paidOutCents: number
}

export const noFigures: SalesFigures = {
  ...{ bookings: 0, seats: 0, salesCents: 0, canceledSeats: 0, refundsCents: 0, feesCents: 0 },
  ...{ compensationCents: 0, receivedCents: 0, paidOutCents: 0 },
}
const names = Object.keys(noFigures) as readonly (keyof SalesFigures)[]

/** The figures of all events that have the same of every dimension. */
export interface ReportRow {
  readonly currency: string
  /** In the order of the dimensions that the report was asked for. */
  readonly of: readonly string[]
  readonly figures: SalesFigures
}

/** Adds up events by the dimensions that it is asked for; it keeps no event. */
export class SalesReport {
  readonly #by: readonly Dimension[]
  readonly #rows = new Map<string, { of: readonly string[]; currency: string; figures: SalesFigures }>()

  constructor(by: readonly Dimension[]) {
    this.#by = by
  }

  /** `day` is the railway's day of the event, `YYYY-MM-DD`. */
  add(event: MoneyEvent, day: string): void {
    const parts = this.#by.includes('class')
      ? partsByClass(event)
      : [{ travelClass: '', figures: figuresOf(event) }]
    for (const { travelClass, figures } of parts) this.#put(event, day, travelClass, figures)
  }

  /** In order of their dimensions. */
  rows(): readonly ReportRow[] {
    return [...this.#rows.entries()]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([, { currency, of, figures }]) => ({ currency, of, figures }))
  }

  #put(event: MoneyEvent, day: string, travelClass: string, figures: SalesFigures): void {
    if (names.every((name) => figures[name] === 0)) return
    const { trainNumber: train, fareName: fare, channel, method, currency } = event
    const all = { day, train, class: travelClass, fare, channel, method }
    const of = this.#by.map((dimension) => all[dimension])
    const key = JSON.stringify([...of, currency])
    const known = this.#rows.get(key)?.figures ?? noFigures
    this.#rows.set(key, { currency, of, figures: sumOf(known, figures) })
  }
}

/** All figures of both. */
export function sumOf(a: SalesFigures, b: SalesFigures): SalesFigures {
  return Object.fromEntries(names.map((name) => [name, a[name] + b[name]])) as unknown as SalesFigures
}

/** What an event adds to the figures. */
function figuresOf(event: MoneyEvent): SalesFigures {
  const amount = centsOf(event, 'amount_cents')
  switch (event.action) {
    case 'booking_confirmed':
      return {
        ...noFigures,
        ...{ bookings: 1, seats: event.seats.length, salesCents: centsOf(event, 'total_cents') },
      }
    case 'booking_cancelled':
    case 'seats_cancelled':
      return {
        ...noFigures,
        canceledSeats: canceledSeats(event).length,
        refundsCents: centsOf(event, 'refund_cents'),
        feesCents: centsOf(event, 'fee_cents'),
      }
    case 'payment_captured':
      return { ...noFigures, receivedCents: amount }
    case 'refund_requested':
      return event.paymentStatus === 'CAPTURED' ? noFigures : { ...noFigures, receivedCents: amount }
    case 'refund_done':
    case 'compensation_paid':
      return { ...noFigures, paidOutCents: amount }
    case 'refunded_by_hand':
      return { ...noFigures, paidOutCents: byHandCents(event) }
    case 'compensation_given':
      return { ...noFigures, compensationCents: amount }
    default:
      return noFigures
  }
}

/** The seats that were given up with an event. One that names none gave up what was left. */
function canceledSeats({ facts, seats }: MoneyEvent): readonly SoldSeat[] {
  const ids = facts.seat_ids
  return Array.isArray(ids) ? seats.filter(({ seatId }) => (ids as readonly SeatId[]).includes(seatId)) : []
}

interface PartOfClass {
  readonly travelClass: string
  readonly figures: SalesFigures
}

/**
 * An event by the classes of its seats. Prices are those of the seats; any other amount is shared out by
 * them, to the cent. The booking itself counts for the class of its first seat.
 */
function partsByClass(event: MoneyEvent): readonly PartOfClass[] {
  const whole = figuresOf(event)
  const named = canceledSeats(event)
  const seats = named.length > 0 ? named : event.seats
  const classes = [...Map.groupBy(seats, ({ travelClass }) => travelClass)]
  if (classes.length < 2) return [{ travelClass: classes[0]?.[0] ?? '', figures: whole }]
  const prices = classes.map(([, ofClass]) => ofClass.reduce((sum, { priceCents }) => sum + priceCents, 0))
  const shares = new Map(names.map((name) => [name, shareOut(whole[name], prices)]))
  return classes.map(([travelClass, { length }], index) => ({
    travelClass,
    figures: {
      ...(Object.fromEntries(
        names.map((name) => [name, shares.get(name)?.[index] ?? 0]),
      ) as unknown as SalesFigures),
      bookings: index === 0 ? whole.bookings : 0,
      seats: whole.seats === 0 ? 0 : length,
      canceledSeats: whole.canceledSeats === 0 ? 0 : length,
    },
  }))
}

/** Shares out an amount by weights, so that nothing is lost; if all of them are 0, the first gets all. */
function shareOut(cents: number, weights: readonly number[]): readonly number[] {
  const total = weights.reduce((sum, weight) => sum + weight, 0)
  if (total === 0) return weights.map((_, index) => (index === 0 ? cents : 0))
  let [before, given] = [0, 0]
  return weights.map((weight) => {
    before += weight
    const upTo = Math.round((cents * before) / total)
    const share = upTo - given
    given = upTo
    return share
  })
}
