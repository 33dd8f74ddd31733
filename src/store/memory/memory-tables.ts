import { unreachable } from '../../domain/assert.ts'
import type {
  AccessCodeId,
  BookingId,
  CancellationId,
  HoldId,
  MessageId,
  PaymentId,
  QuoteId,
  RefundId,
  SeatId,
  TrainRunId,
} from '../../domain/ids.ts'
import type { Instant } from '../../domain/instant.ts'
import type { RunState } from '../../domain/inventory/run-state.ts'
import { overlaps } from '../../domain/railway/segment.ts'
import type { AccessCode, BookingGrant } from '../../domain/records/access.ts'
import type { AuditEntry } from '../../domain/records/audit.ts'
import type { Booking, Cancellation, Quote } from '../../domain/records/booking.ts'
import type { Change } from '../../domain/records/changes.ts'
import type { Claim } from '../../domain/records/claim.ts'
import type { Closure } from '../../domain/records/closure.ts'
import type { DeskEntry } from '../../domain/records/desk-ledger.ts'
import { type Hold, isMarkedLive, isRemembered } from '../../domain/records/hold.ts'
import type { Message } from '../../domain/records/message.ts'
import type { Payment, Refund } from '../../domain/records/payment.ts'
import type { PersonalKey } from '../../domain/records/sealed.ts'
import type { Stretch } from '../../domain/records/stretch.ts'
import { entryOfStretch, linkEntries, stretchOfEntry } from '../audit-chain.ts'
import type { RunWrite } from '../backend.ts'
import type { KeptRun } from '../import-plan.ts'
import { noteOfKept } from '../keep-runs.ts'
import { MemoryPeople } from './memory-people.ts'

/** The rows of one run, kept as plainly as possible. */
export class RunTables {
  commitSeq = 0
  auditSeq = 0
  auditHash = ''
  closures: readonly Closure[] = []
  claims: readonly Claim[] = []
  readonly holds = new Map<HoldId, Hold>()
  readonly payments = new Map<PaymentId, Payment>()
  readonly personalKeys = new Map<PaymentId, PersonalKey>()
  readonly bookings = new Map<BookingId, Booking>()
  readonly quotes = new Map<QuoteId, Quote>()
  readonly cancellations = new Map<CancellationId, Cancellation>()
  readonly refunds = new Map<RefundId, Refund>()
  readonly accessCodes = new Map<AccessCodeId, AccessCode>()
  deskEntries: readonly DeskEntry[] = []
  grants: readonly BookingGrant[] = []
  readonly messages = new Map<MessageId, Message>()
  readonly people = new MemoryPeople()
  readonly trainRunId: TrainRunId
  entries: readonly AuditEntry[] = []

  constructor(trainRunId: TrainRunId) {
    this.trainRunId = trainRunId
  }

  state(): RunState {
    const keys = [
      ...[...this.holds.values()].map((row) => ({ route: 'hold' as const, row })),
      ...[...this.payments.values()].map((row) => ({ route: 'booking' as const, row })),
      ...[...this.cancellations.values()].map((row) => ({ route: 'cancellation' as const, row })),
    ]
    return {
      commitSeq: this.commitSeq,
      auditSeq: this.auditSeq,
      auditHash: this.auditHash,
      closures: this.closures,
      claims: [...this.claims],
      holds: [...this.holds.values()].filter((hold) => isMarkedLive(hold) || isRemembered(hold)),
      payments: [...this.payments.values()].filter((payment) => payment.status === 'REQUESTED'),
      keys: keys.map(({ route, row }) => ({
        route,
        userId: row.userId,
        key: row.idempotencyKey,
        id: row.id,
      })),
    }
  }

  /** The claims after a write; throws, with nothing changed, if the write is impossible. */
  claimsAfter(write: RunWrite): readonly Claim[] {
    let { claims } = this
    for (const change of write.changes) {
      if (change.kind === 'claim_removed') claims = without(claims, change.seatId, change.fromLeg)
      if (change.kind === 'claim_changed') claims = without(claims, change.claim.seatId, change.claim.fromLeg)
      if (change.kind === 'claim_changed' || change.kind === 'claim_added')
        claims = withClaim(claims, change.claim)
    }
    return claims
  }

  write(write: RunWrite, claims: readonly Claim[]): void {
    this.claims = claims
    for (const change of write.changes) this.#take(change, write.at)
    this.entries = [...this.entries, ...write.entries]
    this.commitSeq = write.commitSeq
    this.auditSeq = write.auditSeq
    this.auditHash = write.auditHash
    this.closures = write.closures
  }

