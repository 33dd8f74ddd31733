import { correctName as correct } from '../../../app/after-sale/correct-name.ts'
import { keepNowhere } from '../../conditional.ts'
import { actOf, rightsOf } from '../../key-gate.ts'
import { defineOperation } from '../../operation.ts'
import { BookingParams, RefTo } from '../../schemas/common.ts'
import { DeskBooking, NameCorrection } from '../../schemas/desk.ts'
import { bookingView } from '../../views/booking.ts'
import { deskBookingView } from '../../views/desk.ts'

export const correctName = defineOperation({
  name: 'correctName',
  method: 'POST',
  path: '/api/operator/bookings/{booking_id}/name_corrections',
  access: 'staff',
  right: 'bookings.change',
  idempotency: 'none',
  lane: 'confirm',
  tag: 'For the railway',
  summary: 'Correct the name of a passenger',
  description:
    'The booking is found by the new name from then on. A repeat changes nothing. The entry in the audit ' +
    'trail has the seat, who did it and why, and no name.',
  params: BookingParams,
  body: NameCorrection,
  answers: { 200: { description: 'The booking.', schema: RefTo(DeskBooking) } },
  refusals: ['booking_not_found', 'personal_data_erased', 'seat_not_on_run', 'seat_has_no_passenger'],
  async handle({ deps }, { caller, params, body }) {
    const done = await correct(deps, {
      ...{ locator: params.booking_id, seatNumber: body.seat_number, passengerName: body.passenger_name },
      by: { ...actOf(caller), reason: body.reason },
    })
    if (!done.ok) return done
    const view = bookingView(deps.store.network(), done.value)
    return {
      status: 200,
      body: deskBookingView(view, done.value, rightsOf(caller)),
      headers: { 'cache-control': keepNowhere },
    }
  },
})
