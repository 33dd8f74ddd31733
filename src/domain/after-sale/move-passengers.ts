import type { BookingId, SeatId } from '../ids.ts'
import type { Instant } from '../instant.ts'
import { endHoldsOf } from '../inventory/change-blocks.ts'
import type { Decision, Inventory } from '../inventory/inventory.ts'
import { isAlike } from '../inventory/seat-likeness.ts'
import { findSeat, type Seat } from '../railway/consist.ts'
import { overlaps } from '../railway/segment.ts'
import { isSameService, type TrainRun } from '../railway/train-run.ts'
import type { ActedBy } from '../records/audit.ts'
import { type Booking, type BookingSeat, seatNow } from '../records/booking.ts'
import type { Change } from '../records/changes.ts'
import { type BookedClaim, type Claim, isBooked, isLive } from '../records/claim.ts'
import { type Notice, tellPassenger } from '../records/tell-passenger.ts'
import { accept, type Reply, refuse } from '../result.ts'

/** A passenger, by the booking and the seat, and another seat. */
interface Move {
  readonly bookingId: BookingId
  readonly fromSeat: string
  readonly toSeat: string
}

export interface MovePassengers {
  readonly moves: readonly Move[]
  /** The run as it was when the moves were made up. */
  readonly seenRun: TrainRun
  /** Takes the seats that are left out of sale on the legs on which they are left. */
  readonly isBlocking: boolean
  /** For each booking, what its passenger is told. */
  readonly notices: ReadonlyMap<BookingId, Notice>
  /** Who of the railway acts, and why. */
  readonly by: ActedBy
}

/** Why nobody is moved; the seat numbers are the ones that caused it. */
export type MoveRefusal =
  | { readonly code: 'run_changed' }
  | { readonly code: 'seat_not_on_run'; readonly seatNumbers: readonly string[] }
  | { readonly code: 'duplicate_seats'; readonly seatNumbers: readonly string[] }
  | { readonly code: 'passenger_not_there'; readonly seatNumbers: readonly string[] }
  | { readonly code: 'seat_not_alike'; readonly seatNumbers: readonly string[] }
  | { readonly code: 'seat_taken'; readonly seatNumbers: readonly string[] }

export interface MovedPassengers {
  readonly run: TrainRun
  readonly commitSeq: number
  readonly bookings: number
  readonly passengers: number
}

/** A move whose seats the run has, and whose passenger is there. */
interface KnownMove {
  readonly booking: Booking
  readonly seat: BookingSeat
  readonly claim: BookedClaim
  readonly from: Seat
  readonly to: Seat
}

/**
 * Gives passengers other seats of their class and kind, all of them in one decision or none. Seats that
 * others of the same moves leave count as free; what is held or blocked does not. Prices, refunds and quotes
 * stay as they are; the tickets of before are worthless. Refuses in the order of the union above.
 */
export function movePassengers(
  inventory: Inventory,
  command: MovePassengers,
  now: Instant,
): Decision<MovedPassengers, MoveRefusal> {
  const found = findMoves(inventory, command)
  if (!found.ok) return { reply: found, changes: [] }
  const moves = found.value.filter(({ from, to }) => from !== to)
  const over = meetingClaims(inventory, moves).filter((claim) => !isLive(claim, now))
  const taken = takenSeats(inventory, moves, now)
  if (taken.length > 0) return { reply: refuse({ code: 'seat_taken', seatNumbers: taken }), changes: [] }
  const { run, nextCommitSeq } = inventory
  const byBooking = [...Map.groupBy(moves, ({ booking }) => booking).entries()]
  const reply = accept({
    ...{ run, commitSeq: moves.length > 0 ? nextCommitSeq : nextCommitSeq - 1 },
    ...{ bookings: byBooking.length, passengers: moves.length },
  })
  return {
    reply,
    changes: [
      ...endHoldsOf(inventory, over),
      ...moves.map(({ claim: { seatId, fromLeg } }): Change => ({ kind: 'claim_removed', seatId, fromLeg })),
      ...moves.map(({ claim, to }): Change => ({ kind: 'claim_added', claim: { ...claim, seatId: to.id } })),
      ...(command.isBlocking ? leftBlocks(moves).map(asBlock) : []),
      ...byBooking.flatMap(([booking, ofIt]) => moveOf(booking, ofIt, moves, command, now)),
    ],
  }
}

