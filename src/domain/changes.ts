import type { AuditNote } from './audit.ts'
import type { Booking, Cancellation, Quote } from './booking.ts'
import type { Claim } from './claim.ts'
import type { Hold } from './hold.ts'
import type { SeatId } from './ids.ts'
import type { Payment, Refund } from './payment.ts'

/**
 * What makes a reply true, in rows: a store writes each without knowing why. `added` is a row that was not there, `changed` one
 * that was and is now this; a claim is named by its seat and first leg.
 */
export type Change =
  | { readonly kind: 'claim_removed'; readonly seatId: SeatId; readonly fromLeg: number }
  | { readonly kind: 'claim_added'; readonly claim: Claim }
  | { readonly kind: 'claim_changed'; readonly claim: Claim }
  | { readonly kind: 'hold_added'; readonly hold: Hold }
  | { readonly kind: 'hold_changed'; readonly hold: Hold }
  | { readonly kind: 'payment_added'; readonly payment: Payment }
  | { readonly kind: 'payment_changed'; readonly payment: Payment }
  | { readonly kind: 'booking_added'; readonly booking: Booking }
  | { readonly kind: 'booking_changed'; readonly booking: Booking }
  | { readonly kind: 'quote_added'; readonly quote: Quote }
  | { readonly kind: 'cancellation_added'; readonly cancellation: Cancellation }
  | { readonly kind: 'refund_added'; readonly refund: Refund }
  | { readonly kind: 'refund_changed'; readonly refund: Refund }
  | { readonly kind: 'noted'; readonly note: AuditNote }
