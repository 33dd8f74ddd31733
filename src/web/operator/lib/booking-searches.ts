import type { FoundBooking, SearchBookingsBody } from '../../shared/api-types.ts'

/** What somebody knows of a booking; empty where nothing is known. */
export interface BookingWish {
  /** A record locator, an e-mail address, a telephone number, or words of a name. */
  readonly text: string
  readonly trainNumber: string
  readonly date: string
  readonly seatNumber: string
  readonly runId: string
}

/** Letters and digits that a record locator can have. */
const locator = /^[0-9A-HJKMNP-TV-Z]{8}$/i
const phone = /^[+\d][\d\s()/.-]{4,}$/

/**
 * The searches for it, whose findings are put together: eight letters can be a locator or a name. None if too
 * little is known.
 */
export function searchesOf(wish: BookingWish): readonly SearchBookingsBody[] {
  const text = wish.text.trim()
  if (text !== '') return textSearches(text)
  const seat = wish.seatNumber === '' ? {} : { seat_number: wish.seatNumber }
  if (wish.runId !== '') return [{ train_run_id: wish.runId, ...seat }]
  if (wish.trainNumber === '' || wish.date === '') return []
  return [{ train_number: wish.trainNumber, service_date: wish.date }]
}

function textSearches(text: string): readonly SearchBookingsBody[] {
  if (text.includes('@')) return [{ email: text }]
  const isPhone = phone.test(text)
  return [
    ...(locator.test(text) ? [{ booking_id: text.toUpperCase() }] : []),
    ...(isPhone ? [{ phone: text }] : []),
    ...(!isPhone && !(locator.test(text) && /\d/.test(text)) ? [{ passenger_name: text }] : []),
  ]
}

/** Of what was found, each booking once, and only those that have everything that is known. */
export function fitting(found: readonly FoundBooking[], wish: BookingWish): readonly FoundBooking[] {
  const byId = new Map(found.map((one) => [one.booking_id, one]))
  const isLike = (text: string, wanted: string) =>
    wanted === '' || text.toLowerCase() === wanted.toLowerCase()
  const hasText = wish.text.trim() !== ''
  return [...byId.values()].filter(
    (one) =>
      isLike(one.train_number, wish.trainNumber) &&
      (wish.seatNumber === '' || wish.runId !== '' || one.seat_numbers.includes(wish.seatNumber)) &&
      // A date alone is no wish: the form starts with today's.
      (!hasText || wish.trainNumber === '' || isLike(one.journey_date, wish.date)),
  )
}
