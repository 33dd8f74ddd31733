import type { BookingId, HoldId, PaymentId, UserId } from '../ids.ts'
import { after, type Instant } from '../instant.ts'
import { expireHold } from '../inventory/expire-holds.ts'
import type { Decision, Inventory } from '../inventory/inventory.ts'
import type { Language } from '../language.ts'
import { carriesPassenger, type Seat, seatOf } from '../railway/consist.ts'
import { departureAt } from '../railway/train-run.ts'
import type { Change } from '../records/changes.ts'
import { type Hold, isOverdue, keepsSeats } from '../records/hold.ts'
import { ownHold } from '../records/ownership.ts'
import type { Contact, Gender, Passenger, Payment } from '../records/payment.ts'
import { accept, refuse } from '../result.ts'
import { type AttemptRefusal, claimsOfHold, endedAttempt } from './attempt.ts'
import { type ClosedSale, refuseClosedHold } from './closed-sale.ts'

/** What an attempt to buy the seats of a hold says, however it is paid. */
export interface Purchase {
  readonly paymentId: PaymentId
  readonly holdId: HoldId
  readonly holdToken: string
  readonly userId: UserId
  readonly otherUserIds?: readonly UserId[]
  readonly method: string
  /** One for each seat that carries a passenger, and none for a bicycle hook. */
  readonly passengers: readonly {
    readonly seatNumber: string
    readonly name: string
    readonly age: number
    readonly gender: Gender
  }[]
  readonly contact: Contact
  readonly language: Language
  /** Of the names and the contact, wrapped; they are sealed already. */
  readonly wrappedKey: string
  /** Of the names and the contact, too. */
  readonly search: string
  readonly idempotencyKey: string
  readonly fingerprint: string
}

export interface PinHold extends Purchase {
  readonly paymentTimeoutMs: number
  /**
   * False while the provider is known to be down: no attempt may start, but earlier ones still get their
   * answers.
   */
  readonly isProviderAvailable: boolean
}

/** A new attempt to pay, or the booking that this key made earlier. */
type Pinned =
  | { readonly kind: 'pinned'; readonly payment: Payment; readonly hold: Hold }
  | { readonly kind: 'replay'; readonly bookingId: BookingId }

/** Why the seats of a hold cannot be bought, however one would pay. */
export type PurchaseRefusal =
  | { readonly code: 'hold_not_found' }
  | { readonly code: 'hold_consumed'; readonly bookingId: BookingId | null }
  | { readonly code: 'hold_released' }
  | { readonly code: 'hold_pinned' }
  | { readonly code: 'hold_expired' }
  | { readonly code: 'run_not_on_sale' }
  | ClosedSale
  | { readonly code: 'passengers_do_not_match_seats'; readonly seatNumbers: readonly string[] }

export type PinRefusal =
  | { readonly code: 'idempotency_key_reused' }
  | { readonly code: 'request_in_progress' }
  | AttemptRefusal
  | PurchaseRefusal
  | { readonly code: 'payment_unavailable' }

/** Keeps a hold alive, within a bound, while its payment runs. Refuses in the order of `PinRefusal`. */
export function pinHold(inventory: Inventory, command: PinHold, now: Instant): Decision<Pinned, PinRefusal> {
  const earlier = inventory.paymentOfKey(command.userId, command.idempotencyKey)
  if (earlier) return { reply: replay(earlier, command), changes: [] }
  const found = findPurchase(inventory, command, now)
  if (!found.ok) return { reply: refuse(found.refusal), changes: found.changes }
  const { hold } = found
  if (!command.isProviderAvailable) {
    const refusal = { code: 'payment_unavailable' } as const
    return { reply: refuse(refusal), changes: noteRefused(inventory, hold, refusal, now) }
  }
  return pin(inventory, hold, command, now)
}

/** The caller's hold, if its seats can be bought now; otherwise why not, and the trace that this leaves. */
export function findPurchase(
  inventory: Inventory,
  command: Purchase,
  now: Instant,
):
  | { readonly ok: true; readonly hold: Hold }
  | { readonly ok: false; readonly refusal: PurchaseRefusal; readonly changes: readonly Change[] } {
  const hold = ownHold(inventory.hold(command.holdId), command)
  if (!hold) return { ok: false, refusal: { code: 'hold_not_found' }, changes: [] }
  const refusal = refusalOf(inventory, hold, command, now)
  if (!refusal) return { ok: true, hold }
  return { ok: false, refusal, changes: noteRefused(inventory, hold, refusal, now) }
}

function replay(payment: Payment, command: Purchase): Decision<Pinned, PinRefusal>['reply'] {
  if (payment.fingerprint !== command.fingerprint) return refuse({ code: 'idempotency_key_reused' })
  const ended = endedAttempt(payment)
  if (!ended) return refuse({ code: 'request_in_progress' })
  return ended.ok ? accept({ kind: 'replay', bookingId: ended.value.bookingId }) : ended
}

