import type { PaymentId, SeatId, TrainRunId, UserId } from '../ids.ts'
import type { TrainRun } from '../railway/train-run.ts'
import type { Claim } from '../records/claim.ts'
import type { Closure } from '../records/closure.ts'
import type { Hold } from '../records/hold.ts'
import type { Payment } from '../records/payment.ts'
import type { KeyedRoute } from './inventory.ts'

/** What a store loads for a run: enough to decide everything except what the scope has to name. */
export interface RunState {
  /** Whether a run is as the database had it when this was read; left out where nobody else changes runs. */
  readonly fits?: FitsRun
  readonly commitSeq: number
  readonly auditSeq: number
  /** End of the run's audit chain, empty before its first entry. */
  readonly auditHash: string
  readonly closures: readonly Closure[]
  readonly claims: readonly Claim[]
  /** Holds that are `ACTIVE` or `PINNED`, and those from a known block that lately ran out unpaid. */
  readonly holds: readonly Hold[]
  /** Payments that are `REQUESTED`. */
  readonly payments: readonly Payment[]
  /** Every idempotency key of the run, with the id of the row it belongs to. */
  readonly keys: readonly {
    readonly route: KeyedRoute
    readonly userId: UserId
    readonly key: string
    readonly id: number
  }[]
}

export type FitsRun = (run: TrainRun) => boolean

export const emptyRunState: RunState = {
  commitSeq: 0,
  auditSeq: 0,
  auditHash: '',
  closures: [],
  claims: [],
  holds: [],
  payments: [],
  keys: [],
}

/** The point in its run's history that a picture has reached. */
export interface RunMark {
  readonly trainRunId: TrainRunId
  readonly commitSeq: number
  readonly auditSeq: number
  readonly auditHash: string
  /**
   * Payments that the picture keeps only because a step is due: a postponed step leaves no trace in the audit
   * chain.
   */
  readonly duePaymentIds: readonly PaymentId[]
}

/** Everything that changed in a run since a mark, each row as it is now. */
export interface RunChanges {
  /** As in `RunState`. */
  readonly fits?: FitsRun
  readonly commitSeq: number
  readonly auditSeq: number
  readonly auditHash: string
  readonly closures: readonly Closure[]
  /** All claims of every seat on which a claim may have been added, changed or removed. */
  readonly claims: ReadonlyMap<SeatId, readonly Claim[]>
  /** Holds that were placed or changed, whatever has become of them. */
  readonly holds: readonly Hold[]
  /** Payments that were begun, or that have changed since they were `REQUESTED`; plus those of the mark. */
  readonly payments: readonly Payment[]
  /** Idempotency keys that were used, and perhaps some that were used before. */
  readonly keys: RunState['keys']
}