function findMoves(
  inventory: Inventory,
  { moves, seenRun }: MovePassengers,
): Reply<readonly KnownMove[], MoveRefusal> {
  const { run } = inventory
  if (!isSameService(seenRun, run)) return refuse({ code: 'run_changed' })
  const named = new Set(moves.flatMap(({ fromSeat, toSeat }) => [fromSeat, toSeat]))
  const foreign = [...named].filter((number) => !findSeat(run.consist, number))
  if (foreign.length > 0) return refuse({ code: 'seat_not_on_run', seatNumbers: foreign })
  const twice = moves.filter((one, at) => moves.findIndex((other) => isSameStart(one, other)) < at)
  if (twice.length > 0) return refuse({ code: 'duplicate_seats', seatNumbers: numbers(twice, 'fromSeat') })
  const known = moves.map((move) => findMove(inventory, move))
  const gone = moves.filter((_, index) => known[index] === undefined)
  if (gone.length > 0) return refuse({ code: 'passenger_not_there', seatNumbers: numbers(gone, 'fromSeat') })
  const there = known.flatMap((one) => one ?? [])
  const unlike = there.filter(({ from, to }) => !isAlike(from, to)).map(({ to }) => to.number)
  return unlike.length > 0 ? refuse({ code: 'seat_not_alike', seatNumbers: unlike }) : accept(there)
}

function isSameStart(a: Move, b: Move): boolean {
  return a.bookingId === b.bookingId && a.fromSeat === b.fromSeat
}

function numbers(moves: readonly Move[], member: 'fromSeat' | 'toSeat'): readonly string[] {
  return [...new Set(moves.map((move) => move[member]))]
}

function findMove(inventory: Inventory, { bookingId, fromSeat, toSeat }: Move): KnownMove | undefined {
  const { consist } = inventory.run
  const [from, to] = [findSeat(consist, fromSeat), findSeat(consist, toSeat)]
  const booking = inventory.booking(bookingId)
  if (!from || !to || !booking) return undefined
  const seat = booking.seats.find((one) => one.cancellationId === null && seatNow(one) === from.id)
  const claim = inventory
    .claimsOn(from.id)
    .filter(isBooked)
    .find((one) => one.bookingId === bookingId)
  return seat && claim ? { booking, seat, claim, from, to } : undefined
}

/** Claims on the seats that somebody moves to, where the passenger rides. */
function meetingClaims(inventory: Inventory, moves: readonly KnownMove[]): readonly Claim[] {
  return moves.flatMap(({ to, claim }) => inventory.claimsOn(to.id).filter((one) => overlaps(one, claim)))
}

/** Numbers of seats that somebody keeps, or that two are moved to. */
function takenSeats(inventory: Inventory, moves: readonly KnownMove[], now: Instant): readonly string[] {
  const leaving = new Set<Claim>(moves.map(({ claim }) => claim))
  const isKept = (claim: Claim) => isLive(claim, now) && !leaving.has(claim)
  const taken = moves.filter(
    (move) =>
      meetingClaims(inventory, [move]).some(isKept) ||
      moves.some((other) => other !== move && other.to === move.to && overlaps(other.claim, move.claim)),
  )
  return [...new Set(taken.map(({ to }) => to.number))]
}

/** The moves after which nobody else of them has the seat that is left. */
function leftBlocks(moves: readonly KnownMove[]): readonly KnownMove[] {
  return moves.filter(
    ({ from, claim }) => !moves.some(({ to, claim: next }) => to === from && overlaps(next, claim)),
  )
}

function asBlock({ claim: { seatId, fromLeg, toLeg } }: KnownMove): Change {
  const nobody = { holdId: null, bookingId: null, expiresAt: null }
  return { kind: 'claim_added', claim: { seatId, fromLeg, toLeg, state: 'BLOCKED', ...nobody } }
}

/** The booking with its new seats, an entry of the audit, and a message. */
function moveOf(
  booking: Booking,
  moves: readonly KnownMove[],
  all: readonly KnownMove[],
  { isBlocking, notices, by }: MovePassengers,
  now: Instant,
): readonly Change[] {
  const targets = new Map(moves.map(({ seat, to }) => [seat.seatId, to.id]))
  const seats = booking.seats.map((seat) => movedSeat(seat, targets.get(seat.seatId)))
  const blocked = isBlocking ? leftBlocks(all).filter((move) => moves.includes(move)) : []
  const { id: bookingId, holdId, segment } = booking
  const facts = {
    ...{ from_leg: segment.fromLeg, to_leg: segment.toLeg, moved: moves.length },
    from_seat_ids: moves.map(({ from }) => from.id),
    seat_ids: moves.map(({ to }) => to.id),
    blocked_seat_ids: blocked.map(({ from }) => from.id),
  }
  const note = { action: 'seats_moved' as const, userId: null, holdId, paymentId: null, bookingId, facts, by }
  const notice = notices.get(bookingId)
  return [
    { kind: 'booking_changed', booking: { ...booking, seats } },
    { kind: 'noted', note },
    ...(notice ? tellPassenger(booking, 'seats_moved', notice, now) : []),
  ]
}

function movedSeat(seat: BookingSeat, to: SeatId | undefined): BookingSeat {
  if (to === undefined || seat.cancellationId !== null) return seat
  return { ...seat, movedTo: to === seat.seatId ? null : to, moveCount: seat.moveCount + 1 }
}
