import type { PaymentId, TrainRunId } from '../../domain/ids.ts'
import { balanceOf } from '../../domain/records/desk-ledger.ts'
import type { Payment } from '../../domain/records/payment.ts'
import { isDeskMethod } from '../../domain/records/payment-method.ts'
import type { DeskAccount, OpenDeskAccount } from '../store.ts'
import type { RunTables } from './memory-tables.ts'

/** The account of a payment among the rows of its run. */
export function deskAccountIn({ refunds, deskEntries }: RunTables, id: PaymentId): DeskAccount {
  return {
    refunds: [...refunds.values()].filter(({ paymentId }) => paymentId === id),
    entries: deskEntries.filter(({ paymentId }) => paymentId === id),
  }
}

/** The accounts at desks of all runs on which something is open, the latest payment first. */
export function openDeskAccountsIn(
  runs: ReadonlyMap<TrainRunId, RunTables>,
  limit: number,
): readonly OpenDeskAccount[] {
  return [...runs.values()]
    .flatMap((tables) => [...tables.payments.values()].map((payment) => ({ tables, payment })))
    .sort((a, b) => b.payment.id - a.payment.id)
    .flatMap(({ tables, payment }) => openAccount(tables, payment) ?? [])
    .slice(0, limit)
}

function openAccount(tables: RunTables, payment: Payment): OpenDeskAccount | undefined {
  const { id, trainRunId, bookingId, method, currency, createdAt: soldAt } = payment
  if (!isDeskMethod(method) || bookingId === null) return undefined
  const { refunds, entries } = deskAccountIn(tables, id)
  const balanceCents = balanceOf(payment, refunds, entries)
  return balanceCents === 0 ? undefined : { trainRunId, bookingId, method, currency, balanceCents, soldAt }
}
