import type { DateRange } from './operations.ts'

/** A run may be under way for days and be boarded on its last leg; the longest known to us takes four. */
const daysUnderWay = 4

/** From which to which service date runs are opened. */
export function openRange(today: string, days: number): DateRange {
  const date = Temporal.PlainDate.from(today)
  return {
    fromDate: date.subtract({ days: daysUnderWay }).toString(),
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

/** The date of this machine's zone at a moment in epoch milliseconds, such as that of the clock which several nodes share. */
export function dateAt(milliseconds: number): string {
  const moment = Temporal.Instant.fromEpochMilliseconds(milliseconds)
  return moment.toZonedDateTimeISO(Temporal.Now.timeZoneId()).toPlainDate().toString()
}
