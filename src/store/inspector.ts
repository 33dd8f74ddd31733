import type { AuditEntry } from '../domain/audit.ts'
import type { Claim } from '../domain/claim.ts'
import type { TrainRunId } from '../domain/ids.ts'

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
  run(): CheckOutcome
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
  runIds(): readonly TrainRunId[]
  /** The audit chain of every run, all as of one commit; the connection answers nothing else before the last of them was taken. */
  auditChains(): Iterable<AuditChain>
  auditHash(previous: string, entry: AuditEntry): string
  /** The claims of a run and the commit that they are of. */
  claims(trainRunId: TrainRunId): { readonly commitSeq: number; readonly claims: readonly Claim[] }
  payments(): Iterable<StoredPayment>
  findPayment(key: string): StoredPayment | undefined
  close(): void
}