function refusalOf(
  inventory: Inventory,
  hold: Hold,
  command: Purchase,
  now: Instant,
): PurchaseRefusal | undefined {
  const { run } = inventory
  if (hold.status === 'CONSUMED') return { code: 'hold_consumed', bookingId: hold.bookingId }
  if (hold.status === 'RELEASED') return { code: 'hold_released' }
  if (!keepsSeats(hold, now)) return { code: 'hold_expired' }
  if (hold.status === 'PINNED') return { code: 'hold_pinned' }
  if (!run.isOnSale || now >= departureAt(run, hold.segment.fromLeg)) return { code: 'run_not_on_sale' }
  const closed = refuseClosedHold(inventory, hold)
  if (closed) return closed
  const seatNumbers = passengerSeats(inventory, hold).map(({ number }) => number)
  const named = command.passengers.map((passenger) => passenger.seatNumber)
  const isMatch = named.length === seatNumbers.length && seatNumbers.every((number) => named.includes(number))
  return isMatch ? undefined : { code: 'passengers_do_not_match_seats', seatNumbers }
}

/** An attempt on one's own hold leaves a trace, even if it is refused. */
function noteRefused(
  inventory: Inventory,
  hold: Hold,
  { code }: PinRefusal,
  now: Instant,
): readonly Change[] {
  const about = { userId: hold.userId, holdId: hold.id, paymentId: null, bookingId: null }
  const changes: Change[] = []
  if (isOverdue(hold, now)) changes.push(...expireHold(inventory, hold))
  changes.push({ kind: 'noted', note: { ...about, action: 'booking_attempt_refused', facts: { code } } })
  return changes
}

function pin(inventory: Inventory, hold: Hold, command: PinHold, now: Instant): Decision<Pinned, PinRefusal> {
  const pinnedUntil = after(hold.expiresAt, command.paymentTimeoutMs)
  const pinned: Hold = { ...hold, status: 'PINNED', pinnedUntil, paymentId: command.paymentId }
  // Never past the cap: the hold is still live, so now plus the time-out is at most its end plus the
  // time-out.
  const payment = attemptOf(inventory, hold, command, now, after(now, command.paymentTimeoutMs))
  const changes: Change[] = claimsOfHold(inventory, hold).map((claim) => ({
    kind: 'claim_changed',
    claim: { ...claim, expiresAt: pinnedUntil },
  }))
  changes.push({ kind: 'hold_changed', hold: pinned })
  changes.push({ kind: 'payment_added', payment })
  const { trainRunId, id: paymentId } = payment
  const key = { trainRunId, paymentId, wrapped: command.wrappedKey, search: command.search }
  changes.push({ kind: 'personal_key_added', key })
  const { amountCents, currency } = payment
  const about = { userId: hold.userId, holdId: hold.id, paymentId: payment.id, bookingId: null }
  const note = {
    ...about,
    action: 'payment_requested' as const,
    facts: { amount_cents: amountCents, currency },
  }
  changes.push({ kind: 'noted', note })
  return { reply: accept({ kind: 'pinned', payment, hold: pinned }), changes }
}

/** A new attempt to pay for a hold, which is closed if it is still open at `deadlineAt`. */
export function attemptOf(
  inventory: Inventory,
  hold: Hold,
  command: Purchase,
  now: Instant,
  deadlineAt: Instant,
): Payment {
  return {
    id: command.paymentId,
    trainRunId: inventory.run.id,
    holdId: hold.id,
    userId: command.userId,
    bookingId: null,
    method: command.method,
    amountCents: hold.totalCents,
    currency: hold.currency,
    status: 'REQUESTED',
    declineCode: null,
    deadlineAt,
    passengers: passengersOf(inventory, hold, command),
    contact: command.contact,
    language: command.language,
    dueStep: null,
    dueAt: null,
    tryCount: 0,
    byHandCents: 0,
    idempotencyKey: command.idempotencyKey,
    fingerprint: command.fingerprint,
    createdAt: now,
  }
}

function passengerSeats({ run }: Inventory, hold: Hold): readonly Seat[] {
  return hold.seats.map(({ seatId }) => seatOf(run.consist, seatId)).filter(carriesPassenger)
}

/** In the order of the hold's seats, whatever the order in the request. */
function passengersOf(inventory: Inventory, hold: Hold, command: Purchase): readonly Passenger[] {
  return passengerSeats(inventory, hold).map(({ id: seatId, number }) => {
    const passenger = command.passengers.find(({ seatNumber }) => seatNumber === number)
    if (!passenger) throw new Error(`seat ${number} has no passenger`)
    return { seatId, name: passenger.name, age: passenger.age, gender: passenger.gender }
  })
}
