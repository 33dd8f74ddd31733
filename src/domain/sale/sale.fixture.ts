import assert from 'node:assert/strict'
import type { CancellationId, HoldId, PaymentId, QuoteId, StationCode } from '../ids.ts'
import { failCapture } from '../money/fail-capture.ts'
import { holdMs, paymentTimeoutMs } from '../records/hold.fixture.ts'
import type { Payment } from '../records/payment.ts'
import { alice, idOf, segment, type World } from '../world.fixture.ts'
import { type ConfirmBooking, confirmBooking } from './confirm-booking.ts'
import { type PinHold, pinHold } from './pin-hold.ts'
import { placeHold } from './place-hold.ts'

/** Alice holds seats: `placed(world, 'h1', 'A-C', '1-1 1-2')`. */
export function placed(world: World, name: string, segmentText: string, seats: string): void {
  const [from = '', to = ''] = segmentText.split('-')
  const command = {
    holdId: idOf<HoldId>(name),
    holdToken: `token of ${name}`,
    userId: alice,
    fromStationCode: from as StationCode,
    toStationCode: to as StationCode,
    segment: segment(segmentText),
    seats: { kind: 'named' as const, seatNumbers: seats.split(' ') },
    holdMs,
    holdsPerUser: 10,
    idempotencyKey: `key of ${name}`,
    fingerprint: name,
  }
  const reply = world.decide((inventory, now) => placeHold(inventory, command, now))
  assert(reply.ok, JSON.stringify(reply))
}

/** Alice pays for her hold: payment `p1` for hold `h1`, a passenger on each of the seats. */
export function pin(name: string, holdName: string, seats: string, changed: Partial<PinHold> = {}): PinHold {
  return {
    paymentId: idOf(name),
    holdId: idOf(holdName),
    holdToken: `token of ${holdName}`,
    userId: alice,
    method: 'mock',
    passengers: seats.split(' ').map((seatNumber, index) => ({
      seatNumber,
      name: `Passenger ${index}`,
      age: 30 + index,
      gender: 'X' as const,
    })),
    contact: { email: null, phone: null },
    language: 'en',
    wrappedKey: `key of ${name}`,
    search: `hashes of ${name}`,
    idempotencyKey: `key of ${name}`,
    fingerprint: name,
    paymentTimeoutMs,
    isProviderAvailable: true,
    ...changed,
  }
}

export function pinned(world: World, command: PinHold): Payment {
  const reply = world.decide((inventory, now) => pinHold(inventory, command, now))
  assert(reply.ok && reply.value.kind === 'pinned', JSON.stringify(reply))
  return reply.value.payment
}

/** The provider authorizes a payment, which makes booking `b1`. */
export function yes(world: World, name: string, bookingName: string, changed: Partial<ConfirmBooking> = {}) {
  const payment = paymentOf(world, name)
  const command: ConfirmBooking = {
    paymentId: payment.id,
    bookingId: idOf(bookingName),
    locator: bookingName,
    linkToken: `link of ${bookingName}`,
    journeyDate: world.run.serviceDate,
    amountCents: payment.amountCents,
    currency: payment.currency,
    ...changed,
  }
  return world.decide((inventory, now) => confirmBooking(inventory, command, now))
}

export function paymentOf(world: World, name: string): Payment {
  const payment = world.payments.get(idOf<PaymentId>(name))
  assert(payment, `no payment ${name}`)
  return payment
}

/** The provider refuses a capture for good; this cancels with quote `q9` and cancellation `c9`. */
export function captureFailed(world: World, name: string): void {
  const command = {
    paymentId: idOf<PaymentId>(name),
    quoteId: idOf<QuoteId>('q9'),
    quoteToken: 'token of q9',
    cancellationId: idOf<CancellationId>('c9'),
  }
  world.decide((inventory, now) => failCapture(inventory, command, now))
}

/** The world as data, to show that nothing changed. */
export function pictureOf(world: World): string {
  const { claims, notes, holds, payments, bookings, refunds, cancellations } = world
  const maps = [holds, payments, bookings, refunds, cancellations].map((rows) => [...rows.values()])
  return JSON.stringify([claims, notes, maps])
}
