import type { Static } from 'typebox'
import {
  type BookingSearch as Search,
  searchBookings as search,
} from '../../../app/after-sale/search-bookings.ts'
import { keepNowhere } from '../../conditional.ts'
import { rightsOf } from '../../key-gate.ts'
import { defineOperation } from '../../operation.ts'
import { checkDate } from '../../request-checks.ts'
import { RefTo } from '../../schemas/common.ts'
import { BookingSearch, FoundBookings } from '../../schemas/desk.ts'
import { RequestMalformed } from '../../validation.ts'
import { foundBookingView } from '../../views/desk.ts'

export const searchBookings = defineOperation({
  name: 'searchBookings',
  method: 'POST',
  path: '/api/operator/booking_searches',
  access: 'staff',
  right: 'bookings.find',
  idempotency: 'none',
  lane: 'read',
  tag: 'For the railway',
  summary: 'Find bookings of passengers',
  description:
    'By record locator; by e-mail address, telephone and words of names; by run (and seat); or by train ' +
    'number and day. What is searched for is in the body, so that no log of addresses has it. Changes ' +
    'nothing.',
  body: BookingSearch,
  answers: { 200: { description: 'What was found.', schema: RefTo(FoundBookings) } },
  refusals: [],
  async handle({ deps }, { caller, body }) {
    const found = await search(deps, searchOf(body))
    return {
      status: 200,
      body: {
        bookings: found.bookings.map((one) => foundBookingView(one, rightsOf(caller))),
        has_more: found.hasMore,
      },
      headers: { 'cache-control': keepNowhere },
    }
  },
})

/** Exactly one way to search. */
function searchOf(body: Static<typeof BookingSearch>): Search {
  const { booking_id: locator, train_run_id: trainRunId, seat_number: seatNumber } = body
  const { email, phone, passenger_name: name } = body
  const person = {
    ...(email === undefined ? {} : { email }),
    ...(phone === undefined ? {} : { phone }),
    ...(name === undefined ? {} : { name }),
  }
  const { train_number: trainNumber, service_date: serviceDate } = body
  const ways: readonly Search[] = [
    ...(locator === undefined ? [] : [{ by: 'locator', locator } as const]),
    ...(Object.keys(person).length === 0 ? [] : [{ by: 'person', ...person } as const]),
    ...(trainRunId === undefined
      ? []
      : [{ by: 'run', trainRunId, ...(seatNumber === undefined ? {} : { seatNumber }) } as const]),
    ...(trainNumber === undefined || serviceDate === undefined
      ? []
      : [{ by: 'train', trainNumber, serviceDate: checkDate(serviceDate, 'service_date') } as const]),
  ]
  const [one] = ways
  const isHalf = (trainNumber !== undefined) !== (serviceDate !== undefined)
  const isLost = seatNumber !== undefined && trainRunId === undefined
  if (one && ways.length === 1 && !isHalf && !isLost) return one
  const detail =
    'must have exactly one of: booking_id; email, phone or passenger_name, or several of these; ' +
    'train_run_id, perhaps with seat_number; train_number with service_date'
  throw new RequestMalformed([{ pointer: '', detail }])
}
