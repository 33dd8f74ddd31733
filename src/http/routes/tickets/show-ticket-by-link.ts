import { findBookingByLink } from '../../../app/after-sale/find-booking.ts'
import { defineOperation } from '../../operation.ts'
import { LinkParams } from '../../schemas/bookings.ts'
import { RefTo } from '../../schemas/common.ts'
import { Ticket } from '../../schemas/tickets.ts'
import { answerTicket } from './answer-ticket.ts'

export const showTicketByLink = defineOperation({
  name: 'showTicketByLink',
  method: 'GET',
  path: '/api/bookings/by_link/{link_token}/ticket',
  access: 'public',
  idempotency: 'none',
  lane: 'read',
  tag: 'Tickets',
  summary: 'The ticket of a booking by its link',
  description: 'For holders of the unguessable link of a booking; no session is needed.',
  params: LinkParams,
  answers: { 200: { description: 'The ticket.', schema: RefTo(Ticket) } },
  refusals: ['booking_not_found', 'already_cancelled'],
  async handle({ deps }, { params }) {
    return answerTicket(deps, await findBookingByLink(deps, params.link_token))
  },
})
