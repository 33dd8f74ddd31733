import { cancelBooking } from './after-sale/cancel-booking.ts'
import { movePassengers } from './after-sale/move-passengers.ts'
import { quoteCancellation } from './after-sale/quote-cancellation.ts'
import type {
  BookingId,
  CancellationId,
  HoldId,
  PaymentId,
  QuoteId,
  RefundId,
  StationCode,
  UserId,
} from './ids.ts'
import type { Instant } from './instant.ts'
import type { Decision, Inventory, KeyedRoute } from './inventory/inventory.ts'
import { seatOf } from './railway/consist.ts'
import { segmentsOf } from './railway/small-world.fixture.ts'
import { actedByNobody } from './records/audit.ts'
import { isBooked } from './records/claim.ts'
import { holdMs, paymentTimeoutMs } from './records/hold.fixture.ts'
import { accept } from './result.ts'
import { closePayment } from './sale/close-payment.ts'
import { confirmBooking } from './sale/confirm-booking.ts'
import { declinePayment } from './sale/decline-payment.ts'
import { extendHold } from './sale/extend-hold.ts'
import { pinHold } from './sale/pin-hold.ts'
import { placeHold } from './sale/place-hold.ts'
import { releaseHold } from './sale/release-hold.ts'
import { unpinHold } from './sale/unpin-hold.ts'
import { alice, bob, type World } from './world.fixture.ts'

/** The two users who give the commands. */
export const users: readonly UserId[] = [alice, bob]

/** What a command may look at besides the picture. */
export interface Named {
  readonly holdId?: HoldId
  readonly paymentId?: PaymentId
  readonly bookingId?: BookingId
  readonly bookingIds?: readonly BookingId[]
  readonly quoteId?: QuoteId
  readonly refundId?: RefundId
  readonly key?: readonly [KeyedRoute, UserId, string]
}

/** Decides the commands. */
export interface Stage {
  readonly world: World
  decide<T, R extends { readonly code: string }>(
    named: Named,
    rule: (inventory: Inventory, now: Instant) => Decision<T, R>,
  ): void
}

/** Small numbers that choose what a command works on, and the next id. */
export type Play<S extends Stage = Stage> = (stage: S, which: number, more: number, id: number) => void

/** One of the last few, so that commands often meet. */
export function pick<Row>(rows: ReadonlyMap<unknown, Row>, which: number): Row | undefined {
  return [...rows.values()].at(-1 - (which % 4))
}

/** Sometimes a key that was used before, with the same or another body. */
function keyOf(which: number, more: number, id: number) {
  return { idempotencyKey: more % 5 === 0 ? `k${which % 6}` : `k${id}`, fingerprint: `f${more % 2}` }
}

/** Holds named seats, or leaves the choice to the system. */
export const hold: Play = (stage, which, more, id) => {
  const userId = users[more % 2] ?? alice
  const numbers = stage.world.run.consist.seats
    .filter((_, index) => (more >>> index) & 1)
    .map((seat) => seat.number)
  const command = {
    ...keyOf(which, more, id),
    userId,
    holdId: id as HoldId,
    holdToken: `t${id}`,
    fromStationCode: 'A' as StationCode,
    toStationCode: 'B' as StationCode,
    segment: segmentsOf(5)[which % 10] ?? { fromLeg: 0, toLeg: 1 },
    seats:
      numbers.length > 0
        ? ({ kind: 'named', seatNumbers: numbers } as const)
        : ({ kind: 'chosen', travelClass: 'SECOND', seatCount: 1 + (which % 3), preferences: {} } as const),
    holdMs,
    holdsPerUser: 3,
    vouching: { share: 0.2, isKnown: which % 5 === 0, provenWork: (more % 3) * 2 ** 20 },
  }
  stage.decide({ key: ['hold', userId, command.idempotencyKey] }, (inventory, now) =>
    placeHold(inventory, command, now),
  )
}

/** Releases one of the last holds. */
export const release: Play = (stage, which) => {
  const held = pick(stage.world.holds, which)
  if (!held) return
  const command = { holdId: held.id, holdToken: held.token, userId: held.userId }
  stage.decide({ holdId: held.id }, (inventory, now) => releaseHold(inventory, command, now))
}

/** Extends one of the last holds. */
export const extend: Play = (stage, which, more, id) => {
  const held = pick(stage.world.holds, which)
  if (!held) return
  const command = {
    ...{ holdId: held.id, holdToken: held.token, userId: held.userId, extensionMs: 60_000 },
    idempotencyKey: keyOf(which, more, id).idempotencyKey,
  }
  stage.decide({ holdId: held.id }, (inventory, now) => extendHold(inventory, command, now))
}

/** Starts to pay for one of the last holds. */
export const pin: Play = (stage, which, more, id) => {
  const held = pick(stage.world.holds, which)
  if (!held) return
  const passengers = held.seats.map(({ seatId }) => {
    const { number } = seatOf(stage.world.run.consist, seatId)
    return { seatNumber: number, name: 'Ada', age: 36, gender: 'F' as const }
  })
  const command = {
    ...keyOf(which, more, id),
    userId: held.userId,
    paymentId: id as PaymentId,
    holdId: held.id,
    holdToken: held.token,
    method: 'mock',
    passengers,
    contact: { email: null, phone: null },
    language: 'en' as const,
    wrappedKey: `k${id}`,
    search: `s${id}`,
    paymentTimeoutMs,
    isProviderAvailable: true,
  }
  stage.decide({ holdId: held.id, key: ['booking', held.userId, command.idempotencyKey] }, (inventory, now) =>
    pinHold(inventory, command, now),
  )
}

