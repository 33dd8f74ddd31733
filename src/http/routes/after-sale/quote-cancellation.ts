import { quoteCancellation as quote } from '../../../app/after-sale/quote-cancellation.ts'
import { defineOperation } from '../../operation.ts'
import { Quote, QuoteRequest } from '../../schemas/bookings.ts'
import { BookingParams, RefTo } from '../../schemas/common.ts'
import { quoteView } from '../../views/quote.ts'

export const quoteCancellation = defineOperation({
  name: 'quoteCancellation',
  method: 'POST',
  path: '/api/bookings/{booking_id}/cancellation_quotes',
  access: 'owner',
  idempotency: 'none',
  lane: 'confirm',
  tag: 'Cancellation',
  summary: 'Quote a cancellation',
  description: 'For the named seats, or for all that are left. Nothing changes until the quote is used.',
  params: BookingParams,
  body: QuoteRequest,
  bodyExamples: {
    all: { summary: 'The whole booking', value: {} },
    one: { summary: 'One seat of it', value: { seat_numbers: ['4-32'] } },
  },
  answers: { 201: { description: 'The quote.', schema: RefTo(Quote) } },
  refusals: ['booking_not_found', 'already_cancelled', 'seat_not_on_run', 'duplicate_seats'],
  async handle({ deps }, { caller, params, body }) {
    const quoted = await quote(deps, caller, params.booking_id, body.seat_numbers ?? null)
    if (!quoted.ok) return quoted
    return { status: 201, body: quoteView(deps.store, quoted.value) }
  },
})
