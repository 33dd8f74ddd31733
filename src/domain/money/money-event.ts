import type { BookingId, PaymentId, SeatId, TrainRunId } from '../ids.ts'
import type { Instant } from '../instant.ts'
import type { AuditAction, AuditFacts } from '../records/audit.ts'
import type { PaymentStatus } from '../records/payment.ts'

/** The entries of the audit that tell of money. Both databases have an index of exactly these, by time. */
export const moneyActions = [
  'booking_confirmed',
  'booking_cancelled',
  'seats_cancelled',
  'payment_captured',
  'payment_voided',
  'refund_requested',
  'refund_done',
  'refunded_by_hand',
  'compensation_given',
  'compensation_paid',
] as const satisfies readonly AuditAction[]
export type MoneyAction = (typeof moneyActions)[number]

/** Where a sale was made: without an account, with one, by somebody of the railway, or by a machine. */
export type Channel = 'guest' | 'account' | 'desk' | 'key'

/** A seat of the booking that an event is about. */
export interface SoldSeat {
  readonly seatId: SeatId
  readonly travelClass: string
  readonly priceCents: number
}

/** An entry of the audit that tells of money, with what is known of its payment, its booking and its run. */
export interface MoneyEvent {
  readonly trainRunId: TrainRunId
  readonly seq: number
  readonly at: Instant
  readonly action: MoneyAction
  readonly facts: AuditFacts
  readonly paymentId: PaymentId
  /** The booking of the payment, also if it came after the event; null if there never was one. */
  readonly bookingId: BookingId | null
  readonly method: string
  readonly currency: string
  /** The amount of the payment. */
  readonly paidCents: number
  /** As the payment is now; a final state is never left. */
  readonly paymentStatus: PaymentStatus
  /** What the provider had given back by hand before this event. */
  readonly byHandBeforeCents: number
  readonly channel: Channel
  /** All seats of the booking, those given up too; empty without a booking. */
  readonly seats: readonly SoldSeat[]
  readonly trainNumber: string
  readonly serviceDate: string
  readonly fareName: string
}

/** An amount among the facts of an event; 0 if it has none of that name. */
export function centsOf({ facts }: Pick<MoneyEvent, 'facts'>, name: string): number {
  const value = facts[name]
  return typeof value === 'number' ? value : 0
}

/** How much more the provider has given back by hand with this event; negative if it was less. */
export function byHandCents(event: MoneyEvent): number {
  return centsOf(event, 'total_cents') - event.byHandBeforeCents
}
