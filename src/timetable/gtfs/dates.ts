/** A date as whole days since 1970-01-01, so that weeks and ranges are plain arithmetic. */
export type Day = number

const epoch = Temporal.PlainDate.from('1970-01-01')

/** Reads GTFS's `YYYYMMDD`; undefined if it is not a date in the calendar. */
export function parseGtfsDate(text: string): Day | undefined {
  const match = /^(\d{4})(\d{2})(\d{2})$/.exec(text)
  return match ? parseDate(`${match[1]}-${match[2]}-${match[3]}`) : undefined
}

/** Reads `YYYY-MM-DD`; undefined if it is not a date in the calendar. */
export function parseDate(text: string): Day | undefined {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return undefined
  try {
    return epoch.until(Temporal.PlainDate.from(text)).days
  } catch (error) {
    if (error instanceof RangeError) return undefined
    throw error
  }
}

/** `YYYY-MM-DD`. */
export function dateOf(day: Day): string {
  return epoch.add({ days: day }).toString()
}

/** Monday is 0. */
export function weekdayOf(day: Day): number {
  // 1970-01-01 was a Thursday.
  return (((day + 3) % 7) + 7) % 7
}
