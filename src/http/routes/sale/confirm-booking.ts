import { shown } from '../../../app/after-sale/find-booking.ts'
import { book } from '../../../app/sale/book.ts'
import { defineOperation } from '../../operation.ts'
import { Booking, BookingRequest } from '../../schemas/bookings.ts'
import { RefTo } from '../../schemas/common.ts'
import { soldBookingView } from '../../views/booking.ts'
import { purchaseOf } from './purchase-of.ts'

export const confirmBooking = defineOperation({
  name: 'confirmBooking',
  method: 'POST',
  path: '/api/bookings',
  access: 'owner',
  idempotency: 'key',
  lane: 'confirm',
  tag: 'Bookings',
  summary: 'Pay for a hold and book it',
  description:
    'The hold is pinned while its payment runs. Then seats, booking and payment change in one ' +
    'transaction, or the seats are free again and nothing is charged. If the answer does not ' +
    'arrive, repeat the request with the same Idempotency-Key.',
  body: BookingRequest,
  bodyExamples: {
    one: {
      summary: 'One passenger',
      value: {
        hold_token: 'h_0000000000a_t2_8Jb0Yk3mQ1yX5sWq7rZc2A',
        passengers: [
          { seat_number: '4-32', passenger_name: 'Ada Lindqvist', passenger_age: 36, passenger_gender: 'F' },
        ],
        contact: { email: 'ada@example.org' },
        language: 'en',
        payment: { method: 'mock', token: 'tok_ok' },
      },
    },
  },
  answers: {
    201: {
      description: 'The booking as sold.',
      schema: RefTo(Booking),
      headers: [
        {
          name: 'Idempotent-Replayed',
          description: '`true` if this is the answer to an earlier request.',
        },
      ],
    },
  },
  refusals: [
    'request_in_progress',
    'hold_not_found',
    'hold_consumed',
    'hold_released',
    'hold_pinned',
    'hold_expired',
    'run_not_on_sale',
    'sale_closed',
    'passengers_do_not_match_seats',
    'payment_unavailable',
    'payment_declined',
    'payment_timed_out',
  ],
  async handle({ deps }, { caller, body, idempotencyKey }) {
    const { method, token } = body.payment
    const request = { ...purchaseOf(body), payment: { method, token } }
    const booked = await book(deps, caller, request, idempotencyKey)
    if (!booked.ok) return booked
    const { record, replayed } = booked.value
    const { record: named, run } = shown(deps, record)
    const body201 = soldBookingView(deps.store.network(), named, run)
    return replayed
      ? { status: 201, body: body201, headers: { 'idempotent-replayed': 'true' } }
      : { status: 201, body: body201 }
  },
})
