import type { Change } from './changes.ts'
import { type Claim, isLive, isSameClaim } from './claim.ts'
import { seatOf } from './consist.ts'
import { type Hold, holdDeadline } from './hold.ts'
import type { HoldId, PaymentId, SeatId, TrainRunId, UserId } from './ids.ts'
import { earlier, type Instant } from './instant.ts'
import type { KeyedRoute, SeatSet } from './inventory.ts'
import type { Payment } from './payment.ts'
import { overlaps, type Segment } from './segment.ts'
import type { TrainRun } from './train-run.ts'

/** What a store knows of a run when it loads it: enough to decide everything but what the scope has to name. */
export interface RunState {
  readonly commitSeq: number
  readonly auditSeq: number
  /** End of the run's audit chain, empty before its first entry. */
  readonly auditHash: string
  readonly claims: readonly Claim[]
  /** Holds that are `ACTIVE` or `PINNED`. */
  readonly holds: readonly Hold[]
  /** Payments that are `REQUESTED`. */
  readonly payments: readonly Payment[]
  /** Every idempotency key of the run with the id of the row it stands for. */
  readonly keys: readonly {
    readonly route: KeyedRoute
    readonly userId: UserId
    readonly key: string
    readonly id: number
  }[]
}

export const emptyRunState: RunState = {
  commitSeq: 0,
  auditSeq: 0,
  auditHash: '',
  claims: [],
  holds: [],
  payments: [],
  keys: [],
}

/** Where a picture stands on the way of its run. */
export interface RunMark {
  readonly trainRunId: TrainRunId
  readonly commitSeq: number
  readonly auditSeq: number
  readonly auditHash: string
  /** Payments that the picture keeps only because a step is due: one that is put off leaves no trace in the audit chain. */
  readonly duePaymentIds: readonly PaymentId[]
}

/** Beyond so many due payments of a run, which there are when a provider is down, an old picture gives up those it kept. */
const mostDuePayments = 256

/** What was changed of a run since a mark, each row as it is now. */
export interface RunChanges {
  readonly commitSeq: number
  readonly auditSeq: number
  readonly auditHash: string
  /** All claims of every seat on which one may have come, changed or gone. */
  readonly claims: ReadonlyMap<SeatId, readonly Claim[]>
  /** Holds that were placed or changed, whatever has become of them. */
  readonly holds: readonly Hold[]
  /** Payments that were begun, or are no longer what they were when they were `REQUESTED`; and those of the mark. */
  readonly payments: readonly Payment[]
  /** Idempotency keys that were used, and perhaps some that were before. */
  readonly keys: RunState['keys']
}

const noClaims: readonly Claim[] = []

export function isLiveStatus(hold: Hold): boolean {
  return hold.status === 'ACTIVE' || hold.status === 'PINNED'
}

export function keyText(route: KeyedRoute, userId: UserId, key: string): string {
  return `${route}:${userId}:${key}`
}

/**
 * A run in memory, as of its last commit: a bit per leg and seat, its claims, its live holds. Only the engine changes it, with
 * what has been committed, so whoever reads it reads nothing that could still be lost.
 */
export class Picture {
  /** Replaced by an import only, and only by the same run: its train and consist stay. */
  run: TrainRun
  readonly #claims = new Map<SeatId, readonly Claim[]>()
  /** For each leg one bit a seat, set where any claim is, also one that has expired and was not yet removed. */
  readonly #legs: readonly SeatSet[]
  readonly #words: number
  readonly #holds = new Map<HoldId, Hold>()
  readonly #holdsOfUser = new Map<UserId, Set<HoldId>>()
  readonly #payments = new Map<PaymentId, Payment>()
  readonly #keys = new Map<string, number>()
  #commitSeq: number
  #auditSeq: number
  #auditHash: string
  #seatsSeq: number
  /** Earliest end of a live hold; undefined when it has to be looked for again. */
  #validUntil: Instant | null | undefined

