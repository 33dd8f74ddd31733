import { enterCode } from '../../../app/after-sale/enter-code.ts'
import { keepNowhere } from '../../conditional.ts'
import { defineOperation } from '../../operation.ts'
import { GrantRequest } from '../../schemas/access.ts'
import { Booking } from '../../schemas/bookings.ts'
import { BookingParams, RefTo } from '../../schemas/common.ts'
import { bookingView } from '../../views/booking.ts'

export const grantBooking = defineOperation({
  name: 'grantBooking',
  method: 'POST',
  path: '/api/bookings/{booking_id}/grants',
  access: 'caller',
  idempotency: 'none',
  lane: 'hold',
  budget: 'codes',
  tag: 'Finding a booking',
  summary: 'Enter the code of a booking',
  description:
    'With the code that this session was sent last, the session has the booking as if it had made it. ' +
    'A code works once; sending the same request again has the same answer.',
  params: BookingParams,
  body: GrantRequest,
  answers: { 201: { description: 'The booking.', schema: RefTo(Booking) } },
  refusals: ['code_not_accepted', 'outcome_unknown'],
  async handle({ deps }, { caller, params, body }) {
    const found = await enterCode(deps, caller, params.booking_id, body.code)
    if (!found.ok) return found
    return {
      status: 201,
      body: bookingView(deps.store.network(), found.value),
      headers: { 'cache-control': keepNowhere },
    }
  },
})
