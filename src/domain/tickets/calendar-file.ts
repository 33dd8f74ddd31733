import type { Instant } from '../instant.ts'
import type { Language } from '../language.ts'
import { ticketWords } from './texts.ts'

/** A journey as it stands in a calendar. */
export interface CalendarJourney {
  readonly locator: string
  readonly trainRunId: number
  readonly trainNumber: string
  readonly fromName: string
  readonly toName: string
  readonly departure: Instant
  readonly arrival: Instant
  /** The seats that are left; none if the booking is canceled. */
  readonly seats: readonly { readonly coachNumber: string; readonly label: string }[]
  readonly bookedAt: Instant
}

/**
 * A journey as a calendar file (RFC 5545), as of `now`. Times are in UTC, which every calendar shows at the
 * clock of its own place. A later file replaces an earlier one of the same booking, and one of a canceled
 * booking takes it out of the calendar (RFC 5546 section 3.2.5).
 */
export function calendarFile(journey: CalendarJourney, language: Language, now: Instant): string {
  const { locator, trainNumber, fromName, toName, seats } = journey
  const words = ticketWords[language]
  const isCancelled = seats.length === 0
  const places = seats.map(({ coachNumber, label }) => words.seat(coachNumber, label))
  const lines = [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//Holdfast//Tickets//EN',
    `METHOD:${isCancelled ? 'CANCEL' : 'PUBLISH'}`,
    'BEGIN:VEVENT',
    `UID:${locator}.${journey.trainRunId}@holdfast`,
    // Grows with time, so that the order of two files is known without a count of the changes between them.
    `SEQUENCE:${Math.max(0, Math.floor((now - journey.bookedAt) / 1000))}`,
    `DTSTAMP:${stamp(now)}`,
    `DTSTART:${stamp(journey.departure)}`,
    `DTEND:${stamp(journey.arrival)}`,
    `STATUS:${isCancelled ? 'CANCELLED' : 'CONFIRMED'}`,
    `SUMMARY:${escaped(words.train(trainNumber, fromName, toName))}`,
    `LOCATION:${escaped(fromName)}`,
    `DESCRIPTION:${escaped([...places, words.booking(locator)].join('\n'))}`,
    'END:VEVENT',
    'END:VCALENDAR',
  ]
  return lines.map((line) => `${folded(line)}\r\n`).join('')
}

/** `20270328T071400Z` */
function stamp(at: Instant): string {
  const text = Temporal.Instant.fromEpochMilliseconds(at).toString({ smallestUnit: 'second' })
  return text.replaceAll(/[-:]/g, '')
}

/** RFC 5545 section 3.3.11. */
function escaped(text: string): string {
  return text.replaceAll(/[\\;,]/g, (sign) => `\\${sign}`).replaceAll('\n', '\\n')
}

/** At most 75 bytes in a line, without cutting a character (RFC 5545 section 3.1). */
function folded(line: string): string {
  const encoder = new TextEncoder()
  let text = ''
  let bytes = 0
  for (const letter of line) {
    const size = encoder.encode(letter).length
    if (bytes + size > 75) {
      text += '\r\n '
      bytes = 1
    }
    text += letter
    bytes += size
  }
  return text
}
