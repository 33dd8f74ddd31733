import type { Timetable } from '../domain/railway/timetable.ts'
import type { DateRange } from './operations.ts'

const secondsOfDay = 86_400

/**
 * The first and last service date for which runs are opened. Passengers can board a run on its last leg, days
 * after it starts, so the longest train of the timetable decides the first date.
 */
export function openRange(today: string, days: number, { trains }: Pick<Timetable, 'trains'>): DateRange {
  const date = Temporal.PlainDate.from(today)
  const longestSeconds = trains.reduce(
    (longest, { stops }) => Math.max(longest, stops.at(-1)?.arrivalSeconds ?? 0),
    0,
  )
  return {
    fromDate: date.subtract({ days: Math.floor(longestSeconds / secondsOfDay) + 1 }).toString(),
    toDate: date.add({ days }).toString(),
  }
}

/** Whether a text is a date such as 2027-01-31. */
export function isDate(text: string): boolean {
  if (!/^\d{4}-\d\d-\d\d$/.test(text)) return false
  try {
    return Temporal.PlainDate.from(text).toString() === text
  } catch {
    return false
  }
}

/**
 * The date in this machine's time zone at a moment in epoch milliseconds, such as one from the clock that
 * several nodes share.
 */
export function dateAt(milliseconds: number): string {
  const moment = Temporal.Instant.fromEpochMilliseconds(milliseconds)
  return moment.toZonedDateTimeISO(Temporal.Now.timeZoneId()).toPlainDate().toString()
}
