import type { Booking, Cancellation, Quote } from './booking.ts'
import type { Change } from './changes.ts'
import type { Claim } from './claim.ts'
import type { Hold } from './hold.ts'
import type {
  BookingId,
  CancellationId,
  HoldId,
  PaymentId,
  QuoteId,
  RefundId,
  SeatId,
  UserId,
} from './ids.ts'
import type { Instant } from './instant.ts'
import type { Payment, Refund } from './payment.ts'
import type { Reply } from './result.ts'
import type { Segment } from './segment.ts'
import type { TrainRun } from './train-run.ts'

/** Operations that take an idempotency key. */
export type KeyedRoute = 'hold' | 'booking' | 'cancellation'

/** The part of the world that a rule may look at: one run, and the records that the scope named. */
export interface Inventory {
  readonly run: TrainRun
  /** The `commit_seq` that the changes of this decision will be committed under. */
  readonly nextCommitSeq: number
  /** All claims on a seat, also such as have expired and were not yet removed; in order of legs. */
  claimsOn(seatId: SeatId): readonly Claim[]
  /** One bit a seat, at its `index` in the consist: set where a live claim meets the segment. */
  takenSeats(segment: Segment, now: Instant): SeatSet
  /** Live holds always; an ended one only when the scope named it. */
  hold(id: HoldId): Hold | undefined
  /** Holds whose time has run out and that are still marked live, in order of id. */
  expiredHolds(now: Instant): readonly Hold[]
  /** Holds of this user on this run that still keep seats now. */
  liveHoldCount(userId: UserId, now: Instant): number
  payment(id: PaymentId): Payment | undefined
  booking(id: BookingId): Booking | undefined
  quote(id: QuoteId): Quote | undefined
  cancellation(id: CancellationId): Cancellation | undefined
  refund(id: RefundId): Refund | undefined
  /** The refunds of a payment that the scope named, in order. */
  refundsOf(paymentId: PaymentId): readonly Refund[]
  /** What an idempotency key of this caller, route and run stands for; loaded because the scope named the key. */
  holdOfKey(userId: UserId, key: string): Hold | undefined
  paymentOfKey(userId: UserId, key: string): Payment | undefined
  cancellationOfKey(userId: UserId, key: string): Cancellation | undefined
}

/** A set of seats by index, 32 to a word. */
export type SeatSet = Uint32Array

export interface Decision<T, R extends { readonly code: string }> {
  readonly reply: Reply<T, R>
  readonly changes: readonly Change[]
}

/** A rule with its command already given. It never waits, never looks at the clock, and may be run twice. */
export type Rule<T, R extends { readonly code: string }> = (
  inventory: Inventory,
  now: Instant,
) => Decision<T, R>
