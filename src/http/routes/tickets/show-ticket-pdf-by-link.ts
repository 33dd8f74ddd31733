import { findBookingByLink } from '../../../app/after-sale/find-booking.ts'
import { defineOperation } from '../../operation.ts'
import { LinkParams } from '../../schemas/bookings.ts'
import { PaperQuery, TicketPdf } from '../../schemas/tickets.ts'
import { answerTicketPdf, pdfType } from './answer-ticket-pdf.ts'

export const showTicketPdfByLink = defineOperation({
  name: 'showTicketPdfByLink',
  method: 'GET',
  path: '/api/bookings/by_link/{link_token}/ticket.pdf',
  access: 'public',
  idempotency: 'none',
  lane: 'read',
  tag: 'Tickets',
  summary: 'The ticket of a booking on paper, by its link',
  description: 'For holders of the unguessable link of a booking; no session is needed.',
  params: LinkParams,
  query: PaperQuery,
  answers: { 200: { description: 'A PDF.', schema: TicketPdf, mediaType: pdfType } },
  refusals: ['booking_not_found', 'already_cancelled'],
  async handle({ deps }, { params, query }) {
    return answerTicketPdf(deps, await findBookingByLink(deps, params.link_token), query)
  },
})
