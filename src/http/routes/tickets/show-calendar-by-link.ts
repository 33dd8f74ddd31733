import { findBookingByLink } from '../../../app/after-sale/find-booking.ts'
import { defineOperation } from '../../operation.ts'
import { LinkParams } from '../../schemas/bookings.ts'
import { CalendarFile, TicketQuery } from '../../schemas/tickets.ts'
import { answerCalendar, calendarType } from './answer-calendar.ts'

export const showCalendarByLink = defineOperation({
  name: 'showCalendarByLink',
  method: 'GET',
  path: '/api/bookings/by_link/{link_token}/calendar.ics',
  access: 'public',
  idempotency: 'none',
  lane: 'read',
  tag: 'Tickets',
  summary: 'The journey of a booking for a calendar, by its link',
  description: 'For holders of the unguessable link of a booking; no session is needed.',
  params: LinkParams,
  query: TicketQuery,
  answers: { 200: { description: 'iCalendar (RFC 5545).', schema: CalendarFile, mediaType: calendarType } },
  refusals: ['booking_not_found'],
  async handle({ deps }, { params, query }) {
    return answerCalendar(deps, await findBookingByLink(deps, params.link_token), query.language)
  },
})
