import type {
  BookingId,
  CancellationId,
  HoldId,
  PaymentId,
  QuoteId,
  RefundId,
  SeatId,
  UserId,
} from '../ids.ts'
import type { Instant } from '../instant.ts'
import type { Segment } from '../railway/segment.ts'
import type { TrainRun } from '../railway/train-run.ts'
import type { AccessCode, BookingGrant } from '../records/access.ts'
import type { Booking, Cancellation, Quote } from '../records/booking.ts'
import type { Change } from '../records/changes.ts'
import type { Claim } from '../records/claim.ts'
import type { Closure } from '../records/closure.ts'
import type { DeskEntry } from '../records/desk-ledger.ts'
import type { Hold, Standing } from '../records/hold.ts'
import type { Payment, Refund } from '../records/payment.ts'
import type { PeopleKind, PeopleRows } from '../records/people.ts'
import type { Stretch } from '../records/stretch.ts'
import type { Reply } from '../result.ts'

/** Operations that take an idempotency key. */
export type KeyedRoute = 'hold' | 'booking' | 'cancellation'

/** The part of the world that a rule may look at: one run, and the records that the scope named. */
export interface Inventory {
  readonly run: TrainRun
  /** The `commit_seq` that the changes of this decision will be committed under. */
  readonly nextCommitSeq: number
  /** The parts of the run on which nothing is sold. */
  readonly closures: readonly Closure[]
  /** All claims on a seat, including expired ones that are not yet removed; in order of legs. */
  claimsOn(seatId: SeatId): readonly Claim[]
  /** One bit per seat, at its `index` in the consist: set if a live claim meets the segment. */
  takenSeats(segment: Segment, now: Instant): SeatSet
  /** Live holds always; an ended hold only if the scope named it. */
  hold(id: HoldId): Hold | undefined
  /** Holds that have run out but are still marked live, in order of id. */
  expiredHolds(now: Instant): readonly Hold[]
  /** Holds of this user on this run that still keep seats now. */
  liveHoldCount(userId: UserId, now: Instant): number
  /** Holds that a block of addresses, by any of its names, has on this run and that still keep seats now. */
  liveHoldsOfBlock(names: readonly number[], now: Instant): readonly Hold[]
  /** Holds with this standing that keep seats of this run now. */
  liveHoldsWith(standing: Standing, now: Instant): readonly Hold[]
  /** Seats of a class that holds with this standing keep on this run now. */
  seatsHeldBy(standing: Standing, travelClass: string, now: Instant): number
  /**
   * Holds of counted callers whose time ran out with nobody paying, as a commit says, and perhaps some that
   * did so longer ago than a cool-down.
   */
  holdsRanOut(): readonly Hold[]
  /** Holds of counted callers that were booked, and perhaps some whose time ended before a cool-down. */
  holdsBooked(): readonly Hold[]
  /** The part of the audit chain about the holds to be cleared, and what was cleared near them before. */
  readonly stretches: readonly Stretch[]
  payment(id: PaymentId): Payment | undefined
  booking(id: BookingId): Booking | undefined
  quote(id: QuoteId): Quote | undefined
  cancellation(id: CancellationId): Cancellation | undefined
  refund(id: RefundId): Refund | undefined
  /** The one-time codes of a booking whose access the scope named. */
  accessCodesOf(bookingId: BookingId): readonly AccessCode[]
  /** The sessions that may use a booking whose access the scope named, besides the one that made it. */
  grantsOf(bookingId: BookingId): readonly BookingGrant[]
  /** On run 0: the rows of a kind that the scope named, and perhaps more; in order of id. */
  people<K extends PeopleKind>(of: K): readonly PeopleRows[K][]
  /** The refunds of a payment that the scope named, in order. */
  refundsOf(paymentId: PaymentId): readonly Refund[]
  /** What changed hands at a desk for a payment that the scope named, in order. */
  deskEntriesOf(paymentId: PaymentId): readonly DeskEntry[]
  /**
   * What an idempotency key of this caller, route and run stands for; loaded because the scope named the key.
   */
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

/**
 * A rule with its command already applied. It never waits, never looks at the clock, and may be run twice.
 */
export type Rule<T, R extends { readonly code: string }> = (
  inventory: Inventory,
  now: Instant,
) => Decision<T, R>
