import { cancelBooking } from '../../../app/after-sale/cancel-booking.ts'
import type { BookingForRailway } from '../../../app/after-sale/find-booking.ts'
import type { Cancellation } from '../../../domain/records/booking.ts'
import { actOf, rightsOf } from '../../key-gate.ts'
import { defineOperation } from '../../operation.ts'
import { BookingParams, RefTo } from '../../schemas/common.ts'
import { DeskBooking, DeskCancellationRequest } from '../../schemas/desk.ts'
import { cancelledBookingView } from '../../views/booking.ts'
import { deskBookingView } from '../../views/desk.ts'

export const cancelForPassenger = defineOperation({
  name: 'cancelForPassenger',
  method: 'POST',
  path: '/api/operator/bookings/{booking_id}/cancellations',
  access: 'staff',
  right: 'bookings.cancel',
  idempotency: 'key',
  lane: 'confirm',
  tag: 'For the railway',
  summary: 'Cancel seats of a booking of a passenger',
  description:
    'Cancels the seats of a quote that the same caller made. They are on sale again at once, and the ' +
    'refund follows. The entry in the audit trail has who did it, and why.',
  params: BookingParams,
  body: DeskCancellationRequest,
  answers: { 201: { description: 'The booking after this cancellation.', schema: RefTo(DeskBooking) } },
  refusals: ['booking_not_found', 'quote_not_found', 'quote_expired', 'already_cancelled'],
  async handle({ deps }, { caller, params, body, idempotencyKey }) {
    const by = { ...actOf(caller), reason: body.reason }
    const done = await cancelBooking(deps, caller, params.booking_id, body.quote_id, idempotencyKey, by)
    if (!done.ok) return done
    const { run, cancellation, contact, notes, replayed } = done.value
    const record = recordUntil(done.value.record, cancellation)
    const view = cancelledBookingView(deps.store.network(), record, run, cancellation)
    return {
      status: 201,
      body: deskBookingView(view, { record, contact, notes }, rightsOf(caller)),
      ...(replayed ? { headers: { 'idempotent-replayed': 'true' } } : {}),
    }
  },
})

/** The booking with its cancellations up to one of them: a repeat has the answer of the first request. */
function recordUntil(record: BookingForRailway['record'], { id }: Cancellation): typeof record {
  const end = record.cancellations.findIndex((one) => one.id === id) + 1
  return { ...record, cancellations: record.cancellations.slice(0, end) }
}
