import { findBookingByLink } from '../../../app/after-sale/find-booking.ts'
import { keepNowhere } from '../../conditional.ts'
import { defineOperation } from '../../operation.ts'
import { Booking, LinkParams } from '../../schemas/bookings.ts'
import { RefTo } from '../../schemas/common.ts'
import { bookingView } from '../../views/booking.ts'

export const showBookingByLink = defineOperation({
  name: 'showBookingByLink',
  method: 'GET',
  path: '/api/bookings/by_link/{link_token}',
  access: 'public',
  idempotency: 'none',
  lane: 'read',
  tag: 'Bookings',
  summary: 'A booking by its link',
  description: 'For holders of the unguessable link of a booking; no session is needed.',
  params: LinkParams,
  answers: { 200: { description: 'The booking.', schema: RefTo(Booking) } },
  refusals: ['booking_not_found'],
  async handle({ deps }, { params }) {
    const found = await findBookingByLink(deps, params.link_token)
    if (!found.ok) return found
    return {
      status: 200,
      body: bookingView(deps.store.network(), found.value),
      headers: { 'cache-control': keepNowhere },
    }
  },
})
