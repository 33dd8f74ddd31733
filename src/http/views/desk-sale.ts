import type { Static } from 'typebox'
import type { ShownBooking } from '../../app/after-sale/find-booking.ts'
import type { DeskReceipt, ListedDeskAccount } from '../../app/operations/desk-accounts.ts'
import type { Right } from '../../domain/people/rights.ts'
import type { Network } from '../../domain/railway/network.ts'
import { type DeskMethod, isDeskMethod } from '../../domain/records/payment-method.ts'
import type { DeskAccounts, DeskSale, Receipt } from '../schemas/desk-sale.ts'
import { bookingView } from './booking.ts'
import { deskBookingView } from './desk.ts'
import { utcTime } from './local-time.ts'

/** The sale as it was made, so that a repeated request gets the same answer. */
export function deskSaleView({ booking, payment }: ShownBooking['record']): Static<typeof DeskSale> {
  return {
    booking_id: booking.locator,
    total_cents: booking.totalCents,
    currency: booking.currency,
    method: methodOf(payment),
    link_token: booking.linkToken,
  }
}

/** Names are masked for who may not read them. */
export function receiptView(
  network: Network,
  { shown, entries, compensationCents, balanceCents }: DeskReceipt,
  rights: ReadonlySet<Right>,
): Static<typeof Receipt> {
  return {
    booking: deskBookingView(bookingView(network, shown), shown, rights),
    compensation_cents: compensationCents,
    balance_cents: balanceCents,
    entries: entries.map((entry) => ({
      entry_id: String(entry.id),
      at: utcTime(entry.at),
      amount_cents: entry.amountCents,
      means: entry.means,
      till: entry.till,
      staff_id: entry.staffId === null ? null : String(entry.staffId),
      key_id: entry.keyId === null ? null : String(entry.keyId),
    })),
  }
}

export function deskAccountView(account: ListedDeskAccount): Static<typeof DeskAccounts>['accounts'][number] {
  return {
    booking_id: account.locator,
    train_run_id: String(account.trainRunId),
    method: methodOf(account),
    balance_cents: account.balanceCents,
    currency: account.currency,
    sold_at: utcTime(account.soldAt),
  }
}

function methodOf({ method }: { readonly method: string }): DeskMethod {
  if (!isDeskMethod(method)) throw new Error(`${method} is no method of a desk`)
  return method
}
