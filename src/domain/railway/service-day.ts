import type { Instant } from '../instant.ts'

const halfDayMs = 12 * 60 * 60 * 1000

/**
 * The moment from which a timetable counts seconds on a service day, `YYYY-MM-DD` in an IANA time zone: noon
 * minus twelve hours (GTFS reference, "Service day"), which is midnight except on days when clocks change.
 * Throws a RangeError if the date or the time zone is invalid.
 */
export function serviceDayOrigin(serviceDate: string, timeZone: string): Instant {
  const noon = Temporal.PlainDate.from(serviceDate).toZonedDateTime({ timeZone, plainTime: '12:00' })
  return (noon.epochMilliseconds - halfDayMs) as Instant
}

/**
 * The first moment of a local date and of the next date: half-open, and 23, 24 or 25 hours apart if clocks
 * change.
 */
export function localDay(date: string, timeZone: string): LocalDay {
  const name = `${date} ${timeZone}`
  const known = rememberedDays.get(name)
  if (known) return known
  const day = Temporal.PlainDate.from(date)
  const found = {
    from: day.toZonedDateTime(timeZone).epochMilliseconds as Instant,
    to: day.add({ days: 1 }).toZonedDateTime(timeZone).epochMilliseconds as Instant,
  }
  if (rememberedDays.size >= mostRemembered) rememberedDays.clear()
  rememberedDays.set(name, found)
  return found
}

interface LocalDay {
  readonly from: Instant
  readonly to: Instant
}

/** So many dates in a row, `YYYY-MM-DD`, from this one on. */
export function datesFrom(date: string, count: number): readonly string[] {
  const name = `${date} ${count}`
  let dates = rememberedDates.get(name)
  if (!dates) {
    const first = Temporal.PlainDate.from(date)
    dates = Array.from({ length: count }, (_, days) => first.add({ days }).toString())
    if (rememberedDates.size >= mostRememberedDates) rememberedDates.clear()
    rememberedDates.set(name, dates)
  }
  return dates
}

const rememberedDates = new Map<string, readonly string[]>()
const mostRememberedDates = 1_000

/** Asking Temporal takes microseconds, and a calendar asks for two months of days again and again. */
const rememberedDays = new Map<string, LocalDay>()
const mostRemembered = 10_000
