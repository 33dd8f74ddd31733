import type { AuditEntry } from '../domain/audit.ts'
import type { Claim } from '../domain/claim.ts'
import type { TrainRunId } from '../domain/ids.ts'

/** At once, or after a wait: a file is read at once, a server is asked. */
export type Awaitable<T> = T | Promise<T>

/** What one look at the database found. */
export interface CheckOutcome {
  /** How many things were looked at. */
  readonly checked: number
  /** How many of them are wrong. */
  readonly wrong: number
  /** The first few of those, each in one line. */
  readonly examples: readonly string[]
}

/** One thing that must be true of the whole database. */
export interface DatabaseCheck {
  readonly name: string
  /** The number of the rule in SPEC.md that it stands for. */
  readonly rule: string
  /** What must be true, as a sentence. */
  readonly about: string
  /** What to do when it is not. */
  readonly advice: string
  /** True for what a running server puts right by itself within seconds, and nobody does where none runs. */
  readonly needsServer: boolean
  run(): Awaitable<CheckOutcome>
}

/** An entry as it stands in the database; `entry` is null where the row cannot be read as one. */
export interface StoredEntry {
  readonly seq: number
  readonly hash: string
  readonly entry: AuditEntry | null
}

/** A run's audit chain and the end that its head remembers, of one moment. */
export interface AuditChain {
  readonly trainRunId: TrainRunId
  readonly head: { readonly seq: number; readonly hash: string } | null
  /** In order of `seq`. */
  readonly entries: readonly StoredEntry[]
}

/** A payment with what was given back of it, as the database has it. */
export interface StoredPayment {
  /** Its key at the provider. */
  readonly key: string
  readonly trainRunId: TrainRunId
  readonly currency: string
  readonly capturedCents: number
  readonly refundedCents: number
  /** False while a worker still has to tell the provider something. */
  readonly isAtRest: boolean
}

/** Reads the whole database from outside the engine, also while a server works with it; never writes. */
export interface Inspector {
  readonly checks: readonly DatabaseCheck[]
  /** Runs that were ever changed, by their heads. */
  runIds(): Awaitable<readonly TrainRunId[]>
  /** The audit chain of every run, all as of one commit; the connection answers nothing else before the last of them was taken. */
  auditChains(): Iterable<AuditChain> | AsyncIterable<AuditChain>
  auditHash(previous: string, entry: AuditEntry): string
  /** The claims of a run and the commit that they are of. */
  claims(trainRunId: TrainRunId): Awaitable<{ readonly commitSeq: number; readonly claims: readonly Claim[] }>
  payments(): Iterable<StoredPayment> | AsyncIterable<StoredPayment>
  findPayment(key: string): Awaitable<StoredPayment | undefined>
  close(): Awaitable<void>
}

/** Looks at everything that a database can tell of itself; throws where it is not sound. */
export type VerifyDatabase = (inspector: Inspector) => Promise<{
  readonly runs: number
  readonly auditEntries: number
}>

/** Where the rows are: in a file, or with a PostgreSQL server. */
export type DatabasePlace =
  | { readonly kind: 'file'; readonly file: string }
  | { readonly kind: 'server'; readonly url: string }

export interface SchemaState {
  /** The last migration that the database has had; null where there is none yet. */
  readonly version: number | null
  /** The last one that this program knows. */
  readonly newest: number
}

/** What can be told of the nodes of a database from outside. */
export interface ServerState {
  /** Names the locators and the payments of this database; null where no node was ever started on it. */
  readonly locatorKey: readonly number[] | null
  /** Connections of nodes that are open now. */
  readonly nodeConnections: number
}
