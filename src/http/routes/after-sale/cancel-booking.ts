import { cancelBooking as cancel } from '../../../app/after-sale/cancel-booking.ts'
import { defineOperation } from '../../operation.ts'
import { Booking, CancellationRequest } from '../../schemas/bookings.ts'
import { BookingParams, RefTo } from '../../schemas/common.ts'
import { cancelledBookingView } from '../../views/booking.ts'

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
    'Cancels the seats of a quote at its price. They are on sale again at once, and the refund ' +
    'follows. The booking stays CONFIRMED while it has seats left.',
  params: BookingParams,
  body: CancellationRequest,
  answers: {
    201: {
      description: 'The booking after this cancellation.',
      schema: RefTo(Booking),
      headers: [
        {
          name: 'Idempotent-Replayed',
          description: '`true` if this is the answer to an earlier request.',
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
