import type { PaymentId, SeatId } from '../ids.ts'
import type { AccessCode, BookingGrant } from './access.ts'
import type { AuditNote } from './audit.ts'
import type { Booking, Cancellation, Quote } from './booking.ts'
import type { Claim } from './claim.ts'
import type { Closure } from './closure.ts'
import type { DeskEntry } from './desk-ledger.ts'
import type { Hold } from './hold.ts'
import type { Message } from './message.ts'
import type { Payment, Refund } from './payment.ts'
import type { PersonRow } from './people.ts'
import type { PersonalKey } from './sealed.ts'
import type { Stretch } from './stretch.ts'

/**
 * The rows that make a reply true; a store writes each one without knowing why. `added` is a new row, and
 * `changed` is the new state of an existing one; a claim is identified by its seat and first leg.
 */
export type Change =
  | { readonly kind: 'claim_removed'; readonly seatId: SeatId; readonly fromLeg: number }
  | { readonly kind: 'claim_added'; readonly claim: Claim }
  | { readonly kind: 'claim_changed'; readonly claim: Claim }
  /** All parts of the run on which nothing is sold from now on. */
  | { readonly kind: 'closures_changed'; readonly closures: readonly Closure[] }
  | { readonly kind: 'hold_added'; readonly hold: Hold }
  | { readonly kind: 'hold_changed'; readonly hold: Hold }
  /** The row is deleted, its key is forgotten, and the audit entries of the hold are removed. */
  | { readonly kind: 'hold_cleared'; readonly hold: Hold }
  | {
      readonly kind: 'entries_cleared'
      /** Stretches of cleared entries that are now part of longer ones. */
      readonly replaced: readonly Stretch[]
      readonly stretches: readonly Stretch[]
    }
  | { readonly kind: 'payment_added'; readonly payment: Payment }
  | { readonly kind: 'payment_changed'; readonly payment: Payment }
  | { readonly kind: 'personal_key_added'; readonly key: PersonalKey }
  /** Nobody can read what it sealed anymore. */
  | { readonly kind: 'personal_key_changed'; readonly key: PersonalKey }
  | { readonly kind: 'personal_key_removed'; readonly paymentId: PaymentId }
  | { readonly kind: 'booking_added'; readonly booking: Booking }
  | { readonly kind: 'booking_changed'; readonly booking: Booking }
  | { readonly kind: 'quote_added'; readonly quote: Quote }
  | { readonly kind: 'cancellation_added'; readonly cancellation: Cancellation }
  | { readonly kind: 'refund_added'; readonly refund: Refund }
  | { readonly kind: 'refund_changed'; readonly refund: Refund }
  | { readonly kind: 'desk_entry_added'; readonly entry: DeskEntry }
  | { readonly kind: 'code_added'; readonly code: AccessCode }
  | { readonly kind: 'code_changed'; readonly code: AccessCode }
  | { readonly kind: 'grant_added'; readonly grant: BookingGrant }
  | { readonly kind: 'message_added'; readonly message: Message }
  | ({ readonly kind: 'person_added' } & PersonRow)
  | ({ readonly kind: 'person_changed' } & PersonRow)
  | { readonly kind: 'noted'; readonly note: AuditNote }
