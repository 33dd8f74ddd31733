import { findOwnBooking } from '../../../app/after-sale/find-booking.ts'
import { defineOperation } from '../../operation.ts'
import { BookingParams } from '../../schemas/common.ts'
import { CalendarFile, TicketQuery } from '../../schemas/tickets.ts'
import { answerCalendar, calendarType } from './answer-calendar.ts'

export const showCalendar = defineOperation({
  name: 'showCalendar',
  method: 'GET',
  path: '/api/bookings/{booking_id}/calendar.ics',
  access: 'owner',
  idempotency: 'none',
  lane: 'read',
  tag: 'Tickets',
  summary: 'The journey of a booking of your own for a calendar',
  description:
    'As it is now, with times in UTC. A later file replaces an earlier one in the calendar, and that of a ' +
    'canceled booking removes it.',
  params: BookingParams,
  query: TicketQuery,
  answers: { 200: { description: 'iCalendar (RFC 5545).', schema: CalendarFile, mediaType: calendarType } },
  refusals: ['booking_not_found'],
  async handle({ deps }, { caller, params, query }) {
    return answerCalendar(deps, await findOwnBooking(deps, caller, params.booking_id), query.language)
  },
})
