import assert from 'node:assert/strict'
import { cancelBooking } from '../../domain/after-sale/cancel-booking.ts'
import { quoteCancellation } from '../../domain/after-sale/quote-cancellation.ts'
import type { CancellationId, QuoteId, RefundId } from '../../domain/ids.ts'
import type { Payment } from '../../domain/records/payment.ts'
import { providerKey } from '../../domain/records/provider-key.ts'
import { GatewayRefused } from '../../payments/gateway.ts'
import type { BookingRecord } from '../../store/store.ts'
import type { Counters } from '../deps.ts'
import { alice, openPaymentWorld, type PaymentWorld } from './payment-world.fixture.ts'
import { settleOne } from './settle-payments.ts'

/** Sells one seat of the world's run. */
export async function sold(
  world: PaymentWorld,
  seatNumber = '1-1',
  key = seatNumber,
): Promise<BookingRecord> {
  const reply = await world.book(await world.hold(seatNumber), key)
  assert(reply.ok, JSON.stringify(reply))
  return reply.value.record
}

/** Cancels the whole booking a month ahead; everything but the fee comes back. */
export async function cancel(world: PaymentWorld, { booking, payment }: BookingRecord): Promise<void> {
  const quoteId = (await world.store.nextId('quote')) as QuoteId
  const common = { userId: alice.userId, bookingId: booking.id, quoteId, quoteToken: `q${quoteId}` }
  const scope = {
    trainRunId: world.run.id,
    bookingId: booking.id,
    paymentId: payment.id,
    quoteId,
    key: { route: 'cancellation', userId: alice.userId, key: `c${quoteId}` },
  } as const
  const quoted = await world.store.decide(scope, (inventory, now) =>
    quoteCancellation(inventory, { ...common, seatNumbers: null, validForMs: 60_000 }, now),
  )
  assert(quoted.ok, JSON.stringify(quoted))
  const command = {
    ...common,
    cancellationId: (await world.store.nextId('cancellation')) as CancellationId,
    refundId: (await world.store.nextId('refund')) as RefundId,
    idempotencyKey: `c${quoteId}`,
    fingerprint: '',
  }
  const reply = await world.store.decide(scope, (inventory, now) => cancelBooking(inventory, command, now))
  assert(reply.ok, JSON.stringify(reply))
}

/** The booking as it is in the store now. */
export async function reload(world: PaymentWorld, { booking }: BookingRecord): Promise<BookingRecord> {
  const record = await world.store.findBooking(booking.id)
  assert(record)
  return record
}

/** The key of a payment at the provider. */
export const keyOf = (payment: Payment) => providerKey(payment)

/** A sale that was captured and canceled, whose refund the provider refuses, with the counters for it. */
export async function refusedRefund() {
  const counted: string[] = []
  const world = await openPaymentWorld()
  const counters: Counters = { count: (...[name]) => void counted.push(name) }
  const deps = { ...world.deps, counters }
  const record = await sold(world)
  await world.settle()
  await cancel(world, record)
  world.gateway.onStep = (step) => {
    if (step === 'refund') throw new GatewayRefused('the merchant account is closed')
  }
  /** Does the work that is due now and returns the time until something is due again; null if nothing is. */
  const settle = async () => {
    for (const work of await world.store.leaseDueWork(10)) await settleOne(deps, work)
    const nextAt = await world.store.nextDueAt()
    return nextAt === null ? null : nextAt - world.store.now()
  }
  const loud = () => world.logged.filter((line) => line.startsWith('the provider refuses a refund'))
  return { world, record, counted, settle, loud }
}

/** A refund that the provider makes by hand, which it reports as it does any other change. */
export function giveByHand(world: PaymentWorld, payment: Payment, cents: number): void {
  const there = world.gateway.get(keyOf(payment))
  assert(there)
  world.gateway.put({ ...there, refundedCents: there.refundedCents + cents })
}
