import { findAnyBooking } from '../../../app/after-sale/find-booking.ts'
import { defineOperation } from '../../operation.ts'
import { BookingParams } from '../../schemas/common.ts'
import { PaperQuery, TicketPdf } from '../../schemas/tickets.ts'
import { answerTicketPdf, pdfType } from './answer-ticket-pdf.ts'

export const showTicketPdfToRailway = defineOperation({
  name: 'showTicketPdfToRailway',
  method: 'GET',
  path: '/api/operator/bookings/{booking_id}/ticket.pdf',
  access: 'staff',
  right: 'personal_data.read',
  idempotency: 'none',
  lane: 'read',
  tag: 'For the railway',
  summary: 'The ticket of a passenger on paper',
  description: 'To print it for the passenger; it has the names.',
  params: BookingParams,
  query: PaperQuery,
  answers: { 200: { description: 'A PDF.', schema: TicketPdf, mediaType: pdfType } },
  refusals: ['booking_not_found', 'already_cancelled'],
  async handle({ deps }, { params, query }) {
    return answerTicketPdf(deps, await findAnyBooking(deps, params.booking_id), query)
  },
})
