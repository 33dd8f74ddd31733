import type { AuditEntry } from '../domain/audit.ts'
import type { Change } from '../domain/changes.ts'
import type { Hold } from '../domain/hold.ts'
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
import type { Network } from '../domain/network.ts'
import type { Records } from '../domain/overlay.ts'
import type { Payment, Refund } from '../domain/payment.ts'
import type { RunChanges, RunMark, RunState } from '../domain/picture.ts'
import type { ImportReport, Timetable } from '../domain/timetable.ts'
import type { TrainRun } from '../domain/train-run.ts'
import type { BookingRecord, DueWork, IdKind, ImportOptions, ProviderEvent } from './store.ts'

/** The records that the scopes of a batch name, by id. */
export interface Wanted {
  readonly trainRunId: TrainRunId
  readonly holds: readonly HoldId[]
  readonly payments: readonly PaymentId[]
  readonly bookings: readonly BookingId[]
  readonly quotes: readonly QuoteId[]
  readonly cancellations: readonly CancellationId[]
  readonly refunds: readonly RefundId[]
}

/** What one commit changes of one run, and what its head is afterwards. */
export interface RunWrite {
  readonly trainRunId: TrainRunId
  readonly commitSeq: number
  readonly auditSeq: number
  readonly auditHash: string
  readonly at: Instant
  readonly changes: readonly Change[]
  readonly entries: readonly AuditEntry[]
}

/** How far a run has come. */
export interface RunHead {
  readonly commitSeq: number
  readonly auditSeq: number
}

/** What pictures are read from: the database as of one commit, or a transaction that has the heads of the runs locked. */
export interface RunReader {
  loadRuns(ids: readonly TrainRunId[]): Promise<ReadonlyMap<TrainRunId, RunState>>
  /**
   * What was changed of runs since pictures stood at these marks. A run is not in the answer where that cannot be told, and is to be
   * loaded whole. Null where this process owns the database, so that no picture is ever old.
   */
  readonly loadChanges: ((marks: readonly RunMark[]) => Promise<ReadonlyMap<TrainRunId, RunChanges>>) | null
}

/** One batch against the database. */
export interface Transaction extends RunReader {
  /** Read once; the time of every decision of the batch. */
  readonly now: Instant
  /** Each run as the locked heads show it; null where this process owns the database, so that pictures are exact. */
  readonly heads: ReadonlyMap<TrainRunId, RunHead> | null
  loadRecords(wanted: readonly Wanted[]): Promise<ReadonlyMap<TrainRunId, Records>>
  /** Makes sure that these leases stay the caller's until the commit, or throws `LeaseLost`; null where leases are no rows. */
  readonly keepLeases: ((work: readonly DueWork[]) => Promise<void>) | null
  /** Writes and commits. `OutcomeUnknown` when the commit itself failed; any other error means that nothing was written. */
  commit(writes: readonly RunWrite[]): Promise<void>
  rollback(): Promise<void>
}

/** Leases on due work that several nodes see; the time in them is the database's. */
export interface Leases {
  lease(limit: number): Promise<readonly DueWork[]>
  /** Whether the lease is still the caller's. */
  holds(work: DueWork): Promise<boolean>
  nextDueAt(): Promise<Instant | null>
}

/** What a node hears of the others. */
export interface PeerNews {
  /** Runs and the latest of their commits; also those of this node itself. */
  commits(commits: ReadonlyMap<TrainRunId, number>): void
  /** Runs with holds that are marked live long after their time, since the node that placed them is gone. */
  overdue(trainRunIds: readonly TrainRunId[]): void
  networkVersion(version: number): void
  /** Commits may have been missed. */
  resync(): void
  /** The runs whose heads are to be asked for this time. */
  runsToCheck(): readonly TrainRunId[]
}

/** Where the news of other nodes come from. */
export interface PeerFeed {
  start(news: PeerNews): Promise<void>
}

/** What a database adds to the engine: begin, load, write, commit, and plain reads. */
export interface Backend extends RunReader {
  /** How much one batch may hold, and so how many are in flight: one of the whole store, or one of each run. */
  readonly batchSpan: 'store' | 'run'
  readonly locatorKey: readonly number[]
  /** Null where this process owns the database: then the engine keeps leases in memory. */
  readonly leases: Leases | null
  /** Null where this process owns the database: then there are no others. */
  readonly peers: PeerFeed | null
  begin(trainRunIds: readonly TrainRunId[]): Promise<Transaction>
  now(): Instant
  /** The first id of a block of `count` that nobody else gets. */
  takeIds(kind: IdKind, count: number): Promise<number>

  findHold(trainRunId: TrainRunId, id: HoldId): Promise<Hold | undefined>
  findPayment(trainRunId: TrainRunId, id: PaymentId): Promise<Payment | undefined>
  findBooking(id: BookingId, trainRunId?: TrainRunId): Promise<BookingRecord | undefined>
  listBookings(userId: UserId, limit: number, beforeId?: BookingId): Promise<readonly BookingRecord[]>
  /** The audit entries that name a hold, in order; those of a sale all do. */
  auditEntries(trainRunId: TrainRunId, holdId: HoldId): Promise<readonly AuditEntry[]>

  /** Runs with holds that are marked live. */
  runsWithLiveHolds(): Promise<readonly TrainRunId[]>
  listOpenPayments(): Promise<readonly Payment[]>
  /** All payments and refunds with a due time, as of now. */
  listDue(): Promise<{ readonly payments: readonly Payment[]; readonly refunds: readonly Refund[] }>
  recordProviderEvent(event: ProviderEvent): Promise<boolean>

  loadNetwork(): Promise<Network>
  /** A run that the network no longer has. */
  findRun(id: TrainRunId): Promise<TrainRun | undefined>
  importTimetable(timetable: Timetable, options: ImportOptions): Promise<ImportReport>
  /** Opens runs of known trains for further service dates; how many. */
  openRuns(fromDate: string, toDate: string): Promise<number>

  health(): Promise<{ readonly ok: boolean; readonly detail: string }>
  close(): Promise<void>
}
