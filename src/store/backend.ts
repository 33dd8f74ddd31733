import type {
  BookingId,
  CancellationId,
  HoldId,
  PaymentId,
  QuoteId,
  RefundId,
  TrainRunId,
  UserId,
} from '../domain/ids.ts'
import type { Instant } from '../domain/instant.ts'
import type { Records } from '../domain/inventory/overlay.ts'
import type { FitsRun, RunChanges, RunMark, RunState } from '../domain/inventory/run-state.ts'
import type { ImportReply, ImportReport, PastImport } from '../domain/railway/import-differences.ts'
import type { Network } from '../domain/railway/network.ts'
import type { Timetable } from '../domain/railway/timetable.ts'
import type { TrainRun } from '../domain/railway/train-run.ts'
import type { AuditEntry } from '../domain/records/audit.ts'
import type { Change } from '../domain/records/changes.ts'
import type { ChainEnd } from '../domain/records/checkpoint.ts'
import type { Closure } from '../domain/records/closure.ts'
import type { Hold } from '../domain/records/hold.ts'
import type { Payment, Refund } from '../domain/records/payment.ts'
import type { PeopleScope } from '../domain/records/people.ts'
import type { Books } from './books.ts'
import type { Feed } from './feed.ts'
import type { Beside } from './import-thread.ts'
import type {
  BookingName,
  BookingRecord,
  DeskAccount,
  DueWork,
  EndedHold,
  EndedPage,
  EndPage,
  EntryPage,
  IdKind,
  ImportOptions,
  ListedBooking,
  OpenDeskAccount,
  Outbox,
  PeopleAsOf,
  ProviderEvent,
  Seeker,
  TrailOf,
  TrailPage,
  WantedBookings,
} from './store.ts'
import type { TouchedSince } from './touched-runs.ts'

/** The records that the scopes of a batch name, by id. */
export interface Wanted {
  readonly trainRunId: TrainRunId
  readonly holds: readonly HoldId[]
  readonly payments: readonly PaymentId[]
  readonly bookings: readonly BookingId[]
  readonly quotes: readonly QuoteId[]
  readonly cancellations: readonly CancellationId[]
  readonly refunds: readonly RefundId[]
  /** Holds whose parts of the audit chain are also needed. */
  readonly cleared: readonly HoldId[]
  /** Bookings whose one-time codes and grants are needed. */
  readonly access: readonly BookingId[]
  /** Only of run 0. */
  readonly people?: PeopleScope
}

/** What one commit changes in one run, and the run's head afterward. */
export interface RunWrite {
  readonly trainRunId: TrainRunId
  readonly commitSeq: number
  readonly auditSeq: number
  readonly auditHash: string
  /** All of the run, whether or not the commit changes them. */
  readonly closures: readonly Closure[]
  readonly at: Instant
  readonly changes: readonly Change[]
  readonly entries: readonly AuditEntry[]
}

/** How far a run has come. */
export interface RunHead {
  readonly commitSeq: number
  readonly auditSeq: number
  /** For a run without a commit, which an import may change without a trace in its head. */
  readonly fits?: FitsRun
}

/**
 * The source that pictures are read from: the database as of one commit, or a transaction that has locked
 * the heads of the runs.
 */
export interface RunReader {
  loadRuns(ids: readonly TrainRunId[]): Promise<ReadonlyMap<TrainRunId, RunState>>
  /**
   * What changed in the runs since these marks of their pictures. A run is missing from the answer if that
   * cannot be determined; it has to be loaded whole. Null where this process owns the database, so that
   * pictures are never old.
   */
  readonly loadChanges: ((marks: readonly RunMark[]) => Promise<ReadonlyMap<TrainRunId, RunChanges>>) | null
}

/**
 * What a batch waits for before it has any head: that of its only run, its turn among the nodes that sell the
 * same runs, or nothing.
 */
export type WaitsFor = 'head' | 'turn' | 'nothing'

