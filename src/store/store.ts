import type { AuditEntry } from '../domain/audit.ts'
import type { Booking, Cancellation } from '../domain/booking.ts'
import type { Hold } from '../domain/hold.ts'
import type {
  BookingId,
  HoldId,
  PaymentId,
  QuoteId,
  RefundId,
  SeatId,
  TrainRunId,
  UserId,
} from '../domain/ids.ts'
import type { Instant } from '../domain/instant.ts'
import type { KeyedRoute, Rule } from '../domain/inventory.ts'
import type { Network } from '../domain/network.ts'
import type { Payment, Refund } from '../domain/payment.ts'
import type { Picture } from '../domain/picture.ts'
import type { Reply } from '../domain/result.ts'
import type { ImportReport, Timetable } from '../domain/timetable.ts'
import type { TrainRun } from '../domain/train-run.ts'

/** What a decision may look at: one run, and the records beside its live holds and claims. */
export interface Scope {
  readonly trainRunId: TrainRunId
  readonly holdId?: HoldId
  readonly paymentId?: PaymentId
  readonly bookingId?: BookingId
  readonly quoteId?: QuoteId
  readonly refundId?: RefundId
  readonly key?: { readonly route: KeyedRoute; readonly userId: UserId; readonly key: string }
  /** What is recorded only while this lease is the caller's; `LeaseLost` when another worker has it. */
  readonly lease?: DueWork
}

/** A booking with what its answer also shows. */
export interface BookingRecord {
  readonly booking: Booking
  readonly payment: Payment
  /** In the order in which they happened. */
  readonly cancellations: readonly Cancellation[]
}

/** One commit as watchers of a run see it. */
export interface RunCommit {
  readonly trainRunId: TrainRunId
  readonly commitSeq: number
  /** The seats whose claims changed; empty when none did. */
  readonly seatIds: readonly SeatId[]
}

/** A payment or refund that a worker has leased; results are stored only while the fence still matches. */
export type DueWork =
  | { readonly kind: 'payment'; readonly payment: Payment; readonly fence: number }
  | { readonly kind: 'refund'; readonly refund: Refund; readonly payment: Payment; readonly fence: number }

/** One message of a payment provider, as it came. */
export interface ProviderEvent {
  readonly provider: string
  readonly eventId: string
  readonly body: string
  readonly signature: string
}

/** The names of the sequences that ids are taken from. */
export const idKinds = ['hold', 'payment', 'booking', 'quote', 'cancellation', 'refund', 'user'] as const
export type IdKind = (typeof idKinds)[number]

/**
 * The port between the use cases and a database. `decide` is the only way in which a run is changed.
 * Faults are exceptions (`faults.ts`); refusals are values.
 */
export interface Store {
  /** True where other processes work on the same database: then what is open or due may be somebody else's. */
  readonly isShared: boolean
  /** Loads what the scope names, runs the rule, commits its changes, and only then answers. */
  decide<T, R extends { readonly code: string }>(scope: Scope, rule: Rule<T, R>): Promise<Reply<T, R>>
  /** The next id; unique, ascending, never given twice, across restarts too. */
  nextId(kind: IdKind): Promise<number>
  /** The time that decisions are made with. */
  now(): Instant
  /** Round keys of the record locators; made once for a database and kept in it. */
  readonly locatorKey: readonly number[]

  /** The run as of its last commit; for answers that change nothing. Undefined where no such run is known. */
  picture(trainRunId: TrainRunId): Promise<Picture | undefined>
  /** The picture if it is in memory already. */
  pictureNow(trainRunId: TrainRunId): Picture | undefined
  /** Calls back after each commit of the run until the returned function is called. */
  watch(trainRunId: TrainRunId, listener: (commit: RunCommit) => void): () => void
  /** Commits of the run after `commitSeq`, oldest first; undefined where they are no longer known. */
  commitsSince(trainRunId: TrainRunId, commitSeq: number): readonly RunCommit[] | undefined

  findHold(trainRunId: TrainRunId, id: HoldId): Promise<Hold | undefined>
  findPayment(trainRunId: TrainRunId, id: PaymentId): Promise<Payment | undefined>
  /** Where its run is known too, it is found with it: in a cluster a record locator alone has to be asked for everywhere. */
  findBooking(id: BookingId, trainRunId?: TrainRunId): Promise<BookingRecord | undefined>
  /** The user's bookings, newest first, those before `beforeId` where it is given. */
  listBookings(userId: UserId, limit: number, beforeId?: BookingId): Promise<readonly BookingRecord[]>
  /** The audit entries that tell of a booking: of its hold, its payment and itself, in order. */
  bookingHistory(trainRunId: TrainRunId, booking: Booking): Promise<readonly AuditEntry[]>

  /** Payments still `REQUESTED`: after a start these are what a crash left open. */
  listOpenPayments(): Promise<readonly Payment[]>
  /** Leases up to `limit` payments and refunds that are due and that no live lease keeps. */
  leaseDueWork(limit: number): Promise<readonly DueWork[]>
  /** Whether the lease is still the caller's. */
  holdsLease(work: DueWork): Promise<boolean>
  /** When the next work becomes due, null when nothing waits. */
  nextDueAt(): Promise<Instant | null>
  /** Records an event of a payment provider; false where it was already there. */
  recordProviderEvent(event: {
    provider: string
    eventId: string
    body: string
    signature: string
  }): Promise<boolean>

  /** Stations, trains, consists, fares and runs, as of the last import. */
  network(): Network
  /** A run by its id, also one that has left the network because it is long past. */
  findRun(id: TrainRunId): Promise<TrainRun | undefined>
  importTimetable(timetable: Timetable, options: ImportOptions): Promise<ImportReport>
  /** Opens runs of known trains for further service dates, `YYYY-MM-DD`, both included; gives how many were opened. */
  openRuns(fromDate: string, toDate: string): Promise<number>

  /** Whether the store can take writes; says why not. */
  health(): Promise<{ readonly ok: boolean; readonly detail: string }>
  close(): Promise<void>
}

export interface ImportOptions {
  /** Runs are opened from this service date, `YYYY-MM-DD`. */
  readonly fromDate: string
  /** Up to this service date, both included. */
  readonly toDate: string
  readonly onProgress?: (done: number, total: number) => void
}
