import { type Day, dateOf, parseDate } from './dates.ts'
import type { Problems } from './problems.ts'
import { type Service, serviceDays, serviceSpan } from './services.ts'
import type { TrainDraft } from './trains.ts'

export interface DateOptions {
  /**
   * `YYYY-MM-DD`. Moves all dates by whole weeks, so that weekdays stay: the first service date of the feed lands on this date or
   * on one of the six before it, and trains run on the date itself.
   */
  readonly shiftTo?: string
  /** Trains are given dates from today on, and such earlier ones on which they are still under way. */
  readonly today: string
  /** For how many days after today runs will be open, 60 by default; dates are read beyond that, so that the horizon can roll. */
  readonly horizonDays?: number
}

/** What became of the dates of a feed. */
export interface DatesReport {
  /** Left out: they run on no date from today on, as far as dates are read. */
  readonly tripsWithoutDates: number
  /** First and last service date of the whole feed, after it was moved. */
  readonly firstDate: string
  readonly lastDate: string
  /** By how many days the feed was moved; a multiple of seven. */
  readonly shiftedDays: number
}

/** A trip that can be ridden, or one departure of it. */
export type LaidTrip = Omit<TrainDraft, 'days'>

interface Span {
  readonly first: Day
  readonly last: Day
}

/** A timetable year and a month: a calendar may reach to 2059 or 9999, and a newer feed comes long before. */
const leastReachDays = 400

/** Gives each train its days from today on; refuses a feed in which nothing runs then. */
export function dateTrips(
  laid: readonly LaidTrip[],
  options: DateOptions,
  problems: Problems,
): { readonly drafts: readonly TrainDraft[]; readonly report: DatesReport } {
  const span = spanOf(new Set(laid.map(({ trip }) => trip.service)))
  if (!span)
    return problems.refuse('trips.txt', 'has no trip that runs on any date and that a passenger can ride')
  const shift = shiftOf(span, options.shiftTo)
  const window = { first: dayOf(options.today), last: dayOf(options.today) + reachOf(options) }
  const drafts = draftsIn(window, laid, shift)
  const covered = { first: span.first + shift, last: span.last + shift }
  if (drafts.length === 0) return problems.refuse('trips.txt', nothingRuns(window, covered))
  const report = {
    tripsWithoutDates: countTrips(laid) - countTrips(drafts),
    firstDate: dateOf(covered.first),
    lastDate: dateOf(covered.last),
    shiftedDays: shift,
  }
  return { drafts, report }
}

function reachOf(options: DateOptions): number {
  return Math.max(options.horizonDays ?? 60, leastReachDays)
}

function shiftOf(span: Span, shiftTo: string | undefined): number {
  return shiftTo === undefined ? 0 : Math.floor((dayOf(shiftTo) - span.first) / 7) * 7
}

function draftsIn(window: Span, laid: readonly LaidTrip[], shift: number): readonly TrainDraft[] {
  const daysOf = rememberDays(shift)
  return laid.flatMap((one) => {
    const daysUnderWay = Math.floor((one.stops.at(-1)?.arrivalSeconds ?? 0) / 86_400)
    const days = daysOf(one.trip.service, window.first - daysUnderWay, window.last)
    return days.length > 0 ? [{ ...one, days }] : []
  })
}

function nothingRuns(window: Span, covered: Span): string {
  const today = dateOf(window.first)
  const facts = `no train runs from ${today} to ${dateOf(window.last)}: the feed covers ${dateOf(covered.first)} to ${dateOf(covered.last)}`
  return `${facts}; take a newer feed, or move this one with --shift-to ${today}`
}

function countTrips(laid: readonly LaidTrip[]): number {
  return new Set(laid.map(({ trip }) => trip)).size
}

function spanOf(services: Iterable<Service>): Span | undefined {
  let span: Span | undefined
  for (const service of services) {
    const own = serviceSpan(service)
    if (own && span) span = { first: Math.min(span.first, own.first), last: Math.max(span.last, own.last) }
    else span ??= own
  }
  return span
}

/** Trips of one service that are under way equally long share their days. */
function rememberDays(shift: number): (service: Service, from: Day, to: Day) => readonly Day[] {
  const known = new Map<Service, Map<Day, readonly Day[]>>()
  return (service, from, to) => {
    const ofService = known.get(service) ?? new Map<Day, readonly Day[]>()
    known.set(service, ofService)
    const days =
      ofService.get(from) ?? serviceDays(service, from - shift, to - shift).map((day) => day + shift)
    ofService.set(from, days)
    return days
  }
}

function dayOf(date: string): Day {
  const day = parseDate(date)
  if (day === undefined) throw new RangeError(`${date} is no date (YYYY-MM-DD)`)
  return day
}
