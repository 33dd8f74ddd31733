import type { AuditEntry } from '../../domain/audit.ts'
import type { Booking, Cancellation, Quote } from '../../domain/booking.ts'
import type { Change } from '../../domain/changes.ts'
import type { Claim } from '../../domain/claim.ts'
import type { Hold } from '../../domain/hold.ts'
import type {
  BookingId,
  CancellationId,
  HoldId,
  PaymentId,
  QuoteId,
  RefundId,
  SeatId,
} from '../../domain/ids.ts'
import type { Payment, Refund } from '../../domain/payment.ts'
import { isLiveStatus, type RunState } from '../../domain/picture.ts'
import { overlaps } from '../../domain/segment.ts'
import type { RunWrite } from '../backend.ts'

/** The rows of one run, as plainly as they can be kept. */
export class RunTables {
  commitSeq = 0
  auditSeq = 0
  auditHash = ''
  claims: readonly Claim[] = []
  readonly holds = new Map<HoldId, Hold>()
  readonly payments = new Map<PaymentId, Payment>()
  readonly bookings = new Map<BookingId, Booking>()
  readonly quotes = new Map<QuoteId, Quote>()
  readonly cancellations = new Map<CancellationId, Cancellation>()
  readonly refunds = new Map<RefundId, Refund>()
  readonly entries: AuditEntry[] = []

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
      claims: [...this.claims],
      holds: [...this.holds.values()].filter(isLiveStatus),
      payments: [...this.payments.values()].filter((payment) => payment.status === 'REQUESTED'),
      keys: keys.map(({ route, row }) => ({
        route,
        userId: row.userId,
        key: row.idempotencyKey,
        id: row.id,
      })),
    }
  }

  /** The claims as they would be after a write; throws, with nothing changed, where the write cannot be made. */
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
    for (const change of write.changes) this.#take(change)
    this.entries.push(...write.entries)
    this.commitSeq = write.commitSeq
    this.auditSeq = write.auditSeq
    this.auditHash = write.auditHash
  }

  addClaim(claim: Claim): void {
    this.claims = withClaim(this.claims, claim)
  }

  #take(change: Change): void {
    if ('hold' in change) put(this.holds, change.hold)
    if ('payment' in change) put(this.payments, change.payment)
    if ('booking' in change) put(this.bookings, change.booking)
    if ('quote' in change) put(this.quotes, change.quote)
    if ('cancellation' in change) put(this.cancellations, change.cancellation)
    if ('refund' in change) put(this.refunds, change.refund)
  }
}

/** Refuses, as every database does, what overlaps. */
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
