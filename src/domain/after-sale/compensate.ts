import { assert } from '../assert.ts'
import type { BookingId, RefundId, UserId } from '../ids.ts'
import type { Instant } from '../instant.ts'
import type { Decision, Inventory } from '../inventory/inventory.ts'
import type { ActedBy } from '../records/audit.ts'
import { creditedNote, newRefund, type Refund } from '../records/payment.ts'
import { accept, type Reply, refuse } from '../result.ts'

/** The railway gives a passenger money beyond the price of a booking. */
interface Compensate<R extends { readonly code: string }> {
  readonly refundId: RefundId
  readonly bookingId: BookingId
  readonly userId: UserId
  /** In minor units of the currency of the booking; positive. */
  readonly amountCents: number
  /** Whether the caller may give this to a booking that has got so much before. */
  readonly allows: (givenCents: number) => Reply<null, R>
  readonly by: ActedBy
  readonly idempotencyKey: string
  readonly fingerprint: string
}

export type CompensateRefusal =
  | { readonly code: 'idempotency_key_reused' }
  | { readonly code: 'booking_not_found' }

interface Compensated {
  readonly compensation: Refund
  /** What the booking has got with this one. */
  readonly givenCents: number
  readonly replayed: boolean
}

/**
 * Makes a compensation due, which is paid out like a refund but is none: it belongs to no cancellation, and
 * counts toward nothing that was paid. Whatever the booking has got before counts toward the limit. Refuses
 * in the order of the union above, and then what the caller may not give.
 */
export function compensate<R extends { readonly code: string }>(
  inventory: Inventory,
  command: Compensate<R>,
  now: Instant,
): Decision<Compensated, CompensateRefusal | R> {
  const booking = inventory.booking(command.bookingId)
  if (!booking) return { reply: refuse({ code: 'booking_not_found' }), changes: [] }
  const given = compensationsOf(inventory.refundsOf(booking.paymentId))
  const earlier = given.find(
    (one) => one.userId === command.userId && one.idempotencyKey === command.idempotencyKey,
  )
  if (earlier) {
    const isSame = earlier.fingerprint === command.fingerprint
    const reply = isSame
      ? accept({ compensation: earlier, givenCents: upTo(given, earlier), replayed: true })
      : refuse({ code: 'idempotency_key_reused' } as const)
    return { reply, changes: [] }
  }
  const givenCents = compensationCents(given)
  const may = command.allows(givenCents)
  if (!may.ok) return { reply: may, changes: [] }
  return give(inventory, command, { paymentId: booking.paymentId, givenCents }, now)
}

function give(
  inventory: Inventory,
  command: Omit<Compensate<never>, 'allows'>,
  { paymentId, givenCents }: Pick<Refund, 'paymentId'> & Pick<Compensated, 'givenCents'>,
  now: Instant,
): Decision<Compensated, never> {
  const { refundId: id, bookingId, userId, amountCents, by, idempotencyKey, fingerprint } = command
  const payment = inventory.payment(paymentId)
  assert(payment, `booking ${bookingId} has no payment`)
  const compensation = newRefund(
    payment,
    { id, cancellationId: null, amountCents, kind: 'COMPENSATION', idempotencyKey, fingerprint, userId },
    now,
  )
  const facts = { refund_id: id, amount_cents: amountCents }
  const note = {
    action: 'compensation_given',
    userId: null,
    holdId: payment.holdId,
    paymentId,
    bookingId,
    facts,
    by,
  } as const
  return {
    reply: accept({ compensation, givenCents: givenCents + amountCents, replayed: false }),
    changes: [
      { kind: 'refund_added', refund: compensation },
      { kind: 'noted', note },
      ...creditedNote(payment, compensation),
    ],
  }
}

/** The compensations among the entries of a payment. */
function compensationsOf(entries: readonly Refund[]): readonly Refund[] {
  return entries.filter(({ kind, status }) => kind === 'COMPENSATION' && status !== 'LAPSED')
}

function compensationCents(given: readonly Refund[]): number {
  return given.reduce((sum, { amountCents }) => sum + amountCents, 0)
}

/** As the answer to an earlier request had it: ids ascend. */
function upTo(given: readonly Refund[], { id }: Refund): number {
  return compensationCents(given.filter((one) => one.id <= id))
}
