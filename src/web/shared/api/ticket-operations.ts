import type { Ticket } from '../api-types.ts'
import { type ApiReply, send } from './client.ts'
import { sendAsGuest } from './session.ts'

/** Where the API has what belongs to the ticket of a booking. */
export interface TicketPlace {
  readonly load: () => Promise<ApiReply<Ticket>>
  /** The address of its file for a calendar. */
  readonly calendarIn: (language: string) => string
  /** The address of it as a PDF, for a printer or for a narrow screen. */
  readonly pdfIn: (language: string, paper: 'a4' | 'phone') => string
}

const part = encodeURIComponent

function filesUnder(base: string): Omit<TicketPlace, 'load'> {
  return {
    calendarIn: (language) => `${base}/calendar.ics?${new URLSearchParams({ language })}`,
    pdfIn: (language, paper) => `${base}/ticket.pdf?${new URLSearchParams({ language, paper })}`,
  }
}

/** The ticket of a booking of this browser. */
export function ownTicket(bookingId: string): TicketPlace {
  const base = `/api/bookings/${part(bookingId)}`
  return { load: () => sendAsGuest({ path: `${base}/ticket` }), ...filesUnder(base) }
}

/** The ticket of the booking that has this private link. */
export function linkedTicket(linkToken: string): TicketPlace {
  const base = `/api/bookings/by_link/${part(linkToken)}`
  return { load: () => send({ path: `${base}/ticket` }), ...filesUnder(base) }
}
