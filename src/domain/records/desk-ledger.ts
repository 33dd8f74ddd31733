import type { ApiKeyId, DeskEntryId, PaymentId, StaffId, TrainRunId, UserId } from '../ids.ts'
import type { Instant } from '../instant.ts'
import type { Payment, Refund } from './payment.ts'

/** How money changed hands: through the drawer of the till, or through a bank. */
export const deskMeans = ['CASH', 'TRANSFER'] as const
export type DeskMeans = (typeof deskMeans)[number]

/** What a till may be called: a code, never the name of a passenger. */
export const tillForm = '^[A-Za-z0-9][A-Za-z0-9._-]{0,31}$'

/**
 * Money that changed hands at a desk: one row of the append-only ledger of the desk methods. It is committed
 * with the act that it belongs to.
 *
 * How sums are read from the ledger: what a till has in its drawer is the sum of `amountCents` of its entries
 * with `CASH`, by currency, within the time in question; what came in by invoice is the sum of the entries of
 * payments with the method `invoice`. What was sold and given back is not here but in payments and refunds,
 * as for every method: over each payment, its amount, minus its refunds and compensations that have not
 * lapsed, minus its entries is what is still open (`balanceOf`), and over all of them the same sum is what
 * passengers owe the railway less what it owes them.
 */
export interface DeskEntry {
  readonly id: DeskEntryId
  readonly trainRunId: TrainRunId
  readonly paymentId: PaymentId
  /** What the railway received, in minor units of the currency of the payment; negative if it paid out. */
  readonly amountCents: number
  readonly means: DeskMeans
  readonly till: string
  readonly at: Instant
  /** Who took it or paid it out. */
  readonly staffId: StaffId | null
  readonly keyId: ApiKeyId | null
  /** Of the request that made it. */
  readonly userId: UserId
  readonly idempotencyKey: string
  readonly fingerprint: string
}

/**
 * What is open between a passenger and the railway on a payment at the desk, in minor units: positive while
 * the passenger owes it, negative while the railway does.
 */
export function balanceOf(
  { amountCents }: Pick<Payment, 'amountCents'>,
  refunds: readonly Pick<Refund, 'amountCents' | 'status'>[],
  entries: readonly Pick<DeskEntry, 'amountCents'>[],
): number {
  const credited = refunds.filter(({ status }) => status !== 'LAPSED')
  return amountCents - sumOf(credited) - sumOf(entries)
}

function sumOf(rows: readonly { readonly amountCents: number }[]): number {
  return rows.reduce((sum, row) => sum + row.amountCents, 0)
}
