import { unreachable } from '../assert.ts'
import type {
  AccessCodeId,
  BookingId,
  CancellationId,
  HoldId,
  PaymentId,
  QuoteId,
  RefundId,
  SeatId,
  UserId,
} from '../ids.ts'
import type { Instant } from '../instant.ts'
import { seatOf } from '../railway/consist.ts'
import { overlaps, type Segment } from '../railway/segment.ts'
import type { TrainRun } from '../railway/train-run.ts'
import type { AccessCode, BookingGrant } from '../records/access.ts'
import type { Booking, Cancellation, Quote } from '../records/booking.ts'
import type { Change } from '../records/changes.ts'
import type { Claim } from '../records/claim.ts'
import type { Closure } from '../records/closure.ts'
import type { DeskEntry } from '../records/desk-ledger.ts'
import {
  type Hold,
  isMarkedLive,
  isOfBlock,
  isOverdue,
  isRemembered,
  keepsSeats,
  ranOutUnpaid,
  type Standing,
  wasBooked,
} from '../records/hold.ts'
import type { Payment, Refund } from '../records/payment.ts'
import { KeptPeople, type People, type PeopleKind, type PeopleRows } from '../records/people.ts'
import type { Stretch } from '../records/stretch.ts'
import type { Inventory, KeyedRoute, SeatSet } from './inventory.ts'
import { keyText, type Picture, setTaken } from './picture.ts'
import { withClaim } from './seat-claims.ts'
import { StandingSeats } from './standing-seats.ts'

/** Records that scopes named and that a picture does not have. */
export interface Records {
  readonly holds: readonly Hold[]
  readonly payments: readonly Payment[]
  readonly bookings: readonly Booking[]
  readonly quotes: readonly Quote[]
  readonly cancellations: readonly Cancellation[]
  readonly refunds: readonly Refund[]
  readonly deskEntries: readonly DeskEntry[]
  readonly stretches: readonly Stretch[]
  readonly accessCodes: readonly AccessCode[]
  readonly grants: readonly BookingGrant[]
  readonly people: People
}

/**
 * A rule returned changes that would break an invariant; none of them may be written, and the process must
 * not go on.
 */
export class InvariantBroken extends Error {
  override readonly name = 'InvariantBroken'
}

/** A picture plus what a batch has decided so far: the inventory for its next decision. */
export class Overlay implements Inventory {
  readonly #picture: Picture
  readonly #claims = new Map<SeatId, readonly Claim[]>()
  readonly #holds = new Map<HoldId, Hold>()
  /** What the batch has added to the seats that holds of the picture keep, and taken from them. */
  readonly #seats: StandingSeats
  /** Those that the batch has ended and that a run remembers. */
  readonly #ended: Hold[] = []
  readonly #payments = new Map<PaymentId, Payment>()
  readonly #bookings = new Map<BookingId, Booking>()
  readonly #quotes = new Map<QuoteId, Quote>()
  readonly #cancellations = new Map<CancellationId, Cancellation>()
  readonly #refunds = new Map<RefundId, Refund>()
  #deskEntries: readonly DeskEntry[] = []
  readonly #accessCodes = new Map<AccessCodeId, AccessCode>()
  #grants: readonly BookingGrant[] = []
  readonly #people = new KeptPeople()
  readonly #keys = new Map<string, number>()
  #closures: readonly Closure[] | undefined
  readonly #cleared = new Set<HoldId>()
  #stretches: readonly Stretch[] = []
  readonly #changes: Change[] = []

  constructor(picture: Picture) {
    this.#picture = picture
    this.#seats = new StandingSeats(this.#classOf)
  }

