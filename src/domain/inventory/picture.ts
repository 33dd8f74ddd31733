import { unreachable } from '../assert.ts'
import type { HoldId, PaymentId, SeatId, UserId } from '../ids.ts'
import type { Instant } from '../instant.ts'
import { seatOf } from '../railway/consist.ts'
import { overlaps, type Segment } from '../railway/segment.ts'
import type { TrainRun } from '../railway/train-run.ts'
import type { Change } from '../records/changes.ts'
import { type Claim, isLive } from '../records/claim.ts'
import type { Closure } from '../records/closure.ts'
import type { Hold, Standing } from '../records/hold.ts'
import type { Payment } from '../records/payment.ts'
import { availabilityByClass, type ClassAvailability, withoutClosed } from './availability.ts'
import type { KeyedRoute, SeatSet } from './inventory.ts'
import { LiveHolds } from './live-holds.ts'
import type { RunFigures } from './run-figures.ts'
import type { RunChanges, RunMark, RunState } from './run-state.ts'
import { areSameClaims, withClaim } from './seat-claims.ts'

/**
 * If a run has more due payments than this, as it does when a provider is down, an old picture drops the ones
 * it kept.
 */
const mostDuePayments = 256

const noClaims: readonly Claim[] = []

export function keyText(route: KeyedRoute, userId: UserId, key: string): string {
  return `${route}:${userId}:${key}`
}

/**
 * A run in memory, as of its last commit: a bit per leg and seat, its claims, its live holds. Only the engine
 * changes it, and only with committed changes, so a reader never sees anything that could still be lost.
 */
export class Picture implements RunFigures {
  /** Only an import replaces it, and only by the same run: its train and consist stay. */
  run: TrainRun
  /** The parts of the run on which nothing is sold. */
  closures: readonly Closure[]
  readonly #claims = new Map<SeatId, readonly Claim[]>()
  /** For each leg, one bit per seat, set if there is a claim, even an expired one that is not yet removed. */
  readonly #legs: readonly SeatSet[]
  readonly #words: number
  /** By segment; counted when first asked for, and again after a claim has come or gone. */
  readonly #availability = new Map<number, readonly ClassAvailability[]>()
  readonly #holds = new LiveHolds((seatId) => seatOf(this.run.consist, seatId).travelClass)
  readonly #payments = new Map<PaymentId, Payment>()
  readonly #keys = new Map<string, number>()
  #commitSeq: number
  #auditSeq: number
  #auditHash: string
  #seatsSeq: number

  constructor(run: TrainRun, state: RunState) {
    this.run = run
    this.closures = state.closures
    this.#commitSeq = state.commitSeq
    this.#seatsSeq = state.commitSeq
    this.#auditSeq = state.auditSeq
    this.#auditHash = state.auditHash
    this.#words = Math.ceil(run.consist.seats.length / 32)
    this.#legs = run.train.stops.slice(1).map(() => new Uint32Array(this.#words))
    for (const claim of state.claims) this.#addClaim(claim)
    for (const hold of state.holds) this.#holds.put(hold)
    for (const payment of state.payments) this.#payments.set(payment.id, payment)
    for (const { route, userId, key, id } of state.keys) this.#keys.set(keyText(route, userId, key), id)
  }

  get commitSeq(): number {
    return this.#commitSeq
  }

  /** The last commit that changed a claim. */
  get seatsSeq(): number {
    return this.#seatsSeq
  }

  get auditSeq(): number {
    return this.#auditSeq
  }

  get auditHash(): string {
    return this.#auditHash
  }

  /**
   * The moment from which an answer made from this picture may be wrong with no commit in between; null if
   * there is none.
   */
  get validUntil(): Instant | null {
    return this.#holds.nextEnd
  }

  claimsOn(seatId: SeatId): readonly Claim[] {
    return this.#claims.get(seatId) ?? noClaims
  }

