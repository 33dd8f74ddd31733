import type { Static } from 'typebox'
import type { ShownBooking } from '../../app/after-sale/find-booking.ts'
import type { Deps } from '../../app/deps.ts'
import { seatOf } from '../../domain/railway/consist.ts'
import type { Quote as Made } from '../../domain/records/booking.ts'
import type { Quote } from '../schemas/bookings.ts'
import { utcTime } from './local-time.ts'

export function quoteView(
  store: Pick<Deps['store'], 'pictureNow'>,
  { quote, shown }: { readonly quote: Made; readonly shown: ShownBooking },
): Static<typeof Quote> {
  return {
    quote_id: quote.token,
    booking_id: shown.record.booking.locator,
    seat_numbers: quote.seatIds.map((id) => seatOf(shown.run.consist, id).number),
    refund_cents: quote.refundCents,
    fee_cents: quote.feeCents,
    currency: quote.currency,
    valid_until: utcTime(quote.validUntil),
    commit_seq: store.pictureNow(quote.trainRunId)?.commitSeq ?? shown.commitSeq,
  }
}
