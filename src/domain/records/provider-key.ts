import type { PaymentId, TrainRunId } from '../ids.ts'
import type { Payment, Refund } from './payment.ts'

/** The prefix of all our keys at a provider. */
export const providerKeyPrefix = 'hf-'

const form = new RegExp(`^${providerKeyPrefix}([0-9]{1,15})-([0-9]{1,15})$`)

/**
 * The idempotency key of a payment at its provider; it contains the run, so that any node finds the row with
 * one look-up.
 */
export function providerKey({ trainRunId, id }: Pick<Payment, 'trainRunId' | 'id'>): string {
  return `${providerKeyPrefix}${trainRunId}-${id}`
}

/** The thing that a key at the provider names; undefined if the key is not ours. */
export function parseProviderKey(
  key: string,
): { readonly trainRunId: TrainRunId; readonly id: PaymentId } | undefined {
  const match = form.exec(key)
  if (!match) return undefined
  return { trainRunId: Number(match[1]) as TrainRunId, id: Number(match[2]) as PaymentId }
}

/** The idempotency key of a refund at the provider of its payment. */
export function refundKey({ trainRunId, paymentId, id }: Pick<Refund, 'trainRunId' | 'paymentId' | 'id'>) {
  return `${providerKey({ trainRunId, id: paymentId })}-r${id}`
}

/** The key of a compensation at the provider: a payment out, of its own. */
export function payoutKey({ trainRunId, paymentId, id }: Parameters<typeof refundKey>[0]): string {
  return `${providerKey({ trainRunId, id: paymentId })}-c${id}`
}

const payoutForm = new RegExp(`^(${providerKeyPrefix}[0-9]{1,15}-[0-9]{1,15})-c[0-9]{1,15}$`)

/** The key of the payment that a compensation belongs to; undefined if a key names no compensation. */
export function paymentOfPayout(key: string): string | undefined {
  return payoutForm.exec(key)?.[1]
}

/** The key for the rest of a refund, after the provider gave part of it back at someone else's request. */
export function restRefundKey(refund: Parameters<typeof refundKey>[0]): string {
  return `${refundKey(refund)}-rest`
}

/** The key for the refund of a payment that has no row here. */
export function orphanRefundKey(key: string): string {
  return `${key}-orphan`
}
