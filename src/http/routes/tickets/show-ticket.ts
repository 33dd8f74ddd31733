import { findOwnBooking } from '../../../app/after-sale/find-booking.ts'
import { defineOperation } from '../../operation.ts'
import { BookingParams, RefTo } from '../../schemas/common.ts'
import { Ticket } from '../../schemas/tickets.ts'
import { answerTicket } from './answer-ticket.ts'

export const showTicket = defineOperation({
  name: 'showTicket',
  method: 'GET',
  path: '/api/bookings/{booking_id}/ticket',
  access: 'owner',
  idempotency: 'none',
  lane: 'read',
  tag: 'Tickets',
  summary: 'The ticket of a booking of your own',
  description: 'The signed code that is checked on the train, as the booking is now.',
  params: BookingParams,
  answers: { 200: { description: 'The ticket.', schema: RefTo(Ticket) } },
  refusals: ['booking_not_found', 'already_cancelled'],
  async handle({ deps }, { caller, params }) {
    return answerTicket(deps, await findOwnBooking(deps, caller, params.booking_id))
  },
})
