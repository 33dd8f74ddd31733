import { findOwnBooking } from '../../../app/after-sale/find-booking.ts'
import { keepNowhere } from '../../conditional.ts'
import { defineOperation } from '../../operation.ts'
import { Booking } from '../../schemas/bookings.ts'
import { BookingParams, RefTo } from '../../schemas/common.ts'
import { bookingView } from '../../views/booking.ts'

export const showBooking = defineOperation({
  name: 'showBooking',
  method: 'GET',
  path: '/api/bookings/{booking_id}',
  access: 'owner',
  idempotency: 'none',
  lane: 'read',
  tag: 'Bookings',
  summary: 'One booking of your own',
  description: 'After a cancellation, it shows the canceled seats, the time, and the refund.',
  params: BookingParams,
  answers: { 200: { description: 'The booking.', schema: RefTo(Booking) } },
  refusals: ['booking_not_found'],
  async handle({ deps }, { caller, params }) {
    const found = await findOwnBooking(deps, caller, params.booking_id)
    if (!found.ok) return found
    return {
      status: 200,
      body: bookingView(deps.store.network(), found.value),
      headers: { 'cache-control': keepNowhere },
    }
  },
})
