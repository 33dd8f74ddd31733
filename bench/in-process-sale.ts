import { placeHold } from '../src/app/sale/place-hold.ts'
import { makeLinkToken } from '../src/app/tokens.ts'
import type { BookingId, PaymentId, UserId } from '../src/domain/ids.ts'
import { soleKey } from '../src/domain/people/keyring.ts'
import type { TrainRun } from '../src/domain/railway/train-run.ts'
import type { Hold } from '../src/domain/records/hold.ts'
import { locatorOf } from '../src/domain/records/locator.ts'
import type { Payment } from '../src/domain/records/payment.ts'
import { confirmBooking } from '../src/domain/sale/confirm-booking.ts'
import { pinHold } from '../src/domain/sale/pin-hold.ts'
import type { EngineStore } from '../src/store/engine-store.ts'
import { randomBytesOf } from './demo-store.ts'

const holdMs = 120_000
const paymentTimeoutMs = 30_000
export const saleSettings = {
  holdMs,
  paymentTimeoutMs,
  quoteMs: 600_000,
  sessionMs: 3_600_000,
  holdsPerUser: Infinity,
  blockShare: null,
  holdExtensionMs: 120_000,
  saleDaysAhead: 60,
  unverifiedShare: null,
  proofOfWork: false,
  compensationLimitCents: 5_000,
  timeZone: 'UTC',
  accounts: new Map(),
  ticketInitials: true,
}

const uncounted = { count: () => {} }

export interface SeatOfRun {
  readonly run: TrainRun
  readonly seatNumber: string
  readonly userId: UserId
  /** The first stop of the run, unless given. */
  readonly fromStationCode?: string
  /** The last stop of the run, unless given. */
  readonly toStationCode?: string
}

/** Holds one seat, by the same use case as the product. */
export async function holdSeat(
  store: EngineStore,
  { run, seatNumber, userId, ...ride }: SeatOfRun,
  forMs = holdMs,
): Promise<Hold> {
  const from = ride.fromStationCode ?? run.train.stops[0]?.stationCode ?? ''
  const to = ride.toStationCode ?? run.train.stops.at(-1)?.stationCode ?? ''
  const reply = await placeHold(
    {
      ...{ store, settings: { ...saleSettings, holdMs: forMs }, randomBytes: randomBytesOf },
      ...{ counters: uncounted, sessionKeys: () => soleKey('') },
    },
    { userId },
    {
      trainRunId: String(run.id),
      fromStationCode: from,
      toStationCode: to,
      seats: { kind: 'named', seatNumbers: [seatNumber] },
      addressBlock: null,
      proof: null,
    },
    `hold-${run.id}-${seatNumber}-${from}`,
  )
  if (!reply.ok) throw new Error(`hold of ${seatNumber}: ${JSON.stringify(reply.refusal)}`)
  return reply.value.hold
}

/** Pins the hold and confirms the booking, as if the provider had authorized immediately. */
export async function bookHold(
  store: EngineStore,
  { run, seatNumber }: SeatOfRun,
  hold: Hold,
): Promise<void> {
  const payment = await pinHoldOf(store, { run, seatNumber }, hold)
  const bookingId = (await store.nextId('booking')) as BookingId
  const command = {
    paymentId: payment.id,
    bookingId,
    locator: locatorOf(bookingId, store.locatorKey),
    linkToken: makeLinkToken(bookingId, run.id, randomBytesOf(16)),
    journeyDate: run.serviceDate,
    amountCents: payment.amountCents,
    currency: payment.currency,
  }
  const scope = { trainRunId: run.id, holdId: hold.id, paymentId: payment.id }
  const reply = await store.decide(scope, (inventory, now) => confirmBooking(inventory, command, now))
  if (!reply.ok) throw new Error(`booking of ${seatNumber}: ${JSON.stringify(reply.refusal)}`)
}

/** Pins a hold for its payment. */
export async function pinHoldOf(
  store: EngineStore,
  { run, seatNumber }: Pick<SeatOfRun, 'run' | 'seatNumber'>,
  hold: Hold,
): Promise<Payment> {
  const command = {
    paymentId: (await store.nextId('payment')) as PaymentId,
    holdId: hold.id,
    holdToken: hold.token,
    userId: hold.userId,
    method: 'mock',
    passengers: [{ seatNumber, name: 'Ada Byron', age: 36, gender: 'F' as const }],
    contact: { email: null, phone: null },
    language: 'en' as const,
    wrappedKey: 'w1.',
    search: '',
    idempotencyKey: `booking-${run.id}-${seatNumber}-${hold.id}`,
    fingerprint: hold.fingerprint,
    paymentTimeoutMs,
    isProviderAvailable: true,
  }
  const key = { route: 'booking', userId: hold.userId, key: command.idempotencyKey } as const
  const scope = { trainRunId: run.id, holdId: hold.id, key }
  const reply = await store.decide(scope, (inventory, now) => pinHold(inventory, command, now))
  if (!reply.ok || reply.value.kind !== 'pinned') throw new Error(`pin of ${seatNumber}: no`)
  return reply.value.payment
}
