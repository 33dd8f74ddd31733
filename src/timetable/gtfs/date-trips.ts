import { firstBusyDay } from './busy-day.ts'
import { type Day, dateOf, parseDate } from './dates.ts'
import type { Problems } from './problems.ts'
import { countServiceDays, type Service, serviceDays, serviceSpan } from './services.ts'
import type { TrainDraft } from './train-draft.ts'

export interface DateOptions {
  /**
   * `YYYY-MM-DD`. Moves all dates by whole weeks, which keeps weekdays: the first day of the busy
   * weeks of the feed moves to this date or one of the six days before it.
   */
  readonly shiftTo?: string
  /** Trains get dates from today on, and earlier dates on which they are still under way. */
  readonly today: string
  /**
   * How many days after today runs are open, 60 by default. The
   * reader goes beyond that, so that the horizon can advance.
   */
  readonly horizonDays?: number
}

/** What happened to the dates of a feed. */
export interface DatesReport {
  /** Left out: they run on none of the dates that are read from today on. */
  readonly tripsWithoutDates: number
  /** First and last service date of the whole feed, after the move. */
  readonly firstDate: string
  readonly lastDate: string
  /** How many days the feed moved; a multiple of seven. */
  readonly shiftedDays: number
  /** Runs that are left out because they ended before today or are beyond the dates that are read. */
  readonly runsBefore: number
  readonly runsAfter: number
}

/** A trip that passengers can ride, or one departure of it. */
export type LaidTrip = Omit<TrainDraft, 'days'>

interface Span {
  readonly first: Day
  readonly last: Day
}

/** A timetable year and a month. A calendar may extend to 2059 or 9999; a newer feed arrives long before. */
const leastReachDays = 400

/** Gives each train its days from today on; refuses a feed without any. */
export function dateTrips(
  laid: readonly LaidTrip[],
  options: DateOptions,
  problems: Problems,
): { readonly drafts: readonly TrainDraft[]; readonly report: DatesReport } {
  const span = spanOf(new Set(laid.map(({ trip }) => trip.service)))
  if (!span)
    return problems.refuse('trips.txt', 'has no trip that runs on any date and that a passenger can ride')
  const shift = shiftOf(laid, options.shiftTo)
  const window = { first: dayOf(options.today), last: dayOf(options.today) + reachOf(options) }
  const drafts = draftsIn(window, laid, shift)
  const covered = { first: span.first + shift, last: span.last + shift }
  if (drafts.length === 0) return problems.refuse('trips.txt', nothingRuns(window, covered))
  const report = {
    tripsWithoutDates: countTrips(laid) - countTrips(drafts),
    firstDate: dateOf(covered.first),
    lastDate: dateOf(covered.last),
    shiftedDays: shift,
    runsBefore: countRuns(laid, (one) => [covered.first, window.first - daysUnderWay(one) - 1], shift),
    runsAfter: countRuns(laid, () => [window.last + 1, covered.last], shift),
  }
  return { drafts, report }
}

function reachOf(options: DateOptions): number {
  return Math.max(options.horizonDays ?? 60, leastReachDays)
}

function shiftOf(laid: readonly LaidTrip[], shiftTo: string | undefined): number {
  if (shiftTo === undefined) return 0
  const busy = firstBusyDay(laid.map(({ trip }) => trip)) ?? 0
  return Math.floor((dayOf(shiftTo) - busy) / 7) * 7
}

function daysUnderWay({ stops }: LaidTrip): number {
  return Math.floor((stops.at(-1)?.arrivalSeconds ?? 0) / 86_400)
}

function countRuns(
  laid: readonly LaidTrip[],
  rangeOf: (one: LaidTrip) => readonly [from: Day, to: Day],
  shift: number,
): number {
  return laid.reduce((sum, one) => {
    const [from, to] = rangeOf(one)
    return from > to ? sum : sum + countServiceDays(one.trip.service, from - shift, to - shift)
  }, 0)
}

function draftsIn(window: Span, laid: readonly LaidTrip[], shift: number): readonly TrainDraft[] {
  const daysOf = rememberDays(shift)
  return laid.flatMap((one) => {
    const days = daysOf(one.trip.service, window.first - daysUnderWay(one), window.last)
    return days.length > 0 ? [{ ...one, days }] : []
  })
}

function nothingRuns(window: Span, covered: Span): string {
  const today = dateOf(window.first)
  const facts =
    `no train runs from ${today} to ${dateOf(window.last)}: the feed ` +
    `covers ${dateOf(covered.first)} to ${dateOf(covered.last)}`
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
  if (day === undefined) throw new RangeError(`${date} is not a date (YYYY-MM-DD)`)
  return day
}
