import { after, type Instant, minuteMs } from '../instant.ts'
import { arrivalAt, departureAt, type TrainRun } from '../railway/train-run.ts'
import { type Booking, type BookingSeat, seatNow } from '../records/booking.ts'
import type { Ticket } from './ticket-code.ts'

/** A ticket is shown at the door before departure, and still on a train that is very late. */
const earlyMs = 12 * 60 * minuteMs
const lateMs = 24 * 60 * minuteMs

/** The ticket of a booking as it is now; undefined if none of its seats is left. */
export function ticketOf(
  booking: Booking,
  run: TrainRun,
  { keyId, hasInitials }: { readonly keyId: number; readonly hasInitials: boolean },
): Ticket | undefined {
  const seats = booking.seats.filter(({ cancellationId }) => cancellationId === null)
  if (seats.length === 0) return undefined
  const { segment, locator, trainRunId } = booking
  return {
    ...{ keyId, trainRunId, locator, segment, issue: issueOf(booking.seats) },
    validFrom: wholeMinute(after(departureAt(run, segment.fromLeg), -earlyMs)),
    validUntil: wholeMinute(after(arrivalAt(run, segment.toLeg), lateMs)),
    seatIds: seats.map(seatNow),
    initials: hasInitials ? seats.map(({ passengerName }) => initialsOf(passengerName)) : [],
  }
}

/** Each cancellation, and each move to another seat, makes the code of before worthless. */
function issueOf(seats: readonly BookingSeat[]): number {
  const cancellations = new Set(seats.flatMap(({ cancellationId }) => cancellationId ?? [])).size
  return cancellations + seats.reduce((sum, { moveCount }) => sum + moveCount, 0)
}

function wholeMinute(moment: Instant): Instant {
  return (Math.floor(moment / minuteMs) * minuteMs) as Instant
}

/** The first letters of the first and the last word of a name, as far as they fit into four bytes. */
function initialsOf(name: string | null): string {
  const words = (name ?? '').trim().split(/\s+/u).filter(Boolean)
  const letters = [words.at(0), words.length > 1 ? words.at(-1) : undefined].map(
    (word) => /^\p{L}/u.exec(word ?? '')?.[0].toUpperCase() ?? '',
  )
  const [first = '', last = ''] = letters
  const size = (text: string) => new TextEncoder().encode(text).length
  return size(first + last) <= 4 ? first + last : size(first) <= 4 ? first : ''
}
