import type { Static } from 'typebox'
import type { BookingNotFound, ShownBooking } from '../../../app/after-sale/find-booking.ts'
import { paperTicket } from '../../../app/tickets/paper-ticket.ts'
import type { Reply } from '../../../domain/result.ts'
import { keepNowhere } from '../../conditional.ts'
import type { HttpDeps } from '../../http-deps.ts'
import type { PaperQuery } from '../../schemas/tickets.ts'

export const pdfType = 'application/pdf'

/** The answer of the operations that give a ticket on paper, however its booking was found. */
export async function answerTicketPdf(
  deps: HttpDeps,
  found: Reply<ShownBooking, BookingNotFound>,
  wish: Static<typeof PaperQuery>,
) {
  if (!found.ok) return found
  const drawn = await paperTicket(deps, found.value, wish)
  if (!drawn.ok) return drawn
  const headers = {
    'cache-control': keepNowhere,
    'content-type': pdfType,
    'content-disposition': `attachment; filename="${found.value.record.booking.locator}.pdf"`,
  }
  return { status: 200, body: Buffer.from(drawn.value), headers } as const
}
