import { Type } from 'typebox'
import { cancelBooking as cancel } from '../../app/cancel-booking.ts'
import { defineOperation } from '../operation.ts'
import { CancellationRequest } from '../schemas/bookings.ts'
import { BookingParams } from '../schemas/common.ts'
import { cancelledBookingView } from '../views/booking.ts'

export const cancelBooking = defineOperation({
  name: 'cancelBooking',
  method: 'POST',
  path: '/api/bookings/{booking_id}/cancellations',
  access: 'owner',
  idempotency: 'key',
  lane: 'confirm',
  tag: 'Cancellation',
  summary: 'Cancel seats of a booking',
  description:
    'Gives up the seats of a quote at its price. They are on sale again at once and the refund follows. The booking stays CONFIRMED while seats are left in it.',
  params: BookingParams,
  body: CancellationRequest,
  answers: {
    201: {
      description: 'The booking after this cancellation.',
      schema: Type.Ref('Booking'),
      headers: [
        {
          name: 'Idempotent-Replayed',
          description: '`true` where this is the answer of an earlier request.',
        },
      ],
    },
  },
  refusals: ['booking_not_found', 'quote_not_found', 'quote_expired', 'already_cancelled'],
  async handle({ deps }, { caller, params, body, idempotencyKey }) {
    const cancelled = await cancel(deps, caller, params.booking_id, body.quote_id, idempotencyKey)
    if (!cancelled.ok) return cancelled
    const { record, run, cancellation, replayed } = cancelled.value
    return {
      status: 201,
      body: cancelledBookingView(deps.store.network(), record, run, cancellation),
      ...(replayed ? { headers: { 'idempotent-replayed': 'true' } } : {}),
    }
  },
})
