import type { Booking, Cancellation, Quote } from './booking.ts'
import type { Change } from './changes.ts'
import type { Claim } from './claim.ts'
import { type Hold, holdDeadline } from './hold.ts'
import type {
  BookingId,
  CancellationId,
  HoldId,
  PaymentId,
  QuoteId,
  RefundId,
  SeatId,
  UserId,
} from './ids.ts'
import type { Instant } from './instant.ts'
import type { Inventory, KeyedRoute, SeatSet } from './inventory.ts'
import type { Payment, Refund } from './payment.ts'
import { isLiveStatus, keyText, type Picture, setTaken, withClaim } from './picture.ts'
import { overlaps, type Segment } from './segment.ts'
import type { TrainRun } from './train-run.ts'

/** Records that scopes named and a picture does not have. */
export interface Records {
  readonly holds: readonly Hold[]
  readonly payments: readonly Payment[]
  readonly bookings: readonly Booking[]
  readonly quotes: readonly Quote[]
  readonly cancellations: readonly Cancellation[]
  readonly refunds: readonly Refund[]
}

/** A rule gave changes that would break an invariant; nothing of it may be written, and the process must not go on. */
export class InvariantBroken extends Error {
  override readonly name = 'InvariantBroken'
}

/** A picture and what a batch has decided so far: the inventory that its next decision looks at. */
export class Overlay implements Inventory {
  readonly #picture: Picture
  readonly #claims = new Map<SeatId, readonly Claim[]>()
  readonly #holds = new Map<HoldId, Hold>()
  readonly #payments = new Map<PaymentId, Payment>()
  readonly #bookings = new Map<BookingId, Booking>()
  readonly #quotes = new Map<QuoteId, Quote>()
  readonly #cancellations = new Map<CancellationId, Cancellation>()
  readonly #refunds = new Map<RefundId, Refund>()
  readonly #keys = new Map<string, number>()
  readonly #changes: Change[] = []

  constructor(picture: Picture) {
    this.#picture = picture
  }