  constructor(run: TrainRun, state: RunState) {
    this.run = run
    this.#commitSeq = state.commitSeq
    this.#seatsSeq = state.commitSeq
    this.#auditSeq = state.auditSeq
    this.#auditHash = state.auditHash
    this.#words = Math.ceil(run.consist.seats.length / 32)
    this.#legs = run.train.stops.slice(1).map(() => new Uint32Array(this.#words))
    for (const claim of state.claims) this.#addClaim(claim)
    for (const hold of state.holds) this.#putHold(hold)
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

  /** The moment from which an answer made of this picture may be wrong with no commit in between; null when there is none. */
  get validUntil(): Instant | null {
    if (this.#validUntil === undefined) {
      let first: Instant | null = null
      for (const hold of this.#holds.values()) first = earlier(first, holdDeadline(hold))
      this.#validUntil = first
    }
    return this.#validUntil
  }

  claimsOn(seatId: SeatId): readonly Claim[] {
    return this.#claims.get(seatId) ?? noClaims
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

  hold(id: HoldId): Hold | undefined {
    return this.#holds.get(id)
  }

  holds(): Iterable<Hold> {
    return this.#holds.values()
  }

  expiredHolds(now: Instant): readonly Hold[] {
    const validUntil = this.validUntil
    if (validUntil === null || now < validUntil) return []
    return [...this.#holds.values()].filter((hold) => holdDeadline(hold) <= now).sort((a, b) => a.id - b.id)
  }

  holdIdsOf(userId: UserId): Iterable<HoldId> {
    return this.#holdsOfUser.get(userId) ?? []
  }

  payment(id: PaymentId): Payment | undefined {
    return this.#payments.get(id)
  }

  /** The id of the row that an idempotency key stands for. */
  keyed(text: string): number | undefined {
    return this.#keys.get(text)
  }

  /** Rough size, for deciding which pictures to keep. */
  get weight(): number {
    return this.#claims.size + this.#holds.size + this.#keys.size + 8
  }

  /** Takes over one commit. The next one is expected to have the number after it. */
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

  /** Takes over in one step what was committed elsewhere since; it is then as if it were loaded whole. The seats whose claims differ. */
  advance(changes: RunChanges): readonly SeatId[] {
    const seatIds: SeatId[] = []
    for (const [seatId, claims] of changes.claims)
      if (this.#replaceClaims(seatId, claims)) seatIds.push(seatId)
    for (const hold of changes.holds) this.#putHold(hold)
    this.#advancePayments(changes.payments)
    for (const { route, userId, key, id } of changes.keys) this.#keys.set(keyText(route, userId, key), id)
    this.#commitSeq = changes.commitSeq
    this.#auditSeq = changes.auditSeq
    this.#auditHash = changes.auditHash
    if (seatIds.length > 0) this.#seatsSeq = changes.commitSeq
    return seatIds
  }

  #advancePayments(payments: readonly Payment[]): void {
    const ids = new Set(payments.map((payment) => payment.id))
    for (const { id, status } of this.#payments.values())
      if (status !== 'REQUESTED' && !ids.has(id)) this.#payments.delete(id)
    for (const payment of payments) this.#putPayment(payment)
  }

  /** Whether that makes a difference. */
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
      case 'hold_added':
        this.#putHold(change.hold)
        this.#keys.set(keyText('hold', change.hold.userId, change.hold.idempotencyKey), change.hold.id)
        return
      case 'hold_changed':
        this.#putHold(change.hold)
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
      default:
        return
    }
    this.#seatsSeq = this.#commitSeq
  }

  #putPayment(payment: Payment): void {
    // One that a worker will ask for soon is kept although nobody counts on it: it saves loading the row for every capture.
    if (payment.status === 'REQUESTED' || payment.dueStep !== null) this.#payments.set(payment.id, payment)
    else this.#payments.delete(payment.id)
  }

  #putHold(hold: Hold): void {
    this.#validUntil = undefined
    const ofUser = this.#holdsOfUser.get(hold.userId)
    if (isLiveStatus(hold)) {
      this.#holds.set(hold.id, hold)
      if (ofUser) ofUser.add(hold.id)
      else this.#holdsOfUser.set(hold.userId, new Set([hold.id]))
      return
    }
    this.#holds.delete(hold.id)
    ofUser?.delete(hold.id)
    if (ofUser?.size === 0) this.#holdsOfUser.delete(hold.userId)
  }

  #addClaim(claim: Claim): void {
    this.#claims.set(claim.seatId, withClaim(this.claimsOn(claim.seatId), claim))
    this.#mark(claim, true)
  }

  /** A claim that stays on its legs, as it does when it is pinned or booked, leaves the bits as they are. */
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

/** Whether a seat has the same claims in both; in order of legs. */
export function areSameClaims(some: readonly Claim[], others: readonly Claim[]): boolean {
  return (
    some.length === others.length &&
    some.every((claim, index) => {
      const other = others[index]
      return other !== undefined && isSameClaim(claim, other)
    })
  )
}

/** The claims of a seat with one more, in order of legs. */
export function withClaim(claims: readonly Claim[], claim: Claim): readonly Claim[] {
  if (claims.length === 0) return [claim]
  return [...claims, claim].sort((a, b) => a.fromLeg - b.fromLeg)
}

/** Sets or clears one seat's bit by its own claims. */
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
