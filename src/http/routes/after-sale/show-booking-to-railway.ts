import { findAnyBooking } from '../../../app/after-sale/find-booking.ts'
import { keepNowhere } from '../../conditional.ts'
import { rightsOf } from '../../key-gate.ts'
import { defineOperation } from '../../operation.ts'
import { BookingParams, RefTo } from '../../schemas/common.ts'
import { DeskBooking } from '../../schemas/desk.ts'
import { bookingView } from '../../views/booking.ts'
import { deskBookingView } from '../../views/desk.ts'

export const showBookingToRailway = defineOperation({
  name: 'showBookingToRailway',
  method: 'GET',
  path: '/api/operator/bookings/{booking_id}',
  access: 'staff',
  right: 'bookings.find',
  idempotency: 'none',
  lane: 'read',
  tag: 'For the railway',
  summary: 'A booking of a passenger',
  description: 'As the railway sees it. Names and contact are masked without the right `personal_data.read`.',
  params: BookingParams,
  answers: { 200: { description: 'The booking.', schema: RefTo(DeskBooking) } },
  refusals: ['booking_not_found'],
  async handle({ deps }, { caller, params }) {
    const found = await findAnyBooking(deps, params.booking_id)
    if (!found.ok) return found
    return {
      status: 200,
      body: deskBookingView(bookingView(deps.store.network(), found.value), found.value, rightsOf(caller)),
      headers: { 'cache-control': keepNowhere },
    }
  },
})
