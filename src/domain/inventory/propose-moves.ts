import type { BookingId, SeatId } from '../ids.ts'
import type { Instant } from '../instant.ts'
import type { Seat } from '../railway/consist.ts'
import { overlaps, type Segment } from '../railway/segment.ts'
import { type BookedClaim, isBooked, isLive } from '../records/claim.ts'
import type { InTheWay } from './change-blocks.ts'
import type { Inventory } from './inventory.ts'
import type { Party } from './place-party.ts'
import { proposeSeats } from './propose-seats.ts'
import { SeatLegs } from './seat-legs.ts'

/** A passenger, by the booking and the seat, and the segment that the booking is for. */
interface Seated extends Segment {
  readonly bookingId: BookingId
  readonly from: Seat
}

interface ProposedMove extends Seated {
  readonly to: Seat
}

/** Other seats for those who sit on some, to be looked at before it is applied. */
export interface MoveProposal {
  /** In order of bookings and seats. */
  readonly moves: readonly ProposedMove[]
  /** Those for whom there is no seat of their class. */
  readonly unplaced: readonly Seated[]
  readonly parties: number
  /** Parties that would sit farther apart than they do. */
  readonly apart: number
  /** Held seats among those that are to be left: nobody is moved from them. */
  readonly held: readonly InTheWay[]
}

/** What claims show of a run, as a decision sees it, or as of its last commit. */
type Claims = Pick<Inventory, 'run' | 'claimsOn'>

/**
 * Proposes other seats for all who have booked some of these on a part of the way. They go where the run has
 * seats of their class and kind, and never to one of those that are to be left. Whoever belongs to them and
 * sits elsewhere keeps the seat, unless they can only stay together by moving all.
 */
export function proposeMoves(
  view: Claims,
  { seats, segment }: { readonly seats: readonly Seat[]; readonly segment: Segment },
  now: Instant,
): MoveProposal {
  const { consist, train } = view.run
  const left = new Set(seats.map(({ id }) => id))
  const isLeft = (id: SeatId, way: Segment) => left.has(id) && overlaps(way, segment)
  const legs = new SeatLegs(train.stops.length - 1, consist.seats.length)
  for (const seat of consist.seats)
    for (const claim of view.claimsOn(seat.id)) if (isLive(claim, now)) legs.take(seat.index, claim)
  for (const seat of seats) legs.take(seat.index, segment)
  const parties = partiesOn(view, isLeft)
  const { placed, apart } = proposeSeats(consist, legs, parties)
  const found = placed.map(({ party: { bookingId, segment: way }, from, to }) => ({
    ...{ bookingId, ...way, from, to },
  }))
  return {
    moves: found.flatMap(({ to, ...one }) => (to ? { ...one, to } : [])).sort(inOrder),
    unplaced: found.flatMap(({ to, ...one }) => (to ? [] : one)).sort(inOrder),
    parties: parties.length,
    apart,
    held: heldOn(view, seats, segment, now),
  }
}

/** The bookings with passengers who have to leave their seats, class by class. */
function partiesOn(view: Claims, isLeft: (id: SeatId, way: Segment) => boolean): readonly Party[] {
  const booked = view.run.consist.seats.flatMap((seat) =>
    view
      .claimsOn(seat.id)
      .filter(isBooked)
      .map((claim) => ({ seat, claim })),
  )
  const groups = Map.groupBy(booked, ({ seat, claim }) => `${claim.bookingId} ${seat.travelClass}`)
  const parties = [...groups.values()].map((members) => partyOf(members, isLeft))
  return parties.filter(({ leaving }) => leaving.length > 0).sort((a, b) => a.bookingId - b.bookingId)
}

function partyOf(
  members: readonly { readonly seat: Seat; readonly claim: BookedClaim }[],
  isLeft: (id: SeatId, way: Segment) => boolean,
): Party {
  const [first] = members
  if (!first) throw new Error('a party of nobody')
  const { bookingId, fromLeg, toLeg } = first.claim
  const mustLeave = (one: (typeof members)[number]) => isLeft(one.seat.id, one.claim)
  return {
    bookingId,
    segment: { fromLeg, toLeg },
    leaving: members.filter(mustLeave).map(({ seat }) => seat),
    staying: members.filter((one) => !mustLeave(one)).map(({ seat }) => seat),
  }
}

function heldOn(view: Claims, seats: readonly Seat[], segment: Segment, now: Instant): readonly InTheWay[] {
  return seats.flatMap((seat) =>
    view
      .claimsOn(seat.id)
      .filter((claim) => claim.state === 'HELD' && isLive(claim, now) && overlaps(claim, segment))
      .map(({ fromLeg, toLeg, holdId }) => ({
        ...{ seat, fromLeg, toLeg, state: 'HELD' as const, holdId, bookingId: null },
      })),
  )
}

function inOrder(a: Seated, b: Seated): number {
  return a.bookingId - b.bookingId || a.from.index - b.from.index
}
