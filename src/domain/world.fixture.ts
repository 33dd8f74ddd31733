import { assert } from './assert.ts'
import type {
  AccessCodeId,
  BookingId,
  CancellationId,
  HoldId,
  PaymentId,
  QuoteId,
  RefundId,
  SeatId,
  StationCode,
  UserId,
} from './ids.ts'
import { after, type Instant } from './instant.ts'
import type { Decision, Inventory, SeatSet } from './inventory/inventory.ts'
import { unnoted } from './noted.fixture.ts'
import { seatOf } from './railway/consist.ts'
import { makeRun } from './railway/run.fixture.ts'
import { overlaps, type Segment } from './railway/segment.ts'
import type { TrainRun } from './railway/train-run.ts'
import type { AccessCode, BookingGrant } from './records/access.ts'
import type { AuditNote } from './records/audit.ts'
import { type Booking, type Cancellation, notMoved, type Quote } from './records/booking.ts'
import type { Change } from './records/changes.ts'
import { type Claim, isLive } from './records/claim.ts'
import type { Closure } from './records/closure.ts'
import type { DeskEntry } from './records/desk-ledger.ts'
import {
  type Hold,
  isOfBlock,
  isOverdue,
  isRemembered,
  keepsSeats,
  notExtended,
  ranOutUnpaid,
  type Standing,
  wasBooked,
} from './records/hold.ts'
import type { Message } from './records/message.ts'
import type { Payment, Refund } from './records/payment.ts'
import { KeptPeople, type PeopleKind, type PeopleRows } from './records/people.ts'
import type { Stretch } from './records/stretch.ts'
import type { Reply } from './result.ts'
import { keyed, putRow } from './world-rows.fixture.ts'

/** A segment of the world's run in letters: `A-C`. */
export function segment(text: string): Segment {
  const [from = '', to = ''] = text.split('-')
  return { fromLeg: from.charCodeAt(0) - 65, toLeg: to.charCodeAt(0) - 65 }
}

/** The id that a test's name for a thing, a letter and a number, stands for: `h1` is hold 1. */
export function idOf<T extends number>(name: string): T {
  const id = Number(name.slice(1))
  assert(Number.isInteger(id), `${name} is not a letter and a number`)
  return id as T
}

/** The user who holds and books by default. */
export const alice = 1 as UserId
/** Another user. */
export const bob = 2 as UserId

const rowsById = [
  ...(['holds', 'payments', 'bookings', 'quotes', 'cancellations', 'refunds', 'accessCodes'] as const),
]

/**
 * An inventory over plain arrays: slow, and simple enough to be trusted. Rules are tested on it, and the
 * engine's own inventory is compared with it.
 */
export class World implements Inventory {
  readonly run: TrainRun
  now: Instant
  claims: Claim[] = []
  notes: AuditNote[] = []
  readonly holds = new Map<HoldId, Hold>()
  readonly payments = new Map<PaymentId, Payment>()
  readonly bookings = new Map<BookingId, Booking>()
  readonly quotes = new Map<QuoteId, Quote>()
  readonly cancellations = new Map<CancellationId, Cancellation>()
  readonly refunds = new Map<RefundId, Refund>()
  readonly accessCodes = new Map<AccessCodeId, AccessCode>()
  deskEntries: DeskEntry[] = []
  grants: BookingGrant[] = []
  messages: Message[] = []
  readonly kept = new KeptPeople()
  stretches: readonly Stretch[] = []
  closures: readonly Closure[] = []
  nextCommitSeq = 1

  /** Starts 30 days before the run leaves its first stop. */
  constructor(run: TrainRun = makeRun()) {
    this.run = run
    this.now = after(run.originAt, -30 * 24 * 3_600_000)
  }

  /** A copy of the world that continues independently. */
  copy(): World {
    const copy = new World(this.run)
    copy.now = this.now
    copy.claims = [...this.claims]
    copy.closures = this.closures
    copy.notes = [...this.notes]
    copy.nextCommitSeq = this.nextCommitSeq
    for (const name of rowsById) for (const [id, row] of this[name]) copy[name].set(id as never, row as never)
    copy.grants = [...this.grants]
    copy.deskEntries = [...this.deskEntries]
    copy.messages = [...this.messages]
    return copy
  }

  /** Runs a rule now, checks that its changes keep the invariants, and applies them. */
  decide<T, R extends { readonly code: string }>(
    rule: (inventory: Inventory, now: Instant) => Decision<T, R>,
  ): Reply<T, R> {
    const { reply, changes } = rule(this, this.now)
    this.apply(changes)
    return reply
  }

  /** A rule's answer and changes, with nothing changed. */
  ask<T, R extends { readonly code: string }>(
    rule: (inventory: Inventory, now: Instant) => Decision<T, R>,
  ): Decision<T, R> {
    return rule(this, this.now)
  }

