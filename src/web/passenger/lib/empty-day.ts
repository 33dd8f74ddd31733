import type { FareCalendar } from '../../shared/api-types.ts'
import { addDays } from '../../shared/lib/format.ts'

/** Why a day shows no train. */
type EmptyDay =
  | { readonly why: 'past' }
  | { readonly why: 'departed' }
  | { readonly why: 'not_yet'; readonly onSaleFrom: string }
  | { readonly why: 'none' }

interface AskedDay {
  readonly date: string
  /** Today's date at the station of departure. */
  readonly today: string
  /** Trains of the day that have already left. */
  readonly departedRuns: number
  readonly saleDaysAhead: number
}

/** The date on which the trains of this date come on sale; undefined if they are already. */
export function onSaleFrom(date: string, today: string, saleDaysAhead: number): string | undefined {
  const from = addDays(date, -saleDaysAhead)
  return from > today ? from : undefined
}

/** Why the list of a day's trains is empty. */
export function emptyDay({ date, today, departedRuns, saleDaysAhead }: AskedDay): EmptyDay {
  if (date < today) return { why: 'past' }
  const from = onSaleFrom(date, today, saleDaysAhead)
  if (from !== undefined) return { why: 'not_yet', onSaleFrom: from }
  return { why: departedRuns > 0 ? 'departed' : 'none' }
}

/**
 * The day with trains that is nearest to this date: the first one after it, else the last one before it.
 * Undefined if the calendar has none.
 */
export function nearestDayWithRun({ days }: Pick<FareCalendar, 'days'>, date: string): string | undefined {
  const running = days.filter((day) => day.train_runs > 0).map((day) => day.journey_date)
  return running.find((day) => day > date) ?? running.findLast((day) => day < date)
}

/** The same, but the date itself comes first. */
export function dayWithRunFrom(calendar: Pick<FareCalendar, 'days'>, date: string): string | undefined {
  const isRunning = calendar.days.some((day) => day.journey_date === date && day.train_runs > 0)
  return isRunning ? date : nearestDayWithRun(calendar, date)
}
