import type { BookingNotFound, ShownBooking } from '../../../app/after-sale/find-booking.ts'
import { issueTicket } from '../../../app/tickets/issue-ticket.ts'
import type { Reply } from '../../../domain/result.ts'
import { keepNowhere } from '../../conditional.ts'
import type { HttpDeps } from '../../http-deps.ts'
import { ticketView } from '../../views/ticket.ts'

/** The answer of the operations that show a ticket, however its booking was found. */
export async function answerTicket(deps: HttpDeps, found: Reply<ShownBooking, BookingNotFound>) {
  if (!found.ok) return found
  const issued = issueTicket(deps, found.value)
  if (!issued.ok) return issued
  const body = ticketView(found.value, issued.value, await deps.drawings.symbol(issued.value.code))
  return { status: 200, body, headers: { 'cache-control': keepNowhere } } as const
}
