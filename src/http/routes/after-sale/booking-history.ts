import { bookingHistory as history } from '../../../app/after-sale/booking-history.ts'
import { refuse } from '../../../domain/result.ts'
import { keepNowhere } from '../../conditional.ts'
import { defineOperation } from '../../operation.ts'
import { refuseCursor } from '../../request-checks.ts'
import { defaultLimits, History, HistoryQuery } from '../../schemas/bookings.ts'
import { BookingParams, RefTo } from '../../schemas/common.ts'
import { historyEntryView } from '../../views/history.ts'

export const bookingHistory = defineOperation({
  name: 'bookingHistory',
  method: 'GET',
  path: '/api/bookings/{booking_id}/history',
  access: 'owner',
  idempotency: 'none',
  lane: 'read',
  tag: 'Bookings',
  summary: 'What happened to a booking',
  description: 'The audit entries of the booking, its hold and its payment, in order, one page at a time.',
  params: BookingParams,
  query: HistoryQuery,
  answers: { 200: { description: 'A page of entries.', schema: RefTo(History) } },
  refusals: ['booking_not_found'],
  async handle({ deps }, { caller, params, query }) {
    const { limit = defaultLimits.history, after } = query
    const page = after === undefined ? { limit } : { limit, after }
    const found = await history(deps, caller, params.booking_id, page)
    if (!found.ok)
      return found.refusal.code === 'malformed_request' ? refuseCursor(found.refusal) : refuse(found.refusal)
    const { entries, next, run, commitSeq } = found.value
    return {
      status: 200,
      body: { entries: entries.map((entry) => historyEntryView(entry, run)), next, commit_seq: commitSeq },
      headers: { 'cache-control': keepNowhere },
    }
  },
})