  /** All claims, seat by seat, also those whose time has run out and that are not yet removed. */
  *claims(): Generator<Claim, void> {
    for (const claims of this.#claims.values()) yield* claims
  }

  /** Whether there is a claim on any seat, also one whose time has run out and that is not yet removed. */
  get isClaimed(): boolean {
    return this.#claims.size > 0
  }

  /** Seats on which a live claim meets the segment. */
  takenSeats(segment: Segment, now: Instant): SeatSet {
    const taken = new Uint32Array(this.#words)
    for (let leg = segment.fromLeg; leg < segment.toLeg; leg++) {
      const bits = this.#legs[leg]
      if (!bits) throw new RangeError(`run ${this.run.id} has no leg ${leg}`)
      for (let word = 0; word < taken.length; word++) taken[word] = (taken[word] ?? 0) | (bits[word] ?? 0)
    }
    const validUntil = this.validUntil
    if (validUntil !== null && validUntil <= now) {
      for (const hold of this.expiredHolds(now))
        for (const seat of hold.seats)
          setTaken(taken, this.run, seat.seatId, this.claimsOn(seat.seatId), segment, now)
    }
    return taken
  }

  availability(segment: Segment, now: Instant): readonly ClassAvailability[] {
    const { validUntil } = this
    // Bits of expired holds are not what is free; their end is a commit that comes at any moment.
    if (validUntil !== null && validUntil <= now) return this.#countFree(segment, now)
    const key = segment.fromLeg * this.#legs.length + segment.toLeg
    const known = this.#availability.get(key)
    if (known) return known
    const counts = this.#countFree(segment, now)
    this.#availability.set(key, counts)
    return counts
  }

  #countFree(segment: Segment, now: Instant): readonly ClassAvailability[] {
    const counts = availabilityByClass(this.run.consist, this.takenSeats(segment, now))
    return withoutClosed(counts, this.closures, segment)
  }

  hold(id: HoldId): Hold | undefined {
    return this.#holds.get(id)
  }

  holds(): Iterable<Hold> {
    return this.#holds.values()
  }

  expiredHolds(now: Instant): readonly Hold[] {
    return this.#holds.expired(now)
  }

  holdIdsOf(userId: UserId): Iterable<HoldId> {
    return this.#holds.idsOfUser(userId)
  }

  /** Live holds that came from a block of addresses. */
  holdIdsOfBlock(name: number): Iterable<HoldId> {
    return this.#holds.idsOfBlock(name)
  }

  /** Holds of counted callers whose time ran out unpaid within a cool-down, and perhaps older ones. */
  holdsRanOut(): Iterable<Hold> {
    return this.#holds.ranOut()
  }

  /** Holds of counted callers that were booked within a cool-down, and perhaps older ones. */
  holdsBooked(): Iterable<Hold> {
    return this.#holds.booked()
  }

  /** Seats of a class in holds with this standing that are marked live. */
  seatsHeldBy(standing: Standing, travelClass: string): number {
    return this.#holds.seatsHeldBy(standing, travelClass)
  }

  payment(id: PaymentId): Payment | undefined {
    return this.#payments.get(id)
  }

  /** The id of the row that belongs to an idempotency key. */
  keyed(text: string): number | undefined {
    return this.#keys.get(text)
  }

  /** Rough size, for deciding which pictures to keep. */
  get weight(): number {
    return this.#claims.size + this.#holds.size + this.#keys.size + 8
  }

  /** Takes over one commit. The next commit must have the next number. */
  publish(
    commitSeq: number,
    audit: { readonly seq: number; readonly hash: string },
    changes: readonly Change[],
  ): void {
    this.#commitSeq = commitSeq
    this.#auditSeq = audit.seq
    this.#auditHash = audit.hash
    for (const change of changes) this.#take(change)
  }

  get mark(): RunMark {
    const { commitSeq, auditSeq, auditHash } = this
    const due = [...this.#payments.values()].filter((payment) => payment.status !== 'REQUESTED')
    const duePaymentIds = due.slice(0, mostDuePayments).map((payment) => payment.id)
    return { trainRunId: this.run.id, commitSeq, auditSeq, auditHash, duePaymentIds }
  }

  /**
   * Takes over, in one step, what was committed elsewhere since; the picture then equals one that was loaded
   * whole. Returns the seats whose claims differ.
   */
  advance(changes: RunChanges): readonly SeatId[] {
    const seatIds: SeatId[] = []
    for (const [seatId, claims] of changes.claims)
      if (this.#replaceClaims(seatId, claims)) seatIds.push(seatId)
    for (const hold of changes.holds) this.#holds.put(hold)
    this.#advancePayments(changes.payments)
    for (const { route, userId, key, id } of changes.keys) this.#keys.set(keyText(route, userId, key), id)
    this.#close(changes.closures)
    this.#commitSeq = changes.commitSeq
    this.#auditSeq = changes.auditSeq
    this.#auditHash = changes.auditHash
    if (seatIds.length > 0) this.#seatsSeq = changes.commitSeq
    return seatIds
  }

  /** What another node has made due, that node does: it is not kept, or each update would read it again. */
  #advancePayments(payments: readonly Payment[]): void {
    const due = new Set<PaymentId>()
    for (const { id, status } of this.#payments.values()) if (status !== 'REQUESTED') due.add(id)
    const ids = new Set(payments.map((payment) => payment.id))
    for (const id of due) if (!ids.has(id)) this.#payments.delete(id)
    for (const payment of payments) {
      if (payment.status === 'REQUESTED' || due.has(payment.id)) this.#putPayment(payment)
      else this.#payments.delete(payment.id)
    }
  }

  /** Whether this makes a difference. */
  #replaceClaims(seatId: SeatId, claims: readonly Claim[]): boolean {
    const known = this.claimsOn(seatId)
    const inOrder = claims.toSorted((a, b) => a.fromLeg - b.fromLeg)
    if (areSameClaims(known, inOrder)) return false
    for (const claim of known) this.#mark(claim, false)
    for (const claim of inOrder) this.#mark(claim, true)
    if (inOrder.length > 0) this.#claims.set(seatId, inOrder)
    else this.#claims.delete(seatId)
    return true
  }

  #take(change: Change): void {
    switch (change.kind) {
      case 'claim_removed':
        this.#removeClaim(change.seatId, change.fromLeg)
        break
      case 'claim_changed':
        this.#replaceClaim(change.claim)
        break
      case 'claim_added':
        this.#addClaim(change.claim)
        break
      case 'closures_changed':
        this.#close(change.closures)
        break
      case 'hold_added':
        this.#holds.put(change.hold)
        this.#keys.set(keyText('hold', change.hold.userId, change.hold.idempotencyKey), change.hold.id)
        return
      case 'hold_changed':
        this.#holds.put(change.hold)
        return
      case 'hold_cleared':
        this.#keys.delete(keyText('hold', change.hold.userId, change.hold.idempotencyKey))
        return
      case 'payment_added':
        this.#payments.set(change.payment.id, change.payment)
        this.#keys.set(
          keyText('booking', change.payment.userId, change.payment.idempotencyKey),
          change.payment.id,
        )
        return
      case 'payment_changed':
        this.#putPayment(change.payment)
        return
      case 'cancellation_added': {
        const { userId, idempotencyKey, id } = change.cancellation
        this.#keys.set(keyText('cancellation', userId, idempotencyKey), id)
        return
      }
      case 'personal_key_added':
      case 'personal_key_changed':
      case 'personal_key_removed':
      case 'booking_added':
      case 'booking_changed':
      case 'quote_added':
      case 'refund_added':
      case 'refund_changed':
      case 'desk_entry_added':
      case 'code_added':
      case 'code_changed':
      case 'grant_added':
      case 'message_added':
      case 'person_added':
      case 'person_changed':
      case 'noted':
      case 'entries_cleared':
        return
      default:
        unreachable(change)
    }
    this.#seatsSeq = this.#commitSeq
  }

