import type { TrainRunId } from '../../domain/ids.ts'
import type { Instant } from '../../domain/instant.ts'
import type { AuditEntry } from '../../domain/records/audit.ts'
import type { Claim } from '../../domain/records/claim.ts'
import type { Closure } from '../../domain/records/closure.ts'
import { integer, json, ofOwner, text } from './column.ts'
import { table } from './table.ts'

/** How far a run has come. */
export interface Head {
  readonly trainRunId: TrainRunId
  readonly commitSeq: number
  readonly auditSeq: number
  /** End of its audit chain. */
  readonly auditHash: string
  /** The parts of the run on which nothing is sold. */
  readonly closures: readonly Closure[]
}

/** The commit that writes a claim. */
interface Commit {
  readonly trainRunId: TrainRunId
  readonly at: Instant
}

export const headTable = table<Head>('run_heads', {
  key: 'train_run_id',
  changing: 'commit_seq audit_seq audit_head closures',
  columns: {
    train_run_id: integer('trainRunId'),
    commit_seq: integer('commitSeq'),
    audit_seq: integer('auditSeq'),
    audit_head: text('auditHash'),
    closures: json('closures'),
  },
})

/** A claim is changed in place: its interval stays, so the database has nothing to compare. */
export const claimTable = table<Claim, Commit>('seat_claims', {
  key: 'train_run_id seat_id from_leg',
  changing: 'state hold_id booking_id expires_at updated_at',
  columns: {
    train_run_id: ofOwner('trainRunId'),
    seat_id: integer('seatId'),
    from_leg: integer('fromLeg'),
    to_leg: integer('toLeg'),
    state: text('state'),
    hold_id: integer('holdId'),
    booking_id: integer('bookingId'),
    expires_at: integer('expiresAt'),
    updated_at: ofOwner('at'),
  },
})

export const auditTable = table<AuditEntry>('audit_entries', {
  key: 'train_run_id seq',
  columns: {
    train_run_id: integer('trainRunId'),
    seq: integer('seq'),
    at: integer('at'),
    action: text('action'),
    user_id: integer('userId'),
    hold_id: integer('holdId'),
    payment_id: integer('paymentId'),
    booking_id: integer('bookingId'),
    facts: json('facts'),
    hash: text('hash'),
    staff_id: integer('staffId'),
    key_id: integer('keyId'),
    reason: text('reason'),
  },
})
