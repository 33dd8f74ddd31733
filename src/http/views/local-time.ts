import type { Instant } from '../../domain/instant.ts'

/** A period in which a zone has one offset. */
interface Stretch {
  readonly from: number
  readonly until: number
  readonly offsetMs: number
  /** As RFC 3339 writes it, `+02:00`. */
  readonly text: string
}

/**
 * Temporal knows the offsets, but each lookup costs microseconds; zones change theirs at most twice a year.
 */
const stretchesByZone = new Map<string, Stretch[]>()

/** RFC 3339 in the local time of a zone, to the second, as a clock on the platform shows it. */
export function localTime(at: Instant, timeZone: string): string {
  const { offsetMs, text } = stretchOf(at, timeZone)
  return new Date(at + offsetMs).toISOString().slice(0, 19) + text
}

/**
 * The texts of recent seconds, by their last eight bits: an answer has several times, and most of them are
 * now.
 */
const secondTexts = Array.from({ length: 256 }, () => ({ second: Number.NaN, text: '' }))

/** RFC 3339 in UTC, to the millisecond. */
export function utcTime(at: Instant): string {
  const second = Math.floor(at / 1000)
  const known = secondTexts[second & 255]
  if (!known) return new Date(at).toISOString()
  if (known.second !== second) {
    known.second = second
    known.text = new Date(second * 1000).toISOString().slice(0, 20)
  }
  const milliseconds = at - second * 1000
  return `${known.text}${milliseconds < 10 ? '00' : milliseconds < 100 ? '0' : ''}${milliseconds}Z`
}

function stretchOf(at: Instant, timeZone: string): Stretch {
  let stretches = stretchesByZone.get(timeZone)
  if (!stretches) {
    stretches = []
    stretchesByZone.set(timeZone, stretches)
  }
  for (const stretch of stretches) if (stretch.from <= at && at < stretch.until) return stretch
  const made = makeStretch(at, timeZone)
  stretches.unshift(made)
  return made
}

function makeStretch(at: Instant, timeZone: string): Stretch {
  const moment = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(timeZone)
  // A transition exactly at `at` is not before it, so the search starts a millisecond later.
  const before = moment.add({ milliseconds: 1 }).getTimeZoneTransition('previous')
  const next = moment.getTimeZoneTransition('next')
  return {
    from: before?.epochMilliseconds ?? -Infinity,
    until: next?.epochMilliseconds ?? Infinity,
    offsetMs: moment.offsetNanoseconds / 1_000_000,
    text: moment.offset.slice(0, 6),
  }
}
