import type { PaymentId, RefundId } from '../domain/ids.ts'
import { after, earlier, type Instant } from '../domain/instant.ts'
import type { Change } from '../domain/records/changes.ts'
import type { Payment, Refund } from '../domain/records/payment.ts'
import type { DueWork } from './store.ts'

/** How long one lease lasts. A worker that died causes this much delay. */
export const leaseMs = 30_000

interface Lease {
  readonly until: Instant
  readonly fence: number
}

/**
 * The payments and refunds that are due, for a store that one process owns. The commits feed it, so nothing
 * has to be read again. Leases need no rows there, because their holders end with this process.
 */
export class DueQueue {
  readonly #payments = new Map<PaymentId, Payment>()
  /**
   * A payment with something left to capture goes before its refunds, so refunds keep their payment in view.
   */
  readonly #refunds = new Map<RefundId, Refund>()
  readonly #paymentLeases = new Map<PaymentId, Lease>()
  readonly #refundLeases = new Map<RefundId, Lease>()
  #fence = 0

  seed(due: { readonly payments: readonly Payment[]; readonly refunds: readonly Refund[] }): void {
    for (const payment of due.payments) this.#putPayment(payment)
    for (const refund of due.refunds) this.#putRefund(refund)
  }

  publish(changes: readonly Change[]): void {
    for (const change of changes) {
      if (change.kind === 'payment_added' || change.kind === 'payment_changed')
        this.#putPayment(change.payment)
      if (change.kind === 'refund_added' || change.kind === 'refund_changed') this.#putRefund(change.refund)
    }
  }

  /** Leases due work that is free. Refunds wait while their payment's own step is due. */
  lease(
    now: Instant,
    limit: number,
  ): readonly (
    | { kind: 'payment'; payment: Payment; fence: number }
    | { kind: 'refund'; refund: Refund; fence: number }
  )[] {
    const leased = []
    for (const payment of this.#payments.values()) {
      if (leased.length >= limit) return leased
      if (payment.dueAt === null || now < payment.dueAt || !isFree(this.#paymentLeases.get(payment.id), now))
        continue
      leased.push({
        kind: 'payment' as const,
        payment,
        fence: this.#take(this.#paymentLeases, payment.id, now),
      })
    }
    for (const refund of this.#refunds.values()) {
      if (leased.length >= limit) return leased
      if (refund.dueAt === null || now < refund.dueAt || this.#payments.has(refund.paymentId)) continue
      if (!isFree(this.#refundLeases.get(refund.id), now)) continue
      leased.push({ kind: 'refund' as const, refund, fence: this.#take(this.#refundLeases, refund.id, now) })
    }
    return leased
  }

  holds(work: DueWork, now: Instant): boolean {
    const lease = this.#leaseOf(work)
    return lease !== undefined && lease.fence === work.fence && now < lease.until
  }

  /** Nobody works under the lease anymore, and nobody gets the work before that time. */
  putAside(work: DueWork, until: Instant): void {
    const { fence } = work
    if (this.#leaseOf(work)?.fence !== fence) return
    if (work.kind === 'payment') this.#paymentLeases.set(work.payment.id, { until, fence })
    else this.#refundLeases.set(work.refund.id, { until, fence })
  }

  #leaseOf(work: DueWork): Lease | undefined {
    return work.kind === 'payment'
      ? this.#paymentLeases.get(work.payment.id)
      : this.#refundLeases.get(work.refund.id)
  }

  nextDueAt(): Instant | null {
    let next: Instant | null = null
    for (const payment of this.#payments.values())
      next = earlier(next, freeAt(this.#paymentLeases.get(payment.id), payment.dueAt))
    for (const refund of this.#refunds.values()) {
      if (!this.#payments.has(refund.paymentId))
        next = earlier(next, freeAt(this.#refundLeases.get(refund.id), refund.dueAt))
    }
    return next
  }

  get size(): number {
    return this.#payments.size + this.#refunds.size
  }

  #take<Id>(leases: Map<Id, Lease>, id: Id, now: Instant): number {
    leases.set(id, { until: after(now, leaseMs), fence: ++this.#fence })
    return this.#fence
  }

  /** A change of the row ends its lease: the step was done, or postponed with a new due time. */
  #putPayment(payment: Payment): void {
    this.#paymentLeases.delete(payment.id)
    if (payment.dueStep !== null && payment.dueAt !== null) this.#payments.set(payment.id, payment)
    else this.#payments.delete(payment.id)
  }

  #putRefund(refund: Refund): void {
    this.#refundLeases.delete(refund.id)
    if (refund.status === 'QUEUED' && refund.dueAt !== null) this.#refunds.set(refund.id, refund)
    else this.#refunds.delete(refund.id)
  }
}

function isFree(lease: Lease | undefined, now: Instant): boolean {
  return lease === undefined || lease.until <= now
}

function freeAt(lease: Lease | undefined, dueAt: Instant | null): Instant | null {
  return dueAt !== null && lease && dueAt < lease.until ? lease.until : dueAt
}
