import { bookingHistory as history } from '../../app/booking-history.ts'
import { keepNowhere } from '../conditional.ts'
import { defineOperation } from '../operation.ts'
import { History } from '../schemas/bookings.ts'
import { BookingParams } from '../schemas/common.ts'
import { utcTime } from '../views/local-time.ts'

export const bookingHistory = defineOperation({
  name: 'bookingHistory',
  method: 'GET',
  path: '/api/bookings/{booking_id}/history',
  access: 'owner',
  idempotency: 'none',
  lane: 'read',
  tag: 'Bookings',
  summary: 'What happened to a booking',
  description: 'The audit entries of the booking, of its hold and its payment, in order.',
  params: BookingParams,
  answers: { 200: { description: 'The entries.', schema: History } },
  refusals: ['booking_not_found'],
  async handle({ deps }, { caller, params }) {
    const found = await history(deps, caller, params.booking_id)
    if (!found.ok) return found
    const entries = found.value.entries.map(({ at, action, facts }) => ({ at: utcTime(at), action, facts }))
    return {
      status: 200,
      body: { entries, commit_seq: found.value.commitSeq },
      headers: { 'cache-control': keepNowhere },
    }
  },
})
