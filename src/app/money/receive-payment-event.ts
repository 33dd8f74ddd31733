import { accept, type Reply, refuse } from '../../domain/result.ts'
import type { ProviderEvent } from '../../payments/gateway.ts'
import type { ResolveDeps } from '../sale/resolve-attempt.ts'
import { reconcileKey } from './reconcile-payments.ts'

type PaymentEventRefusal = { readonly code: 'unauthenticated' } | { readonly code: 'not_found' }

/**
 * Accepts a webhook of a payment provider. It is only a hint: the provider is asked by key, and its answer
 * counts, so an event that comes early, twice, late or out of order does no harm. A forged event changes
 * nothing and is not kept.
 */
export async function receivePaymentEvent(
  deps: ResolveDeps,
  provider: string,
  event: ProviderEvent,
): Promise<Reply<{ readonly isNew: boolean }, PaymentEventRefusal>> {
  if (provider !== deps.gateway.name) return refuse({ code: 'not_found' })
  const read = deps.gateway.readEvent(event, Math.floor(deps.store.now() / 1000))
  if (!read) {
    deps.counters.count('forged_payment_events')
    return refuse({ code: 'unauthenticated' })
  }
  if (read.key !== null) await reconcileKey(deps, read.key)
  // Stored after its effect: a fault on the way makes the provider send it again, and doing it twice does no
  // harm.
  const { id: eventId, body, signature } = event
  return accept({ isNew: await deps.store.recordProviderEvent({ provider, eventId, body, signature }) })
}