  apply(changes: readonly Change[]): void {
    const open = new Set(
      [...this.payments.values()].filter(({ status }) => status === 'REQUESTED').map(({ id }) => id),
    )
    for (const change of changes) this.#take(change)
    this.assertNoOverlap()
    // Another process uses these entries to bring its picture up to date.
    const [first] = unnoted(changes, (id) => open.has(id), this)
    assert(!first, `no entry leads to this change: ${JSON.stringify(first)}`)
    if (changes.length > 0) this.nextCommitSeq++
  }

  assertNoOverlap(): void {
    for (const [index, claim] of this.claims.entries())
      for (const other of this.claims.slice(index + 1))
        assert(
          other.seatId !== claim.seatId || !overlaps(claim, other),
          `two claims on seat ${claim.seatId} meet`,
        )
  }

  seatId(number: string): SeatId {
    const seat = this.run.consist.seats.find((candidate) => candidate.number === number)
    assert(seat, `the run has no seat ${number}`)
    return seat.id
  }

  /**
   * Books seats as a finished sale would leave them: claims, a consumed hold, a payment due for capture, a
   * booking.
   */
  book(name: string, segmentText: string, seatNumbers: readonly string[], priceCents = 5000): Booking {
    const id = idOf<BookingId>(name)
    const seatIds = seatNumbers.map((number) => this.seatId(number))
    const totalCents = priceCents * seatIds.length
    const common = { trainRunId: this.run.id, userId: alice, currency: this.run.fare.currency }
    const ride = {
      segment: segment(segmentText),
      fromStationCode: segmentText.slice(0, 1) as StationCode,
      toStationCode: segmentText.slice(2) as StationCode,
    }
    const key = { idempotencyKey: name, fingerprint: name }
    const booking: Booking = {
      ...common,
      ...ride,
      id,
      locator: name,
      linkToken: name,
      journeyDate: this.run.serviceDate,
      totalCents,
      numPassengers: seatIds.length,
      status: 'CONFIRMED',
      bookingTime: this.now,
      cancellationTime: null,
      refundedCents: 0,
      holdId: idOf(name),
      paymentId: idOf(name),
      contact: { email: null, phone: null },
      ...{ personalData: 'SEALED', notes: [], language: null },
      commitSeq: this.nextCommitSeq,
      edition: this.run.edition,
      seats: seatIds.map((seatId) => ({
        seatId,
        passengerName: 'Ada',
        passengerAge: 36,
        passengerGender: 'F',
        priceCents,
        cancellationId: null,
        ...notMoved,
      })),
    }
    this.bookings.set(id, booking)
    this.holds.set(idOf(name), {
      ...common,
      ...ride,
      ...key,
      id: idOf(name),
      token: name,
      seats: seatIds.map((seatId) => ({ seatId, priceCents })),
      totalCents,
      createdAt: this.now,
      expiresAt: after(this.now, 120_000),
      pinnedUntil: null,
      status: 'CONSUMED',
      paymentId: idOf(name),
      bookingId: id,
      commitSeq: this.nextCommitSeq,
      edition: this.run.edition,
      ...{ addressBlock: null, standing: null, ...notExtended },
    })
    this.payments.set(idOf(name), {
      ...common,
      ...key,
      id: idOf(name),
      holdId: idOf(name),
      bookingId: id,
      method: 'mock',
      amountCents: totalCents,
      status: 'AUTHORIZED',
      declineCode: null,
      deadlineAt: after(this.now, 30_000),
      passengers: [],
      contact: booking.contact,
      dueStep: 'CAPTURE',
      dueAt: this.now,
      tryCount: 0,
      byHandCents: 0,
      language: null,
      createdAt: this.now,
    })
    for (const seatId of seatIds)
      this.claims.push({
        ...ride.segment,
        seatId,
        state: 'BOOKED',
        holdId: idOf(name),
        bookingId: id,
        expiresAt: null,
      })
    this.assertNoOverlap()
    return booking
  }

  /** The operator blocks a seat. */
  block(segmentText: string, seatNumber: string): void {
    this.claims.push({
      ...segment(segmentText),
      seatId: this.seatId(seatNumber),
      state: 'BLOCKED',
      holdId: null,
      bookingId: null,
      expiresAt: null,
    })
    this.assertNoOverlap()
  }

  /** The worker has captured the payment. */
  capture(name: string): void {
    const payment = this.payments.get(idOf(name))
    assert(payment, `no payment ${name}`)
    this.payments.set(payment.id, { ...payment, status: 'CAPTURED', dueStep: null, dueAt: null })
  }

  claimsOn(seatId: SeatId): readonly Claim[] {
    return this.claims.filter((claim) => claim.seatId === seatId).sort((a, b) => a.fromLeg - b.fromLeg)
  }

