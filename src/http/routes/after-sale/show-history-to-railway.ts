import { bookingHistory } from '../../../app/after-sale/booking-history.ts'
import { refuse } from '../../../domain/result.ts'
import { keepNowhere } from '../../conditional.ts'
import { defineOperation } from '../../operation.ts'
import { refuseCursor } from '../../request-checks.ts'
import { defaultLimits, HistoryQuery } from '../../schemas/bookings.ts'
import { BookingParams, RefTo } from '../../schemas/common.ts'
import { DeskHistory } from '../../schemas/desk.ts'
import { deskEntryView } from '../../views/desk.ts'

export const showHistoryToRailway = defineOperation({
  name: 'showHistoryToRailway',
  method: 'GET',
  path: '/api/operator/bookings/{booking_id}/history',
  access: 'staff',
  right: 'bookings.find',
  idempotency: 'none',
  lane: 'read',
  tag: 'For the railway',
  summary: 'What happened to a booking of a passenger',
  description:
    'The audit entries of the booking, its hold and its payment, in order, one page at a time, with who of ' +
    'the railway acted and why. A payment that failed has its code in the facts.',
  params: BookingParams,
  query: HistoryQuery,
  answers: { 200: { description: 'A page of entries.', schema: RefTo(DeskHistory) } },
  refusals: ['booking_not_found'],
  async handle({ deps }, { caller, params, query }) {
    const { limit = defaultLimits.history, after } = query
    const page = { limit, of: 'any', ...(after === undefined ? {} : { after }) } as const
    const found = await bookingHistory(deps, caller, params.booking_id, page)
    if (!found.ok)
      return found.refusal.code === 'malformed_request' ? refuseCursor(found.refusal) : refuse(found.refusal)
    const { entries, next, run, commitSeq } = found.value
    return {
      status: 200,
      body: { entries: entries.map((entry) => deskEntryView(entry, run)), next, commit_seq: commitSeq },
      headers: { 'cache-control': keepNowhere },
    }
  },
})
