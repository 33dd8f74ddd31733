import { payoutKey, providerKey, refundKey } from '../../domain/records/provider-key.ts'
import type { DueWork, Scope } from '../../store/store.ts'
import type { Deps } from '../deps.ts'

/** What doing a step at the provider requires. */
export type SettleDeps = Pick<
  Deps,
  'store' | 'brand' | 'gateway' | 'log' | 'counters' | 'setbacks' | 'randomBytes' | 'onMessageDue'
>

/** The name of a step at the provider. */
export function stepKey(work: DueWork): string {
  if (work.kind === 'payment') return providerKey(work.payment)
  return work.refund.kind === 'REFUND' ? refundKey(work.refund) : payoutKey(work.refund)
}

/** Work done under a lease is also recorded under it: a worker that comes late changes nothing. */
export function scopeOf(lease: DueWork): Scope {
  const { trainRunId, id: paymentId, holdId, bookingId } = lease.payment
  const scope = { trainRunId, paymentId, holdId, lease }
  return bookingId === null ? scope : { ...scope, bookingId }
}