  /** Adds what was loaded for the scopes of this batch. */
  learn(records: Records): void {
    for (const hold of records.holds) if (!this.#holds.has(hold.id)) this.#holds.set(hold.id, hold)
    for (const payment of records.payments)
      if (!this.#payments.has(payment.id)) this.#payments.set(payment.id, payment)
    for (const booking of records.bookings) this.#bookings.set(booking.id, booking)
    for (const quote of records.quotes) this.#quotes.set(quote.id, quote)
    for (const cancellation of records.cancellations) this.#cancellations.set(cancellation.id, cancellation)
    for (const refund of records.refunds) this.#refunds.set(refund.id, refund)
  }

  get run(): TrainRun {
    return this.#picture.run
  }

  get nextCommitSeq(): number {
    return this.#picture.commitSeq + 1
  }

  /** All that this batch has decided for the run, in order. */
  get changes(): readonly Change[] {
    return this.#changes
  }

  claimsOn(seatId: SeatId): readonly Claim[] {
    return this.#claims.get(seatId) ?? this.#picture.claimsOn(seatId)
  }

  takenSeats(segment: Segment, now: Instant): SeatSet {
    const taken = this.#picture.takenSeats(segment, now)
    for (const [seatId, claims] of this.#claims) setTaken(taken, this.run, seatId, claims, segment, now)
    return taken
  }

  hold(id: HoldId): Hold | undefined {
    return this.#holds.get(id) ?? this.#picture.hold(id)
  }

  expiredHolds(now: Instant): readonly Hold[] {
    return this.#picture.expiredHolds(now).filter((hold) => {
      const current = this.hold(hold.id)
      return current !== undefined && isLiveStatus(current) && holdDeadline(current) <= now
    })
  }

  liveHoldCount(userId: UserId, now: Instant): number {
    const ids = new Set(this.#picture.holdIdsOf(userId))
    for (const hold of this.#holds.values()) if (hold.userId === userId) ids.add(hold.id)
    let count = 0
    for (const id of ids) {
      const hold = this.hold(id)
      if (hold && isLiveStatus(hold) && now < holdDeadline(hold)) count++
    }
    return count
  }

  payment(id: PaymentId): Payment | undefined {
    return this.#payments.get(id) ?? this.#picture.payment(id)
  }

  booking(id: BookingId): Booking | undefined {
    return this.#bookings.get(id)
  }

  quote(id: QuoteId): Quote | undefined {
    return this.#quotes.get(id)
  }

  cancellation(id: CancellationId): Cancellation | undefined {
    return this.#cancellations.get(id)
  }

  refund(id: RefundId): Refund | undefined {
    return this.#refunds.get(id)
  }

  refundsOf(paymentId: PaymentId): readonly Refund[] {
    return [...this.#refunds.values()]
      .filter((refund) => refund.paymentId === paymentId)
      .sort((a, b) => a.id - b.id)
  }

  holdOfKey(userId: UserId, key: string): Hold | undefined {
    const id = this.keyed('hold', userId, key)
    return id === undefined ? undefined : this.hold(id as HoldId)
  }

  paymentOfKey(userId: UserId, key: string): Payment | undefined {
    const id = this.keyed('booking', userId, key)
    return id === undefined ? undefined : this.payment(id as PaymentId)
  }

  cancellationOfKey(userId: UserId, key: string): Cancellation | undefined {
    const id = this.keyed('cancellation', userId, key)
    return id === undefined ? undefined : this.cancellation(id as CancellationId)
  }

  /** The id of the row that an idempotency key stands for. */
  keyed(route: KeyedRoute, userId: UserId, key: string): number | undefined {
    const text = keyText(route, userId, key)
    return this.#keys.get(text) ?? this.#picture.keyed(text)
  }

  /** Takes over what a rule has decided, all of it or nothing. */
  apply(changes: readonly Change[]): void {
    for (const change of changes) this.#take(change)
    this.#changes.push(...changes)
  }

  #take(change: Change): void {
    switch (change.kind) {
      case 'claim_removed':
        this.#removeClaim(change.seatId, change.fromLeg)
        return
      case 'claim_changed':
        this.#removeClaim(change.claim.seatId, change.claim.fromLeg)
        this.#addClaim(change.claim)
        return
      case 'claim_added':
        this.#addClaim(change.claim)
        return
      case 'hold_added':
        this.#keys.set(keyText('hold', change.hold.userId, change.hold.idempotencyKey), change.hold.id)
        this.#holds.set(change.hold.id, change.hold)
        return
      case 'payment_added':
        this.#keys.set(
          keyText('booking', change.payment.userId, change.payment.idempotencyKey),
          change.payment.id,
        )
        this.#payments.set(change.payment.id, change.payment)
        return
      case 'cancellation_added': {
        const { userId, idempotencyKey, id } = change.cancellation
        this.#keys.set(keyText('cancellation', userId, idempotencyKey), id)
        this.#cancellations.set(id, change.cancellation)
        return
      }
      default:
        this.#takeRecord(change)
    }
  }

  #takeRecord(change: Change): void {
    if (change.kind === 'hold_changed') this.#holds.set(change.hold.id, change.hold)
    if (change.kind === 'payment_changed') this.#payments.set(change.payment.id, change.payment)
    if (change.kind === 'booking_added' || change.kind === 'booking_changed')
      this.#bookings.set(change.booking.id, change.booking)
    if (change.kind === 'quote_added') this.#quotes.set(change.quote.id, change.quote)
    if (change.kind === 'refund_added' || change.kind === 'refund_changed')
      this.#refunds.set(change.refund.id, change.refund)
  }

  #addClaim(claim: Claim): void {
    const claims = this.claimsOn(claim.seatId)
    const rival = claims.find((other) => overlaps(other, claim))
    if (rival)
      throw new InvariantBroken(
        `I1: two claims on seat ${claim.seatId} of run ${this.run.id} meet on leg ${rival.fromLeg}`,
      )
    this.#claims.set(claim.seatId, withClaim(claims, claim))
  }

  #removeClaim(seatId: SeatId, fromLeg: number): void {
    const claims = this.claimsOn(seatId)
    const rest = claims.filter((claim) => claim.fromLeg !== fromLeg)
    if (rest.length === claims.length)
      throw new InvariantBroken(
        `I4: seat ${seatId} of run ${this.run.id} has no claim from leg ${fromLeg} to give up`,
      )
    this.#claims.set(seatId, rest)
  }
}
