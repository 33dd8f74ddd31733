import type { TrainRunId } from '../domain/ids.ts'
import type { ImportReport, PastImport } from '../domain/railway/import-differences.ts'
import type { WaitingRun } from '../domain/railway/waiting-run.ts'
import type { AuditEntry } from '../domain/records/audit.ts'
import type { Claim } from '../domain/records/claim.ts'
import type { StoredLedger } from './stored-ledger.ts'

/** At once, or after a wait: a file is read synchronously, a server is not. */
type Awaitable<T> = T | Promise<T>

/** The findings of one look at the database. */
export interface CheckOutcome {
  /** How many things were checked. */
  readonly checked: number
  /** How many of them are wrong. */
  readonly wrong: number
  /** The first few of those, one line each. */
  readonly examples: readonly string[]
}

/** One thing that must be true of the whole database. */
export interface DatabaseCheck {
  readonly name: string
  /** The number of its rule in SPEC.md. */
  readonly rule: string
  /** What must be true, as a sentence. */
  readonly about: string
  /** What to do if it is not. */
  readonly advice: string
  /**
   * True for what a running server repairs automatically within seconds, and what nobody repairs without one.
   */
  readonly needsServer: boolean
  /**
   * True for what a copy inherits from its original. It is not a fault of the copy, and prevents neither a
   * copy nor a backup.
   */
  readonly comesWithRows?: true
  run(): Awaitable<CheckOutcome>
}

/** An audit entry as stored; `entry` is null if the row cannot be read as one. */
export interface StoredEntry {
  readonly seq: number
  readonly hash: string
  readonly entry: AuditEntry | null
}

/** A run's audit chain and the end that its head remembers, as of one moment. */
export interface AuditChain {
  readonly trainRunId: TrainRunId
  readonly head: { readonly seq: number; readonly hash: string } | null
  /** In order of `seq`. */
  readonly entries: readonly StoredEntry[]
}

/** A payment and its refunds, as the database has them. */
export interface StoredPayment {
  /** Its key at the provider. */
  readonly key: string
  readonly trainRunId: TrainRunId
  readonly method: string
  readonly currency: string
  readonly capturedCents: number
  readonly refundedCents: number
  /** Compensations, each a payment out of its own. */
  readonly paidOutCents: number
  /** False while a worker still has to tell the provider something. */
  readonly isAtRest: boolean
}

/** Reads the whole database from outside the engine, even while a server works with it; never writes. */
export interface Inspector {
  readonly checks: readonly DatabaseCheck[]
  /** The runs that wait for a decision now, by date. */
  waitingRuns(): Promise<readonly WaitingRun[]>
  /** The last imports, newest first. */
  pastImports(): Promise<readonly PastImport[]>
  /** What an import has done; undefined if it is not known, or not any more. */
  importReport(id: number): Promise<ImportReport | undefined>
  /** Runs that were ever changed, by their heads. */
  runIds(): Awaitable<readonly TrainRunId[]>
  /**
   * The audit chain of every run, all as of one commit. The connection answers nothing else until the last
   * chain is taken.
   */
  auditChains(): Iterable<AuditChain> | AsyncIterable<AuditChain>
  auditHash(previous: string, entry: AuditEntry): string
  /** The claims of a run, and the commit that they belong to. */
  claims(trainRunId: TrainRunId): Awaitable<{ readonly commitSeq: number; readonly claims: readonly Claim[] }>
  payments(): Iterable<StoredPayment> | AsyncIterable<StoredPayment>
  /** The journal and its closed days. */
  ledger(): Promise<StoredLedger>
  /** How many values the master key with this id has sealed, names, addresses, secrets and keys. */
  sealedBy(masterId: string): Promise<number>
  findPayment(key: string): Awaitable<StoredPayment | undefined>
  close(): Awaitable<void>
}

/** Checks everything that a database knows about itself; throws if it is not sound. */
export type VerifyDatabase = (inspector: Inspector) => Promise<{
  readonly runs: number
  readonly auditEntries: number
}>

/** Where the rows are: in a file, or on a PostgreSQL server. */
export type DatabasePlace =
  | { readonly kind: 'file'; readonly file: string }
  | { readonly kind: 'server'; readonly url: string }

export interface SchemaState {
  /** The last migration applied to the database; null if there is none yet. */
  readonly version: number | null
  /** The last migration that this program knows. */
  readonly newest: number
}

/** What can be learned from outside about the nodes of a database. */
export interface ServerState {
  /** Names the locators and payments of this database; null if no node was ever started on it. */
  readonly locatorKey: readonly number[] | null
  /** Open connections of nodes. */
  readonly nodeConnections: number
}
