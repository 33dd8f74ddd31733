import { listBookings as list } from '../../app/list-bookings.ts'
import { keepNowhere } from '../conditional.ts'
import { defineOperation } from '../operation.ts'
import { Bookings, BookingsQuery } from '../schemas/bookings.ts'
import { RequestMalformed } from '../validation.ts'
import { bookingView } from '../views/booking.ts'

const defaultLimit = 20

export const listBookings = defineOperation({
  name: 'listBookings',
  method: 'GET',
  path: '/api/bookings',
  access: 'owner',
  idempotency: 'none',
  lane: 'read',
  tag: 'Bookings',
  summary: 'Your bookings',
  description: 'Newest first, a page at a time.',
  query: BookingsQuery,
  answers: { 200: { description: 'A page of bookings.', schema: Bookings } },
  refusals: [],
  async handle({ deps }, { caller, query }) {
    const { limit = defaultLimit, after } = query
    const page = await list(deps, caller, after === undefined ? { limit } : { limit, after })
    if (!page.ok)
      throw new RequestMalformed([{ pointer: page.refusal.pointer, detail: page.refusal.problem }])
    const network = deps.store.network()
    return {
      status: 200,
      body: { bookings: page.value.bookings.map((one) => bookingView(network, one)), next: page.value.next },
      headers: { 'cache-control': keepNowhere },
    }
  },
})