/** Asks what giving up a booking, or a seat of it, would refund. */
export const quote: Play = (stage, which, more, id) => {
  const booking = pick(stage.world.bookings, which)
  if (!booking) return
  const command = {
    quoteId: id as QuoteId,
    quoteToken: `q${id}`,
    userId: booking.userId,
    bookingId: booking.id,
    seatNumbers: more % 2 ? [stage.world.run.consist.seats[which % 5]?.number ?? ''] : null,
    validForMs: 300_000,
  }
  stage.decide({ bookingId: booking.id }, (inventory, now) => quoteCancellation(inventory, command, now))
}

/** Confirms one of the last quotes. */
export const cancel: Play = (stage, which, more, id) => {
  const quoted = pick(stage.world.quotes, which)
  const booking = quoted && stage.world.bookings.get(quoted.bookingId)
  if (!booking) return
  const command = {
    ...keyOf(which, more, id),
    userId: booking.userId,
    cancellationId: id as CancellationId,
    refundId: id as RefundId,
    bookingId: booking.id,
    quoteId: quoted.id,
    quoteToken: quoted.token,
  }
  const named = { bookingId: booking.id, paymentId: booking.paymentId, quoteId: quoted.id }
  const key = ['cancellation', booking.userId, command.idempotencyKey] as const
  stage.decide({ ...named, key }, (inventory, now) => cancelBooking(inventory, command, now))
}

/** The provider has authorized one of the last payments, sometimes for another amount. */
export const confirm: Play = (stage, which, more, id) => {
  const payment = pick(stage.world.payments, which)
  if (!payment) return
  const command = {
    paymentId: payment.id,
    bookingId: id as BookingId,
    locator: `L${id}`,
    linkToken: `l${id}`,
    journeyDate: stage.world.run.serviceDate,
    amountCents: payment.amountCents + (more % 10 === 0 ? 1 : 0),
    currency: payment.currency,
  }
  stage.decide({ paymentId: payment.id, holdId: payment.holdId }, (inventory, now) =>
    confirmBooking(inventory, command, now),
  )
}

/** The provider has declined one of the last payments. */
export const decline: Play = (stage, which) => {
  const payment = pick(stage.world.payments, which)
  if (!payment) return
  const command = { paymentId: payment.id, declineCode: 'no' }
  stage.decide({ paymentId: payment.id, holdId: payment.holdId }, (inventory, now) =>
    declinePayment(inventory, command, now),
  )
}

/** One of the last payments got no answer in time. */
export const close: Play = (stage, which) => {
  const payment = pick(stage.world.payments, which)
  if (!payment) return
  const command = { paymentId: payment.id, reason: 'no_answer' } as const
  stage.decide({ paymentId: payment.id, holdId: payment.holdId }, (inventory, now) =>
    closePayment(inventory, command, now),
  )
}

/** One of the last payments never reached its provider. */
export const takeBack: Play = (stage, which) => {
  const payment = pick(stage.world.payments, which)
  if (!payment) return
  stage.decide({ paymentId: payment.id, holdId: payment.holdId }, (inventory, now) =>
    unpinHold(inventory, { paymentId: payment.id }, now),
  )
}

/** A sale that mostly goes well: steps drawn one by one seldom fit together. */
export const sell: Play = (stage, which, more, id) => {
  hold(stage, which, more, id)
  pin(stage, 0, more, id)
  confirm(stage, 0, 1, id)
}
/** Cancels a booking. */
export const giveUp: Play = (stage, which, more, id) => {
  quote(stage, which, more, id)
  cancel(stage, 0, more, id)
}

/** The railway lets everybody on two seats change places, if that can be. */
export const move: Play = (stage, which, more) => {
  const { seats } = stage.world.run.consist
  const [from, to] = [seats[which % seats.length], seats[more % seats.length]]
  if (!from || !to) return
  const claims = [...stage.world.claimsOn(from.id), ...stage.world.claimsOn(to.id)].filter(isBooked)
  const moves = claims.map(({ bookingId, seatId }) => ({
    bookingId,
    ...(seatId === from.id
      ? { fromSeat: from.number, toSeat: to.number }
      : { fromSeat: to.number, toSeat: from.number }),
  }))
  const by = { ...actedByNobody, reason: 'defect' as const }
  const command = { moves, isBlocking: more > 15, notices: new Map(), by }
  const bookingIds = moves.map(({ bookingId }) => bookingId)
  // Where one booking has both, its claims would be the same as before.
  if (new Set(bookingIds).size < bookingIds.length) return
  stage.decide({ bookingIds }, (inventory, now) => {
    const { reply, changes } = movePassengers(inventory, { ...command, seenRun: inventory.run }, now)
    // Nodes have runs of their own.
    return { reply: reply.ok ? accept(reply.value.commitSeq) : reply, changes }
  })
}
