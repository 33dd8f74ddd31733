import { listBookings as list } from '../../../app/after-sale/list-bookings.ts'
import { keepNowhere } from '../../conditional.ts'
import { defineOperation } from '../../operation.ts'
import { refuseCursor } from '../../request-checks.ts'
import { Bookings, BookingsQuery, defaultLimits } from '../../schemas/bookings.ts'
import { bookingView } from '../../views/booking.ts'

export const listBookings = defineOperation({
  name: 'listBookings',
  method: 'GET',
  path: '/api/bookings',
  access: 'owner',
  idempotency: 'none',
  lane: 'read',
  tag: 'Bookings',
  summary: 'Your bookings',
  description: 'Newest first, one page at a time.',
  query: BookingsQuery,
  answers: { 200: { description: 'A page of bookings.', schema: Bookings } },
  refusals: [],
  async handle({ deps }, { caller, query }) {
    const { limit = defaultLimits.bookings, after } = query
    const page = await list(deps, caller, after === undefined ? { limit } : { limit, after })
    if (!page.ok) return refuseCursor(page.refusal)
    const network = deps.store.network()
    return {
      status: 200,
      body: { bookings: page.value.bookings.map((one) => bookingView(network, one)), next: page.value.next },
      headers: { 'cache-control': keepNowhere },
    }
  },
})