  get #classOf() {
    return (seatId: SeatId) => seatOf(this.run.consist, seatId).travelClass
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
    this.#deskEntries = records.deskEntries
    for (const code of records.accessCodes) this.#accessCodes.set(code.id, code)
    this.#grants = records.grants
    this.#people.learn(records.people)
    this.#stretches = records.stretches
  }

  get run(): TrainRun {
    return this.#picture.run
  }

  get nextCommitSeq(): number {
    return this.#picture.commitSeq + 1
  }

  get closures(): readonly Closure[] {
    return this.#closures ?? this.#picture.closures
  }

  /** All changes that this batch has decided for the run, in order. */
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
    return this.#cleared.has(id) ? undefined : (this.#holds.get(id) ?? this.#picture.hold(id))
  }

  get stretches(): readonly Stretch[] {
    return this.#stretches
  }

  expiredHolds(now: Instant): readonly Hold[] {
    return this.#picture.expiredHolds(now).filter((hold) => {
      const current = this.hold(hold.id)
      return current !== undefined && isOverdue(current, now)
    })
  }

  liveHoldCount(userId: UserId, now: Instant): number {
    const isTheirs = (hold: Hold) => hold.userId === userId
    return this.#liveHolds(this.#picture.holdIdsOf(userId), isTheirs, now).length
  }

  liveHoldsOfBlock(names: readonly number[], now: Instant): readonly Hold[] {
    const known = names.flatMap((name) => [...this.#picture.holdIdsOfBlock(name)])
    return this.#liveHolds(known, (hold) => isOfBlock(hold, names), now)
  }

  liveHoldsWith(standing: Standing, now: Instant): readonly Hold[] {
    const isMeant = (hold: Hold) => hold.standing === standing
    const known = [...this.#picture.holds()].filter(isMeant).map(({ id }) => id)
    return this.#liveHolds(known, isMeant, now)
  }

  seatsHeldBy(standing: Standing, travelClass: string, now: Instant): number {
    const marked = this.#picture.seatsHeldBy(standing, travelClass) + this.#seats.count(standing, travelClass)
    const overdue = new StandingSeats(this.#classOf)
    for (const hold of this.expiredHolds(now)) overdue.add(hold)
    return marked - overdue.count(standing, travelClass)
  }

  holdsRanOut(): readonly Hold[] {
    return [...this.#picture.holdsRanOut(), ...this.#ended.filter(ranOutUnpaid)]
  }

  holdsBooked(): readonly Hold[] {
    return [...this.#picture.holdsBooked(), ...this.#ended.filter(wasBooked)]
  }

  /** The holds that keep seats among those of the picture and those that this batch has decided. */
  #liveHolds(known: Iterable<HoldId>, isMeant: (hold: Hold) => boolean, now: Instant): readonly Hold[] {
    const ids = new Set(known)
    for (const hold of this.#holds.values()) if (isMeant(hold)) ids.add(hold.id)
    return [...ids].flatMap((id) => {
      const hold = this.hold(id)
      return hold && keepsSeats(hold, now) ? hold : []
    })
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

  accessCodesOf(bookingId: BookingId): readonly AccessCode[] {
    return [...this.#accessCodes.values()].filter((code) => code.bookingId === bookingId)
  }

  grantsOf(bookingId: BookingId): readonly BookingGrant[] {
    return this.#grants.filter((grant) => grant.bookingId === bookingId)
  }

  people<K extends PeopleKind>(of: K): readonly PeopleRows[K][] {
    return this.#people.all(of)
  }

  refundsOf(paymentId: PaymentId): readonly Refund[] {
    return [...this.#refunds.values()]
      .filter((refund) => refund.paymentId === paymentId)
      .sort((a, b) => a.id - b.id)
  }

  deskEntriesOf(paymentId: PaymentId): readonly DeskEntry[] {
    return this.#deskEntries.filter((entry) => entry.paymentId === paymentId)
  }

  holdOfKey(userId: UserId, key: string): Hold | undefined {
    const id = this.keyed('hold', userId, key)
    return id === undefined ? undefined : this.hold(id as HoldId)
  }

  paymentOfKey(userId: UserId, key: string): Payment | undefined {
    const id = this.keyed('booking', userId, key)
    const payment = id === undefined ? undefined : this.payment(id as PaymentId)
    // An attempt that never reached the provider has given its key back without any list of keys being told.
    return payment?.idempotencyKey === key ? payment : undefined
  }

  cancellationOfKey(userId: UserId, key: string): Cancellation | undefined {
    const id = this.keyed('cancellation', userId, key)
    return id === undefined ? undefined : this.cancellation(id as CancellationId)
  }

  /** The id of the row that belongs to an idempotency key. */
  keyed(route: KeyedRoute, userId: UserId, key: string): number | undefined {
    const text = keyText(route, userId, key)
    const id = this.#keys.get(text) ?? this.#picture.keyed(text)
    return route === 'hold' && this.#cleared.has(id as HoldId) ? undefined : id
  }

  /** Takes over the changes of a rule, all of them or none. */
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
      case 'closures_changed':
        this.#closures = change.closures
        return
      case 'hold_added':
        this.#keys.set(keyText('hold', change.hold.userId, change.hold.idempotencyKey), change.hold.id)
        this.#holds.set(change.hold.id, change.hold)
        this.#seats.add(change.hold)
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
      case 'hold_changed':
        this.#changeHold(change.hold)
        return
      case 'hold_cleared':
        this.#cleared.add(change.hold.id)
        return
      case 'entries_cleared':
        this.#clearEntries(change)
        return
      case 'payment_changed':
        this.#payments.set(change.payment.id, change.payment)
        return
      case 'booking_added':
      case 'booking_changed':
        this.#bookings.set(change.booking.id, change.booking)
        return
      case 'quote_added':
        this.#quotes.set(change.quote.id, change.quote)
        return
      case 'refund_added':
      case 'refund_changed':
        this.#refunds.set(change.refund.id, change.refund)
        return
      case 'desk_entry_added':
        this.#deskEntries = [...this.#deskEntries, change.entry]
        return
      case 'code_added':
      case 'code_changed':
        this.#accessCodes.set(change.code.id, change.code)
        return
      case 'grant_added':
        this.#grants = [...this.#grants, change.grant]
        return
      case 'person_added':
      case 'person_changed':
        this.#people.put(change)
        return
      case 'personal_key_added':
      case 'personal_key_changed':
      case 'personal_key_removed':
      case 'message_added':
      case 'noted':
        return
      default:
        unreachable(change)
    }
  }

  #changeHold(hold: Hold): void {
    const before = this.hold(hold.id)
    this.#holds.set(hold.id, hold)
    if (!before || !isMarkedLive(before) || isMarkedLive(hold)) return
    this.#seats.remove(hold)
    if (isRemembered(hold)) this.#ended.push(hold)
  }

  /** Two clearings in one batch must not both count on the same stretch. */
  #clearEntries({ replaced, stretches }: Extract<Change, { kind: 'entries_cleared' }>): void {
    const isGone = (one: Stretch) =>
      one.holdId === null ? replaced.includes(one) : this.#cleared.has(one.holdId)
    this.#stretches = [...this.#stretches.filter((one) => !isGone(one)), ...stretches]
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