  #close(closures: readonly Closure[]): void {
    this.closures = closures
    this.#availability.clear()
  }

  #putPayment(payment: Payment): void {
    // A payment that a worker will need soon is kept, although nothing depends on it: that saves loading the
    // row for every capture.
    if (payment.status === 'REQUESTED' || payment.dueStep !== null) this.#payments.set(payment.id, payment)
    else this.#payments.delete(payment.id)
  }

  #addClaim(claim: Claim): void {
    this.#claims.set(claim.seatId, withClaim(this.claimsOn(claim.seatId), claim))
    this.#mark(claim, true)
  }

  /** A claim that stays on its legs, as when it is pinned or booked, leaves the bits unchanged. */
  #replaceClaim(claim: Claim): void {
    const { seatId, fromLeg, toLeg } = claim
    const replaced = this.#claimFrom(seatId, fromLeg)
    if (replaced.toLeg === toLeg) {
      const claims = this.claimsOn(seatId).map((one) => (one === replaced ? claim : one))
      this.#claims.set(seatId, claims)
      return
    }
    this.#removeClaim(seatId, fromLeg)
    this.#addClaim(claim)
  }

  #claimFrom(seatId: SeatId, fromLeg: number): Claim {
    const found = this.claimsOn(seatId).find((claim) => claim.fromLeg === fromLeg)
    if (!found) throw new RangeError(`run ${this.run.id} has no claim on seat ${seatId} from leg ${fromLeg}`)
    return found
  }

  #removeClaim(seatId: SeatId, fromLeg: number): void {
    const claims = this.claimsOn(seatId)
    const removed = this.#claimFrom(seatId, fromLeg)
    const rest = claims.filter((claim) => claim !== removed)
    if (rest.length > 0) this.#claims.set(seatId, rest)
    else this.#claims.delete(seatId)
    this.#mark(removed, false)
  }

  #mark(claim: Claim, isTaken: boolean): void {
    this.#availability.clear()
    const { index } = seatOf(this.run.consist, claim.seatId)
    const word = index >>> 5
    const bit = 1 << (index & 31)
    for (let leg = claim.fromLeg; leg < claim.toLeg; leg++) {
      const bits = this.#legs[leg]
      if (!bits) throw new RangeError(`run ${this.run.id} has no leg ${leg}`)
      bits[word] = isTaken ? (bits[word] ?? 0) | bit : (bits[word] ?? 0) & ~bit
    }
  }
}

/** Sets or clears one seat's bit according to its claims. */
export function setTaken(
  taken: SeatSet,
  run: TrainRun,
  seatId: SeatId,
  claims: readonly Claim[],
  segment: Segment,
  now: Instant,
): void {
  const { index } = seatOf(run.consist, seatId)
  const isTaken = claims.some((claim) => overlaps(claim, segment) && isLive(claim, now))
  const bit = 1 << (index & 31)
  const word = taken[index >>> 5] ?? 0
  taken[index >>> 5] = isTaken ? word | bit : word & ~bit
}
