import { Type } from 'typebox'
import { bookingHistory as history } from '../../app/booking-history.ts'
import { keepNowhere } from '../conditional.ts'
import { defineOperation } from '../operation.ts'
import { BookingParams } from '../schemas/common.ts'
import { historyEntryView } from '../views/history.ts'

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
  answers: { 200: { description: 'The entries.', schema: Type.Ref('History') } },
  refusals: ['booking_not_found'],
  async handle({ deps }, { caller, params }) {
    const found = await history(deps, caller, params.booking_id)
    if (!found.ok) return found
    const entries = found.value.entries.map((entry) => historyEntryView(entry, found.value.run))
    return {
      status: 200,
      body: { entries, commit_seq: found.value.commitSeq },
      headers: { 'cache-control': keepNowhere },
    }
  },
})