/** One batch against the database. */
export interface Transaction extends RunReader {
  /** Read after the last head was locked; every decision of the batch uses this time. */
  readonly now: Instant
  /**
   * Each run as its locked head shows it; null where this process owns the database, so that pictures are
   * exact.
   */
  readonly heads: ReadonlyMap<TrainRunId, RunHead> | null
  /**
   * Adds to `heads` those of these runs that are free; null where there are no heads to lock, or where a
   * batch is of one run. `marks` as for `begin`.
   */
  readonly lockMore: ((trainRunIds: readonly TrainRunId[], marks: readonly RunMark[]) => Promise<void>) | null
  loadRecords(wanted: readonly Wanted[]): Promise<ReadonlyMap<TrainRunId, Records>>
  /**
   * Ensures that these leases stay the caller's until the commit, or throws `LeaseLost`; null where leases
   * are not rows.
   */
  readonly keepLeases: ((work: readonly DueWork[]) => Promise<void>) | null
  /**
   * Writes and commits. Throws `OutcomeUnknown` if the commit itself failed; any other error means that
   * nothing was written.
   */
  commit(writes: readonly RunWrite[]): Promise<void>
  rollback(): Promise<void>
}

/** Leases on due work, shared by several nodes. Their times are the database's. */
export interface Leases {
  lease(limit: number): Promise<readonly DueWork[]>
  /** Whether the lease is still the caller's. */
  holds(work: DueWork): Promise<boolean>
  /** Extends the lease by this long from now, with nobody working under it. */
  putAside(work: DueWork, pauseMs: number): Promise<void>
  nextDueAt(): Promise<Instant | null>
}

/** What a node learns about the others. */
export interface PeerNews {
  /** Runs and the latest of their commits, including this node's own. */
  commits(commits: ReadonlyMap<TrainRunId, number>): void
  /** Runs with holds still marked live long after they expired, because the node that placed them is gone. */
  overdue(trainRunIds: readonly TrainRunId[]): void
  networkVersion(version: number): void
  /** An import of another node has prepared everything, and soon takes effect. */
  importPrepared(): void
  /** Some commits may have been missed. */
  resync(): void
  /** Runs whose overdue holds could not be ended, and that are skipped for now. */
  runsPutAside(): readonly TrainRunId[]
  /** The runs whose heads to read this time. */
  runsToCheck(): readonly TrainRunId[]
}

/** The source of news from other nodes. */
export interface PeerFeed {
  start(news: PeerNews): Promise<void>
}

/** What a database adds to the engine: begin, load, write, commit, and plain reads. */
export interface Backend extends RunReader {
  /** How many batches of several runs, and how many of one run, may be in flight at a time. */
  readonly batches: { readonly together: number; readonly alone: number }
  readonly locatorKey: readonly number[]
  /** Null where this process owns the database: then the engine keeps leases in memory. */
  readonly leases: Leases | null
  /** Null where this process owns the database and there are no other nodes. */
  readonly peers: PeerFeed | null
  /**
   * Begins a batch of these runs and locks their heads. Unless it waits for the head of its only run, those
   * that are locked elsewhere are missing from `heads`. `marks` are those of pictures that are probably old:
   * what changed since comes along, for `loadChanges`.
   */
  begin(
    trainRunIds: readonly TrainRunId[],
    waitsFor: WaitsFor,
    marks?: readonly RunMark[],
  ): Promise<Transaction>
  now(): Instant
  /** The first id of a block of `count` ids that nobody else gets. */
  takeIds(kind: IdKind, count: number): Promise<number>

