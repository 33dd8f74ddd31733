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
import type { KeyedRoute, Rule } from '../domain/inventory/inventory.ts'
import type { Picture } from '../domain/inventory/picture.ts'
import type {
  ImportReply,
  ImportReport,
  ImportTerms,
  PastImport,
} from '../domain/railway/import-differences.ts'
import type { Network } from '../domain/railway/network.ts'
import type { Timetable } from '../domain/railway/timetable.ts'
import type { TrainRun } from '../domain/railway/train-run.ts'
import type { AuditEntry } from '../domain/records/audit.ts'
import type { Booking, Cancellation } from '../domain/records/booking.ts'
import type { ChainEnd } from '../domain/records/checkpoint.ts'
import type { DeskEntry } from '../domain/records/desk-ledger.ts'
import type { Hold } from '../domain/records/hold.ts'
import type { Message } from '../domain/records/message.ts'
import type { Users } from '../domain/records/ownership.ts'
import type { Payment, Refund } from '../domain/records/payment.ts'
import type { People, PeopleScope } from '../domain/records/people.ts'
import type { Reply } from '../domain/result.ts'
import type { Books } from './books.ts'
import type { Feed } from './feed.ts'

/** What a decision may read: one run, and records beside its live holds and claims. */
export interface Scope {
  readonly trainRunId: TrainRunId
  readonly holdId?: HoldId
  readonly paymentId?: PaymentId
  readonly bookingId?: BookingId
  /** Several bookings, for an act of the railway that concerns them all. */
  readonly bookingIds?: readonly BookingId[]
  readonly quoteId?: QuoteId
  readonly refundId?: RefundId
  /** The booking whose one-time codes and grants the decision looks at. */
  readonly accessOf?: BookingId
  /** Ended holds to be cleared, with their entries of the audit chain. */
  readonly clearedHoldIds?: readonly HoldId[]
  readonly key?: { readonly route: KeyedRoute; readonly userId: UserId; readonly key: string }
  /** On run 0: the people that the decision looks at. */
  readonly people?: PeopleScope
  /** Recorded only while this lease is the caller's; throws `LeaseLost` if another worker has it. */
  readonly lease?: DueWork
}

/** Rows of run 0, and the number of its commits when they were read. */
export interface PeopleAsOf extends People {
  readonly commitSeq: number
}

/** A booking as a list shows it. */
export interface ListedBooking {
  readonly booking: Booking
  readonly payment: Pick<Payment, 'id' | 'method' | 'status'>
  /** Opens the names and the contact, once it is unwrapped; null if they are erased, or were never sealed. */
  readonly wrappedKey: string | null
}

/** A booking with everything else that its answer shows. */
export interface BookingRecord extends ListedBooking {
  readonly payment: Payment
  /** In the order in which they happened. */
  readonly cancellations: readonly Cancellation[]
}

/** The facts that decide whether a caller may see a booking, before the rest of it is read. */
export interface BookingHead extends Pick<ListedBooking, 'wrappedKey'> {
  readonly booking: Pick<Booking, 'trainRunId' | 'paymentId' | 'linkToken' | 'contact'>
}

/** Where a booking is. */
export type BookingName = Pick<Booking, 'trainRunId' | 'id'>

/**
 * Who may find a booking: the session that made it or that was granted it, or somebody who knows something
 * about it.
 */
export type Seeker = Users | { readonly isMeant: (head: BookingHead) => boolean }

/** At most this many audit entries, after a position in the run's chain. */
export interface EntryPage {
  readonly afterSeq: number
  readonly limit: number
}

/** Which audit entries to read: those of a run, or of one of its holds only. */
export interface TrailOf {
  readonly trainRunId: TrainRunId
  readonly holdId: HoldId | null
}

/** At most this many audit entries between two moments, both inclusive, and before another entry. */
export interface TrailPage {
  readonly from: Instant
  readonly to: Instant
  readonly before: { readonly at: Instant; readonly seq: number } | null
  readonly limit: number
}

