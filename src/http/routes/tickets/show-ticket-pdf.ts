import { findOwnBooking } from '../../../app/after-sale/find-booking.ts'
import { defineOperation } from '../../operation.ts'
import { BookingParams } from '../../schemas/common.ts'
import { PaperQuery, TicketPdf } from '../../schemas/tickets.ts'
import { answerTicketPdf, pdfType } from './answer-ticket-pdf.ts'

export const showTicketPdf = defineOperation({
  name: 'showTicketPdf',
  method: 'GET',
  path: '/api/bookings/{booking_id}/ticket.pdf',
  access: 'owner',
  idempotency: 'none',
  lane: 'read',
  tag: 'Tickets',
  summary: 'The ticket of a booking of your own on paper',
  description:
    'A tagged PDF with the code, the seats on a plan of their coach, the price and what a cancellation ' +
    'gives back.',
  params: BookingParams,
  query: PaperQuery,
  answers: { 200: { description: 'A PDF.', schema: TicketPdf, mediaType: pdfType } },
  refusals: ['booking_not_found', 'already_cancelled'],
  async handle({ deps }, { caller, params, query }) {
    return answerTicketPdf(deps, await findOwnBooking(deps, caller, params.booking_id), query)
  },
})