  findHold(trainRunId: TrainRunId, id: HoldId): Promise<Hold | undefined>
  findPayment(trainRunId: TrainRunId, id: PaymentId): Promise<Payment | undefined>
  findBooking(
    id: BookingId,
    trainRunId: TrainRunId | undefined,
    seeker: Seeker | null,
  ): Promise<BookingRecord | undefined>
  findCodeRun(id: BookingId, userId: UserId): Promise<TrainRunId | undefined>
  listBookings(
    userIds: readonly UserId[],
    limit: number,
    beforeId?: BookingId,
  ): Promise<readonly ListedBooking[]>
  /** The bookings of a run in the order of their ids. */
  listRunBookings(
    trainRunId: TrainRunId,
    limit: number,
    afterId?: BookingId,
  ): Promise<readonly ListedBooking[]>
  readDeskAccount(trainRunId: TrainRunId, id: PaymentId): Promise<DeskAccount>
  listOpenDeskAccounts(limit: number): Promise<readonly OpenDeskAccount[]>
  listBookingNames(wanted: WantedBookings, limit: number): Promise<readonly BookingName[]>
  /** A page of the audit entries, in order, of a whole run or of one hold, which all those of a sale name. */
  auditEntries(trainRunId: TrainRunId, holdId: HoldId | null, page: EntryPage): Promise<readonly AuditEntry[]>
  auditTrail(of: TrailOf, page: TrailPage): Promise<readonly AuditEntry[]>

  /** Canceled runs with bookings that are still to be given back, in order. */
  listCancelingRuns(): Promise<readonly TrainRunId[]>

  /** The last imports, newest first. */
  pastImports(): Promise<readonly PastImport[]>
  /** What an import has done; undefined if it is not known, or not any more. */
  importReport(id: number): Promise<ImportReport | undefined>
  /** Where audit chains end now, in the order of their runs. */
  auditEnds(page: EndPage): Promise<readonly ChainEnd[]>
  listEndedHolds(page: EndedPage): Promise<readonly EndedHold[]>
  /** Runs with holds that are marked live; only those whose time has run out by then if it is given. */
  runsWithLiveHolds(endedBy?: Instant): Promise<readonly TrainRunId[]>
  listOpenPayments(): Promise<readonly Payment[]>
  /** All payments and refunds with a due time, as of now. */
  listDue(): Promise<{ readonly payments: readonly Payment[]; readonly refunds: readonly Refund[] }>
  readonly outbox: Outbox
  readonly books: Books
  readonly feed: Feed
  /** Rows of run 0, as of one commit. */
  readPeople(scope: PeopleScope): Promise<PeopleAsOf>
  findPersonalKey(trainRunId: TrainRunId, id: PaymentId): Promise<string | undefined>
  recordProviderEvent(event: ProviderEvent): Promise<boolean>

  /** The touched runs of its network; null where other processes commit too. */
  readonly touchedRuns: (() => Promise<TouchedSince>) | null
  /** The timetable as it is now; what was read ahead of it is made use of. */
  loadNetwork(): Promise<Network>
  networkVersion(): Promise<number>
  /** Reads what an import has prepared, so that `loadNetwork` takes a moment once it is in effect. */
  readAhead(): Promise<void>
  /** Gives up what was read ahead and never took effect. */
  forgetAhead(): Promise<void>
  /**
   * Whether runs are as the database has them now; those that it no longer has are missing. Null where the
   * locked head of a run tells that.
   */
  readonly fitsOf: ((ids: readonly TrainRunId[]) => Promise<ReadonlyMap<TrainRunId, FitsRun>>) | null
  /** Deletes a run that the network no longer has. */
  findRun(id: TrainRunId): Promise<TrainRun | undefined>
  /** `alone` does the work that puts the import in effect, if any does. */
  importTimetable(timetable: Timetable, options: ImportOptions, beside: Beside): Promise<ImportReply>
  /**
   * Opens runs of known trains for further service dates, and puts runs that wait on sale again if nobody has
   * claims on them; returns how many came on sale.
   */
  openRuns(fromDate: string, toDate: string, beside: Beside): Promise<number>

  health(): Promise<{ readonly ok: boolean; readonly detail: string }>
  close(): Promise<void>
}