  takenSeats(wanted: Segment, now: Instant): SeatSet {
    const taken = new Uint32Array(Math.ceil(this.run.consist.seats.length / 32))
    for (const { id, index } of this.run.consist.seats) {
      const isTaken = this.claimsOn(id).some((claim) => isLive(claim, now) && overlaps(claim, wanted))
      if (isTaken) taken[index >>> 5] = (taken[index >>> 5] ?? 0) | (1 << (index & 31))
    }
    return taken
  }

  /** The numbers of the seats that are free for a segment, in the order of the consist. */
  freeNumbers(wanted: Segment): string[] {
    const isFree = (id: SeatId) =>
      !this.claimsOn(id).some((claim) => isLive(claim, this.now) && overlaps(claim, wanted))
    return this.run.consist.seats.filter((seat) => isFree(seat.id)).map((seat) => seat.number)
  }

  hold(id: HoldId): Hold | undefined {
    return this.holds.get(id)
  }

  expiredHolds(now: Instant): readonly Hold[] {
    return [...this.holds.values()].filter((hold) => isOverdue(hold, now)).sort((a, b) => a.id - b.id)
  }

  liveHoldCount(userId: UserId, now: Instant): number {
    return [...this.holds.values()].filter((hold) => hold.userId === userId && keepsSeats(hold, now)).length
  }

  liveHoldsOfBlock(names: readonly number[], now: Instant): readonly Hold[] {
    return [...this.holds.values()].filter((hold) => isOfBlock(hold, names) && keepsSeats(hold, now))
  }

  liveHoldsWith(standing: Standing, now: Instant): readonly Hold[] {
    return [...this.holds.values()].filter((hold) => hold.standing === standing && keepsSeats(hold, now))
  }

  seatsHeldBy(standing: Standing, travelClass: string, now: Instant): number {
    const seats = this.liveHoldsWith(standing, now).flatMap((hold) => hold.seats)
    return seats.filter(({ seatId }) => seatOf(this.run.consist, seatId).travelClass === travelClass).length
  }

  holdsRanOut(): readonly Hold[] {
    return [...this.holds.values()].filter((hold) => isRemembered(hold) && ranOutUnpaid(hold))
  }

  holdsBooked(): readonly Hold[] {
    return [...this.holds.values()].filter(wasBooked)
  }

  payment(id: PaymentId): Payment | undefined {
    return this.payments.get(id)
  }

  booking(id: BookingId): Booking | undefined {
    return this.bookings.get(id)
  }

  quote(id: QuoteId): Quote | undefined {
    return this.quotes.get(id)
  }

  cancellation(id: CancellationId): Cancellation | undefined {
    return this.cancellations.get(id)
  }

  refund(id: RefundId): Refund | undefined {
    return this.refunds.get(id)
  }

  accessCodesOf(bookingId: BookingId): readonly AccessCode[] {
    return [...this.accessCodes.values()].filter((code) => code.bookingId === bookingId)
  }

  grantsOf(bookingId: BookingId): readonly BookingGrant[] {
    return this.grants.filter((grant) => grant.bookingId === bookingId)
  }

  people<K extends PeopleKind>(of: K): readonly PeopleRows[K][] {
    return this.kept.all(of)
  }

  refundsOf(paymentId: PaymentId): readonly Refund[] {
    return [...this.refunds.values()].filter((refund) => refund.paymentId === paymentId)
  }

  holdOfKey(userId: UserId, key: string): Hold | undefined {
    return keyed(this.holds, userId, key)
  }

  deskEntriesOf(paymentId: PaymentId): readonly DeskEntry[] {
    return this.deskEntries.filter((entry) => entry.paymentId === paymentId)
  }

  paymentOfKey(userId: UserId, key: string): Payment | undefined {
    return keyed(this.payments, userId, key)
  }

  cancellationOfKey(userId: UserId, key: string): Cancellation | undefined {
    return keyed(this.cancellations, userId, key)
  }

  #removeClaim(seatId: SeatId, fromLeg: number): void {
    const index = this.claims.findIndex((claim) => claim.seatId === seatId && claim.fromLeg === fromLeg)
    assert(index >= 0, `no claim on seat ${seatId} from leg ${fromLeg}`)
    this.claims.splice(index, 1)
  }

  #take(change: Change): void {
    if (change.kind === 'claim_removed' || change.kind === 'claim_changed') {
      const { seatId, fromLeg } = change.kind === 'claim_removed' ? change : change.claim
      this.#removeClaim(seatId, fromLeg)
    }
    if (change.kind === 'claim_added' || change.kind === 'claim_changed') this.claims.push(change.claim)
    if (change.kind === 'closures_changed') this.closures = change.closures
    putRow(this, change)
    if (change.kind === 'desk_entry_added') this.deskEntries.push(change.entry)
    if (change.kind === 'grant_added') this.grants.push(change.grant)
    if (change.kind === 'person_added' || change.kind === 'person_changed') this.kept.put(change)
    if (change.kind === 'message_added') this.messages.push(change.message)
    if (change.kind === 'noted') this.notes.push(change.note)
  }
}