/** At most this many audit chains, in the order of their runs, after one of them. */
export interface EndPage {
  readonly afterRunId: number
  readonly limit: number
}

/** One commit as watchers of a run see it. */
export interface RunCommit {
  readonly trainRunId: TrainRunId
  readonly commitSeq: number
  /** The seats whose claims changed; empty if none did. */
  readonly seatIds: readonly SeatId[]
  /** The run itself has changed, or is gone: what was known of its seats no longer counts. */
  readonly isOtherRun?: true
}

/**
 * Counts what this process has learned about one run. While the number stays the same, an answer made from
 * the run's picture would be made the same again, apart from what time alone changes.
 */
export interface RunVersion {
  readonly number: number
}

/** A payment or refund that a worker has leased. Results are stored only while the fence still matches. */
export type DueWork =
  | { readonly kind: 'payment'; readonly payment: Payment; readonly fence: number }
  | { readonly kind: 'refund'; readonly refund: Refund; readonly payment: Payment; readonly fence: number }

/** A message that a worker has leased; what becomes of it is stored only while the fence still matches. */
export interface DueMessage {
  readonly message: Message
  readonly fence: number
}

/** What has become of a leased message: it has ended, or it is tried again later. */
export type MessageOutcome =
  | { readonly state: 'SENT' | 'GIVEN_UP'; readonly at: Instant }
  | { readonly state: 'QUEUED'; readonly dueAt: Instant }

/** What is removed: what is from before these moments. */
export interface Cleared {
  readonly messages: Instant
  /** Of bookings and of accounts. */
  readonly codes: Instant
  readonly sessions: Instant
}

/** The messages to be sent, whichever process has written them. */
export interface Outbox {
  /** Leases up to `limit` messages that are due and that nobody else has leased. */
  lease(limit: number): Promise<readonly DueMessage[]>
  /**
   * Records what became of a message, and ends its lease; false if the lease had passed on. A message that
   * has ended loses its address and its content.
   */
  settle(due: DueMessage, outcome: MessageOutcome): Promise<boolean>
  /** How many messages wait, since when the oldest does, and when the next one can be leased. */
  waiting(): Promise<WaitingMessages>
  /** Deletes the messages and sessions that ended, and the one-time codes that were made, before a moment. */
  clear(before: Cleared): Promise<void>
}

export interface WaitingMessages {
  readonly count: number
  readonly oldestAt: Instant | null
  readonly nextAt: Instant | null
}

/** One message of a payment provider, as it arrived. */
export interface ProviderEvent {
  readonly provider: string
  readonly eventId: string
  readonly body: string
  readonly signature: string
}

/** A hold that has ended and was never paid for. */
export interface EndedHold {
  readonly trainRunId: TrainRunId
  readonly id: HoldId
  readonly expiresAt: Instant
}

/**
 * At most `limit` of those that expired before a moment, starting after the last one of the previous page.
 */
export interface EndedPage {
  readonly before: Instant
  readonly after: Pick<EndedHold, 'expiresAt' | 'id'> | null
  readonly limit: number
}

/** What a search asks for: each group is one thing, such as a word, hashed under each master key. */
export type HashGroups = readonly (readonly string[])[]

/**
 * Bookings by what is personal in them. `plain`: as an older version wrote it, the oldest first;
 * `unsearched`: sealed, but without hashes, the oldest first; `found`: with one hash of each group, the
 * newest first, and none without a group; `traveled`: not erased, with a journey before a date, the earliest
 * first; `wrapped`: with a key that the master key of this id wrapped, the oldest first.
 */
export type WantedBookings =
  | { readonly kind: 'plain' | 'unsearched' }
  | { readonly kind: 'found'; readonly groups: HashGroups }
  | { readonly kind: 'traveled'; readonly before: string }
  | { readonly kind: 'wrapped'; readonly by: string }

/** The account of a payment whose method the railway settles itself. */
export interface DeskAccount {
  readonly refunds: readonly Refund[]
  readonly entries: readonly DeskEntry[]
}

