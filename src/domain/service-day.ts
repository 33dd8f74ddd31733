import type { Instant } from './instant.ts'

const halfDayMs = 12 * 60 * 60 * 1000

/**
 * The moment that a timetable's seconds count from on a service day, `YYYY-MM-DD` in an IANA time zone: noon minus twelve hours
 * (GTFS reference, "Service day"), which is midnight except on days when clocks change. Throws a RangeError for what is no date
 * or no time zone.
 */
export function serviceDayOrigin(serviceDate: string, timeZone: string): Instant {
  const noon = Temporal.PlainDate.from(serviceDate).toZonedDateTime({ timeZone, plainTime: '12:00' })
  return (noon.epochMilliseconds - halfDayMs) as Instant
}

/** The first moment of a local date, and of the date after it: half-open, 23, 24 or 25 hours apart where clocks change. */
export function localDay(date: string, timeZone: string): { readonly from: Instant; readonly to: Instant } {
  const day = Temporal.PlainDate.from(date)
  return {
    from: day.toZonedDateTime(timeZone).epochMilliseconds as Instant,
    to: day.add({ days: 1 }).toZonedDateTime(timeZone).epochMilliseconds as Instant,
  }
}