  /** An import has changed the run; returns what the audit says of it. */
  noteKept(kept: KeptRun, at: Instant): readonly AuditEntry[] {
    if (kept.change === 'moved')
      for (const quote of this.quotes.values()) put(this.quotes, { ...quote, validUntil: 0 as Instant })
    const end = { seq: this.auditSeq, hash: this.auditHash }
    const entries = linkEntries(this.trainRunId, end, at, [{ kind: 'noted', note: noteOfKept(kept) }])
    this.entries = [...this.entries, ...entries]
    this.commitSeq++
    this.auditSeq++
    this.auditHash = entries.at(-1)?.hash ?? this.auditHash
    return entries
  }

  /** The entries of these holds, and earlier cleared ones, wherever they are. */
  stretches(holdIds: readonly HoldId[]): readonly Stretch[] {
    const ids: ReadonlySet<HoldId | null> = new Set(holdIds)
    return this.entries
      .filter((entry) => ids.has(entry.holdId) || entry.action === 'entries_cleared')
      .map(stretchOfEntry)
  }

  #clearHold({ id }: Hold): void {
    this.holds.delete(id)
    this.entries = this.entries.filter((entry) => entry.holdId !== id)
  }

  #clearEntries({ replaced, stretches }: Extract<Change, { kind: 'entries_cleared' }>, at: Instant): void {
    const gone = new Set(replaced.map((one) => one.toSeq))
    const kept = this.entries.filter((entry) => entry.action !== 'entries_cleared' || !gone.has(entry.seq))
    const added = stretches.map((one) => entryOfStretch(this.trainRunId, at, one))
    this.entries = [...kept, ...added].sort((a, b) => a.seq - b.seq)
  }

  addClaim(claim: Claim): void {
    this.claims = withClaim(this.claims, claim)
  }

  #take(change: Change, at: Instant): void {
    switch (change.kind) {
      case 'hold_cleared':
        this.#clearHold(change.hold)
        break
      case 'entries_cleared':
        this.#clearEntries(change, at)
        break
      case 'hold_added':
      case 'hold_changed':
        put(this.holds, change.hold)
        break
      case 'payment_added':
      case 'payment_changed':
        put(this.payments, change.payment)
        break
      case 'personal_key_added':
      case 'personal_key_changed':
        this.personalKeys.set(change.key.paymentId, change.key)
        break
      case 'personal_key_removed':
        this.personalKeys.delete(change.paymentId)
        break
      case 'booking_added':
      case 'booking_changed':
        put(this.bookings, change.booking)
        break
      case 'quote_added':
        put(this.quotes, change.quote)
        break
      case 'cancellation_added':
        put(this.cancellations, change.cancellation)
        break
      case 'refund_added':
      case 'refund_changed':
        put(this.refunds, change.refund)
        break
      case 'desk_entry_added':
        this.deskEntries = [...this.deskEntries, change.entry]
        break
      case 'code_added':
      case 'code_changed':
        put(this.accessCodes, change.code)
        break
      case 'grant_added':
        this.grants = [...this.grants, change.grant]
        break
      case 'message_added':
        put(this.messages, change.message)
        break
      case 'person_added':
      case 'person_changed':
        this.people.put(change, this.commitSeq + 1)
        break
      case 'claim_removed':
      case 'claim_added':
      case 'claim_changed':
      case 'closures_changed':
      case 'noted':
        // `write` handles claims, closures and entries.
        break
      default:
        unreachable(change)
    }
  }
}

/** Refuses overlaps, as every database does. */
function withClaim(claims: readonly Claim[], claim: Claim): readonly Claim[] {
  const rival = claims.find((other) => other.seatId === claim.seatId && overlaps(other, claim))
  if (rival) throw new Error('seat_claims_no_overlap')
  return [...claims, claim]
}

function without(claims: readonly Claim[], seatId: SeatId, fromLeg: number): readonly Claim[] {
  const rest = claims.filter((claim) => claim.seatId !== seatId || claim.fromLeg !== fromLeg)
  if (rest.length === claims.length) throw new Error(`no claim on seat ${seatId} from leg ${fromLeg}`)
  return rest
}

function put<Id, Row extends { readonly id: Id }>(rows: Map<Id, Row>, row: Row): void {
  rows.set(row.id, row)
}
