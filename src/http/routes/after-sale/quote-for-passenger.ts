import { quoteCancellation } from '../../../app/after-sale/quote-cancellation.ts'
import { refuse } from '../../../domain/result.ts'
import { actOf, rightsOf } from '../../key-gate.ts'
import { defineOperation } from '../../operation.ts'
import { Quote } from '../../schemas/bookings.ts'
import { BookingParams, RefTo } from '../../schemas/common.ts'
import { DeskQuoteRequest } from '../../schemas/desk.ts'
import { quoteView } from '../../views/quote.ts'

export const quoteForPassenger = defineOperation({
  name: 'quoteForPassenger',
  method: 'POST',
  path: '/api/operator/bookings/{booking_id}/cancellation_quotes',
  access: 'staff',
  right: 'bookings.cancel',
  idempotency: 'none',
  lane: 'confirm',
  tag: 'For the railway',
  summary: 'What canceling a booking of a passenger would give back',
  description:
    'By the refund rule, as for the passenger, or in full. Nothing is canceled; the caller uses the quote ' +
    'with `POST .../cancellations`.',
  params: BookingParams,
  body: DeskQuoteRequest,
  answers: { 201: { description: 'The quote.', schema: RefTo(Quote) } },
  refusals: ['booking_not_found', 'already_cancelled', 'seat_not_on_run', 'duplicate_seats'],
  async handle({ deps }, { caller, params, body }) {
    if (body.terms === 'IN_FULL' && !rightsOf(caller).has('money.forgive_fees'))
      return refuse({ code: 'forbidden', reason: 'right_missing', right: 'money.forgive_fees' })
    const act = { by: { ...actOf(caller), reason: body.reason }, terms: body.terms }
    const quoted = await quoteCancellation(deps, caller, params.booking_id, body.seat_numbers ?? null, act)
    return quoted.ok ? { status: 201, body: quoteView(deps.store, quoted.value) } : quoted
  },
})
