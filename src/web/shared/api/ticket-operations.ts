import type { Ticket } from '../api-types.ts'
import { type ApiReply, send } from './client.ts'
import { sendAsGuest } from './session.ts'

/** Where the API has what belongs to the ticket of a booking. */
export interface TicketPlace {
  readonly load: () => Promise<ApiReply<Ticket>>
  /** The address of a file of it: `calendar.ics`. */
  readonly fileIn: (language: string) => string
}

const part = encodeURIComponent

function fileUnder(base: string) {
  return (language: string) => `${base}/calendar.ics?${new URLSearchParams({ language })}`
}

/** The ticket of a booking of this browser. */
export function ownTicket(bookingId: string): TicketPlace {
  const base = `/api/bookings/${part(bookingId)}`
  return { load: () => sendAsGuest({ path: `${base}/ticket` }), fileIn: fileUnder(base) }
}

/** The ticket of the booking that has this private link. */
export function linkedTicket(linkToken: string): TicketPlace {
  const base = `/api/bookings/by_link/${part(linkToken)}`
  return { load: () => send({ path: `${base}/ticket` }), fileIn: fileUnder(base) }
}
