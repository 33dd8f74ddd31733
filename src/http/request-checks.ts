import type { Static, TObject } from 'typebox'
import type { CursorRefusal } from '../app/after-sale/list-bookings.ts'
import type { Instant } from '../domain/instant.ts'
import type { SeatsOfRun } from '../domain/inventory/change-blocks.ts'
import { RequestMalformed } from './validation.ts'

/** Checks that a date exists in the calendar; the schema has already checked its form. */
export function checkDate(text: string, parameter: string): string {
  try {
    return Temporal.PlainDate.from(text, { overflow: 'reject' }).toString()
  } catch {
    throw new RequestMalformed([{ pointer: `/${parameter}`, detail: 'is not a date in the calendar' }])
  }
}

/** Checks that two dates exist and are in order, and that they are at most so many days together. */
export function checkPeriod(
  { from, to }: { readonly from: string; readonly to: string },
  mostDays: number,
): { readonly from: string; readonly to: string } {
  const [first, last] = [checkDate(from, 'from'), checkDate(to, 'to')]
  const { days } = Temporal.PlainDate.from(first).until(last)
  if (days < 0) throw new RequestMalformed([{ pointer: '/to', detail: 'must not be before the first day' }])
  if (days >= mostDays)
    throw new RequestMalformed([{ pointer: '/to', detail: `must be at most ${mostDays} days on` }])
  return { from: first, to: last }
}

/** Checks that a moment exists, and comes after `now`. */
export function checkMoment(text: string, now: Instant, parameter: string): Instant {
  const at = checkTime(text, parameter)
  if (at <= now) throw new RequestMalformed([{ pointer: `/${parameter}`, detail: 'must be in the future' }])
  return at
}

/** Checks that a moment exists, and does not come after `now`. */
export function checkPastTime(text: string, now: Instant, parameter: string): Instant {
  const at = checkTime(text, parameter)
  if (at > now)
    throw new RequestMalformed([{ pointer: `/${parameter}`, detail: 'must not be in the future' }])
  return at
}

/** Checks that a moment exists. */
export function checkTime(text: string, parameter: string): Instant {
  try {
    return Temporal.Instant.from(text).epochMilliseconds as Instant
  } catch {
    const detail = 'is not a time as in RFC 3339, such as 2030-01-31T12:00:00Z'
    throw new RequestMalformed([{ pointer: `/${parameter}`, detail }])
  }
}

/** The last year that a date in the API can have. */
const lastYear = 9999

/** Checks the first of `days` dates, all of which must fit `YYYY-MM-DD`. */
export function checkFirstDate(text: string, days: number, parameter: string): string {
  const first = checkDate(text, parameter)
  if (Temporal.PlainDate.from(first).add({ days: days - 1 }).year <= lastYear) return first
  throw new RequestMalformed([
    {
      pointer: `/${parameter}`,
      detail: `must be early enough for its last day to be in the year ${lastYear}`,
    },
  ])
}

/** Only the members that the schema names, for an object that is passed on whole. */
export function knownMembers<S extends TObject>(schema: S, given: Static<S>): Static<S> {
  const names = Object.keys(schema.properties)
  return Object.fromEntries(Object.entries(given).filter(([name]) => names.includes(name))) as Static<S>
}

/** A cursor that no page has returned is a mistake in the URL. */
export function refuseCursor({ pointer, problem }: CursorRefusal): never {
  throw new RequestMalformed([{ pointer, detail: problem }])
}

/** Seats, a coach or a class: exactly one of them says what an act of the railway is about. */
export function seatsOfRun(body: {
  readonly seat_numbers?: readonly string[]
  readonly coach_number?: string
  readonly travel_class?: string
}): SeatsOfRun {
  const { seat_numbers: seatNumbers, coach_number: coachNumber, travel_class: travelClass } = body
  const given: readonly SeatsOfRun[] = [
    ...(seatNumbers ? [{ kind: 'named', seatNumbers } as const] : []),
    ...(coachNumber === undefined ? [] : [{ kind: 'coach', coachNumber } as const]),
    ...(travelClass === undefined ? [] : [{ kind: 'class', travelClass } as const]),
  ]
  const [one] = given
  if (one && given.length === 1) return one
  const detail = 'must have exactly one of seat_numbers, coach_number and travel_class'
  throw new RequestMalformed([{ pointer: '', detail }])
}