/** An account with a balance: what the passenger owes, or, negative, what is to be paid out. */
export interface OpenDeskAccount {
  readonly trainRunId: TrainRunId
  readonly bookingId: BookingId
  readonly method: string
  readonly currency: string
  readonly balanceCents: number
  /** When it was sold. */
  readonly soldAt: Instant
}

/** The names of the sequences that ids come from. */
export const idKinds = [
  'hold',
  'payment',
  'booking',
  'quote',
  'cancellation',
  'refund',
  'desk_entry',
  'user',
  'access_code',
  'message',
  'staff',
  'session',
  'api_key',
  'account',
  'account_code',
] as const
export type IdKind = (typeof idKinds)[number]

/**
 * The port between the use cases and a database. Only `decide` changes a run. Faults are exceptions
 * (`faults.ts`); refusals are values.
 */
export interface Store {
  /**
   * True where other processes work on the same database, so that open or due work may be somebody else's.
   */
  readonly isShared: boolean
  /** Loads what the scope names, runs the rule, commits its changes, and only then answers. */
  decide<T, R extends { readonly code: string }>(scope: Scope, rule: Rule<T, R>): Promise<Reply<T, R>>
  /** The next id: unique, ascending, and never given twice, even across restarts. */
  nextId(kind: IdKind): Promise<number>
  /** The time that decisions use. */
  now(): Instant
  /** Round keys of the record locators, made once for a database and stored in it. */
  readonly locatorKey: readonly number[]

  /** The run as of its last commit, for answers that change nothing. Undefined if no such run is known. */
  picture(trainRunId: TrainRunId): Promise<Picture | undefined>
  /** The picture if it is already in memory. */
  pictureNow(trainRunId: TrainRunId): Picture | undefined
  /**
   * True if it is certain, without a look at the database, that nobody has ever claimed anything on a run of
   * the network. Where several processes commit, it never is.
   */
  isUntouched(run: TrainRun): boolean
  /**
   * The version of what `pictureNow` returns for the run. Its number grows with each change, wherever it was
   * made, as soon as this process knows of it.
   */
  runVersion(trainRunId: TrainRunId): RunVersion
  /** Grows whenever the number of a version does. */
  readonly runChanges: number
  /** Calls back after each commit of the run until the returned function is called. */
  watch(trainRunId: TrainRunId, listener: (commit: RunCommit) => void): () => void
  /** Commits of the run after `commitSeq`, oldest first; undefined if they are no longer known. */
  commitsSince(trainRunId: TrainRunId, commitSeq: number): readonly RunCommit[] | undefined

  /** A hold that `isMeant` rejects is not found, by the same reads as one that does not exist. */
  findHold(trainRunId: TrainRunId, id: HoldId, isMeant?: (hold: Hold) => boolean): Promise<Hold | undefined>
  findPayment(trainRunId: TrainRunId, id: PaymentId): Promise<Payment | undefined>
  /**
   * Given its run, it is found through that run: in a cluster, a record locator alone has to be looked up on
   * every node. A booking that is not for the seeker is not found, by the same reads as one that does not
   * exist; without a seeker, it is found for whoever asks.
   */
  findBooking(id: BookingId, trainRunId?: TrainRunId, seeker?: Seeker): Promise<BookingRecord | undefined>
  /** The run of a booking for which this session has asked for a one-time code; undefined if it has not. */
  findCodeRun(id: BookingId, userId: UserId): Promise<TrainRunId | undefined>
  /**
   * The bookings that the user made or was granted, newest first; only those before `beforeId` if it is
   * given.
   */
  listBookings(
    userIds: readonly UserId[],
    limit: number,
    beforeId?: BookingId,
  ): Promise<readonly ListedBooking[]>
  /** The bookings of a run, the canceled ones too, in order of id and after one of them. */
  listRunBookings(
    trainRunId: TrainRunId,
    limit: number,
    afterId?: BookingId,
  ): Promise<readonly ListedBooking[]>
  /** What was given back of a payment, and what changed hands for it at desks, in order. */
  readDeskAccount(trainRunId: TrainRunId, id: PaymentId): Promise<DeskAccount>
  /** Accounts at desks on which something is open, the latest payment first. */
  listOpenDeskAccounts(limit: number): Promise<readonly OpenDeskAccount[]>
  /** At most `limit` bookings that are wanted, in the order that this says. */
  listBookingNames(wanted: WantedBookings, limit: number): Promise<readonly BookingName[]>
  /** A page of the audit entries about a booking (about its hold, its payment, and itself), in order. */
  bookingHistory(booking: Booking, page: EntryPage): Promise<readonly AuditEntry[]>

