import type { DeskEntryId } from '../../domain/ids.ts'
import {
  settleAtDesk as rule,
  type SettleAtDesk,
  type SettleRefusal,
} from '../../domain/money/settle-at-desk.ts'
import { balanceOf, type DeskEntry } from '../../domain/records/desk-ledger.ts'
import { locatorOf } from '../../domain/records/locator.ts'
import { isDeskMethod } from '../../domain/records/payment-method.ts'
import { accept, type Reply, refuse } from '../../domain/result.ts'
import type { OpenDeskAccount } from '../../store/store.ts'
import { type BookingForRailway, findAnyBooking, findAnyRecord } from '../after-sale/find-booking.ts'
import type { Caller, Deps } from '../deps.ts'
import { fingerprint } from '../fingerprint.ts'

type SettleRequest = Pick<SettleAtDesk, 'amountCents' | 'means' | 'till' | 'by' | 'idempotencyKey'>

/** Records that the balance of a booking has changed hands at a desk. */
export async function settleAtDesk(
  { store }: Pick<Deps, 'store'>,
  { userId }: Caller,
  locator: string,
  request: SettleRequest,
): Promise<
  Reply<{ readonly entry: DeskEntry; readonly currency: string; readonly replayed: boolean }, SettleRefusal>
> {
  const record = await findAnyRecord({ store }, locator)
  if (!record) return refuse({ code: 'booking_not_found' })
  const { trainRunId, id: bookingId, paymentId, currency } = record.booking
  const { amountCents, means, till } = request
  const command = {
    ...{ ...request, bookingId, userId, entryId: (await store.nextId('desk_entry')) as DeskEntryId },
    fingerprint: fingerprint([record.booking.locator, String(amountCents), means, till]),
  }
  const reply = await store.decide({ trainRunId, bookingId, paymentId }, (inventory, now) =>
    rule(inventory, command, now),
  )
  return reply.ok ? accept({ ...reply.value, currency }) : reply
}

/** A booking that was sold at a desk, with everything that was taken, given back and paid out for it. */
export interface DeskReceipt {
  readonly shown: BookingForRailway
  readonly entries: readonly DeskEntry[]
  readonly refundedCents: number
  readonly compensationCents: number
  readonly balanceCents: number
}

type ReceiptRefusal =
  | { readonly code: 'booking_not_found' }
  | { readonly code: 'not_sold_at_desk'; readonly method: string }

export async function deskReceipt(
  deps: Pick<Deps, 'store' | 'personalKeys'>,
  locator: string,
): Promise<Reply<DeskReceipt, ReceiptRefusal>> {
  const found = await findAnyBooking(deps, locator)
  if (!found.ok) return found
  const { payment } = found.value.record
  if (!isDeskMethod(payment.method)) return refuse({ code: 'not_sold_at_desk', method: payment.method })
  const { refunds, entries } = await deps.store.readDeskAccount(payment.trainRunId, payment.id)
  const sumOf = (kind: string) =>
    refunds
      .filter((one) => one.kind === kind && one.status !== 'LAPSED')
      .reduce((sum, { amountCents }) => sum + amountCents, 0)
  return accept({
    shown: found.value,
    entries,
    refundedCents: sumOf('REFUND'),
    compensationCents: sumOf('COMPENSATION'),
    balanceCents: balanceOf(payment, refunds, entries),
  })
}

/** An open account, by the locator of its booking. */
export type ListedDeskAccount = OpenDeskAccount & { readonly locator: string }

/** The accounts at desks on which something is open, the latest sale first, and whether there are more. */
export async function listOpenDeskAccounts(
  { store }: Pick<Deps, 'store'>,
  limit: number,
): Promise<{ readonly accounts: readonly ListedDeskAccount[]; readonly hasMore: boolean }> {
  const found = await store.listOpenDeskAccounts(limit + 1)
  const accounts = found
    .slice(0, limit)
    .map((one) => ({ ...one, locator: locatorOf(one.bookingId, store.locatorKey) }))
  return { accounts, hasMore: found.length > limit }
}