  /** A page of all audit entries of a run, in order. */
  runHistory(trainRunId: TrainRunId, page: EntryPage): Promise<readonly AuditEntry[]>

  /** A page of audit entries, newest first. At most one run is read for it. */
  auditTrail(of: TrailOf, page: TrailPage): Promise<readonly AuditEntry[]>

  /** Canceled runs with bookings that are still to be given back. */
  listCancelingRuns(): Promise<readonly TrainRunId[]>

  /** The last imports, newest first. */
  pastImports(): Promise<readonly PastImport[]>
  /** What an import has done; undefined if it is not known, or not any more. */
  importReport(id: number): Promise<ImportReport | undefined>

  /** Where audit chains end now, in the order of their runs. */
  auditEnds(page: EndPage): Promise<readonly ChainEnd[]>

  /** Ended holds without any payment attempt, in the order of their expiry times. */
  listEndedHolds(page: EndedPage): Promise<readonly EndedHold[]>

  /** Payments still `REQUESTED`; after a start, these are the ones that a crash left open. */
  listOpenPayments(): Promise<readonly Payment[]>
  /** Leases up to `limit` due payments and refunds that have no live lease. */
  leaseDueWork(limit: number): Promise<readonly DueWork[]>
  /** Whether the lease is still the caller's. */
  holdsLease(work: DueWork): Promise<boolean>
  /** Withholds leased work from everybody for this long; does nothing if the lease has passed on. */
  putAside(work: DueWork, pauseMs: number): Promise<void>
  /** When the next work is due; null if nothing waits. */
  nextDueAt(): Promise<Instant | null>
  /** Records an event of a payment provider; false if it was already recorded. */
  recordProviderEvent(event: {
    provider: string
    eventId: string
    body: string
    signature: string
  }): Promise<boolean>

  /** The messages that wait to be sent. */
  readonly outbox: Outbox
  /** What bookkeeping reads. */
  readonly books: Books
  /** What other systems follow. */
  readonly feed: Feed

  /** Rows of run 0 as of one commit; nothing is kept of what was read. */
  readPeople(scope: PeopleScope): Promise<PeopleAsOf>
  /** A wrapped key by its run and number; undefined once it is destroyed. */
  findPersonalKey(trainRunId: TrainRunId, id: PaymentId): Promise<string | undefined>

  /** Stations, trains, consists, fares and runs, as of the last import. */
  network(): Network
  /** A run by its id, even if it has left the network because it is long past. */
  findRun(id: TrainRunId): Promise<TrainRun | undefined>
  /** Stores a timetable whole, or refuses it with what it would have done. */
  importTimetable(timetable: Timetable, options: ImportOptions): Promise<ImportReply>
  /**
   * Opens runs of known trains for further service dates, `YYYY-MM-DD`, both inclusive, and puts those that
   * wait on sale as the timetable has them if nobody has claims on them any more; returns how many came on
   * sale.
   */
  openRuns(fromDate: string, toDate: string): Promise<number>

  /** Whether the store can accept writes; says why not. */
  health(): Promise<{ readonly ok: boolean; readonly detail: string }>
  close(): Promise<void>
}

export interface ImportOptions extends ImportTerms {
  readonly onProgress?: (done: number, total: number) => void
}
