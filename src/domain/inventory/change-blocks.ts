import type { BookingId, HoldId } from '../ids.ts'
import type { Instant } from '../instant.ts'
import { findSeat, type Seat } from '../railway/consist.ts'
import { overlaps, type Segment } from '../railway/segment.ts'
import { isSameService, type TrainRun } from '../railway/train-run.ts'
import type { ActedBy, AuditAction } from '../records/audit.ts'
import type { Change } from '../records/changes.ts'
import { type Claim, isLive } from '../records/claim.ts'
import { accept, type Reply, refuse } from '../result.ts'
import { expireHold } from './expire-holds.ts'
import type { Decision, Inventory } from './inventory.ts'

/** Which seats of a run an act of the railway is about. */
export type SeatsOfRun =
  | { readonly kind: 'named'; readonly seatNumbers: readonly string[] }
  | { readonly kind: 'coach'; readonly coachNumber: string }
  | { readonly kind: 'class'; readonly travelClass: string }

export interface ChangeBlocks {
  readonly seats: SeatsOfRun
  readonly segment: Segment
  /** The run as it was when the segment was looked up. */
  readonly seenRun: TrainRun
  /** Who of the railway acts, and why. */
  readonly by: ActedBy
}

/** Legs of one seat. */
export interface SeatStretch extends Segment {
  readonly seat: Seat
}

/** A claim of a passenger that a block leaves alone. */
export interface InTheWay extends SeatStretch {
  readonly state: 'HELD' | 'BOOKED'
  readonly holdId: HoldId | null
  readonly bookingId: BookingId | null
}

/** What an act has changed, in order of seats and legs; none if all was so before. */
export interface ChangedBlocks {
  readonly run: TrainRun
  readonly commitSeq: number
  readonly changed: readonly SeatStretch[]
  readonly inTheWay: readonly InTheWay[]
}

export type ChangeBlocksRefusal =
  | { readonly code: 'run_changed' }
  | {
      readonly code: 'seat_not_on_run'
      readonly seatNumbers: readonly string[]
      readonly coachNumber?: string
      readonly travelClass?: string
    }

type Changed = Decision<ChangedBlocks, ChangeBlocksRefusal>

/**
 * Takes seats out of sale on every leg of the segment on which nobody holds or has booked them. What is sold
 * or held there stays as it is, and is told. What is blocked already stays so.
 */
export function blockSeats(inventory: Inventory, command: ChangeBlocks, now: Instant): Changed {
  const found = seatsOf(inventory.run, command)
  if (!found.ok) return { reply: found, changes: [] }
  const { segment } = command
  const meeting = found.value.map((seat) => ({
    seat,
    claims: inventory.claimsOn(seat.id).filter((claim) => overlaps(claim, segment)),
  }))
  const live = meeting.map(({ seat, claims }) => ({
    seat,
    claims: claims.filter((claim) => isLive(claim, now)),
  }))
  const changed = live.flatMap(({ seat, claims }) =>
    without(segment, claims).map((stretch) => ({ seat, ...stretch })),
  )
  const inTheWay = live.flatMap(({ seat, claims }) => claims.flatMap((claim) => inWay(seat, claim)))
  const isChanged = new Set(changed.map(({ seat }) => seat))
  const over = meeting
    .filter(({ seat }) => isChanged.has(seat))
    .flatMap(({ claims }) => claims.filter((claim) => !isLive(claim, now)))
  return decided(inventory, command, 'seats_blocked', { changed, inTheWay }, [
    ...endHoldsOf(inventory, over),
    ...changed.map((stretch): Change => ({ kind: 'claim_added', claim: blockOf(stretch) })),
  ])
}

/** Gives blocked seats back to sale on the legs of the segment; blocks on other legs stay. */
export function freeBlocks(inventory: Inventory, command: ChangeBlocks): Changed {
  const found = seatsOf(inventory.run, command)
  if (!found.ok) return { reply: found, changes: [] }
  const { segment } = command
  const blocks = found.value.flatMap((seat) =>
    inventory
      .claimsOn(seat.id)
      .filter((claim) => claim.state === 'BLOCKED' && overlaps(claim, segment))
      .map(({ fromLeg, toLeg }) => ({ seat, fromLeg, toLeg })),
  )
  const changed = blocks.map((block) => ({
    seat: block.seat,
    fromLeg: Math.max(block.fromLeg, segment.fromLeg),
    toLeg: Math.min(block.toLeg, segment.toLeg),
  }))
  const rest = blocks.flatMap((block) =>
    without(block, [segment]).map((stretch) => ({ seat: block.seat, ...stretch })),
  )
  return decided(inventory, command, 'seats_unblocked', { changed, inTheWay: [] }, [
    ...blocks.map(({ seat, fromLeg }): Change => ({ kind: 'claim_removed', seatId: seat.id, fromLeg })),
    ...rest.map((stretch): Change => ({ kind: 'claim_added', claim: blockOf(stretch) })),
  ])
}

/** The seats that an act names, if the run has them and is still the one that was seen. */
export function seatsOf(
  run: TrainRun,
  { seats, seenRun }: Pick<ChangeBlocks, 'seats' | 'seenRun'>,
): Reply<readonly Seat[], ChangeBlocksRefusal> {
  if (!isSameService(seenRun, run)) return refuse({ code: 'run_changed' })
  const all = run.consist.seats
  if (seats.kind === 'named') {
    const foreign = seats.seatNumbers.filter((number) => !findSeat(run.consist, number))
    if (foreign.length > 0) return refuse({ code: 'seat_not_on_run', seatNumbers: foreign })
    const named = new Set(seats.seatNumbers)
    return accept(all.filter((seat) => named.has(seat.number)))
  }
  const { kind: _, ...where } = seats
  const found =
    seats.kind === 'coach'
      ? all.filter((seat) => seat.coachNumber === seats.coachNumber)
      : all.filter((seat) => seat.travelClass === seats.travelClass)
  return found.length > 0 ? accept(found) : refuse({ code: 'seat_not_on_run', seatNumbers: [], ...where })
}

/** The parts of a segment that none of these, which are in order of legs and do not overlap, covers. */
export function without(segment: Segment, taken: readonly Segment[]): readonly Segment[] {
  const parts: Segment[] = []
  let fromLeg = segment.fromLeg
  for (const one of taken) {
    if (one.fromLeg > fromLeg) parts.push({ fromLeg, toLeg: Math.min(one.fromLeg, segment.toLeg) })
    fromLeg = Math.max(fromLeg, one.toLeg)
  }
  if (fromLeg < segment.toLeg) parts.push({ fromLeg, toLeg: segment.toLeg })
  return parts
}

function inWay(seat: Seat, { state, fromLeg, toLeg, holdId, bookingId }: Claim): readonly InTheWay[] {
  return state === 'BLOCKED' ? [] : [{ seat, fromLeg, toLeg, state, holdId, bookingId }]
}

function blockOf({ seat, fromLeg, toLeg }: SeatStretch): Claim {
  const nobody = { holdId: null, bookingId: null, expiresAt: null }
  return { seatId: seat.id, fromLeg, toLeg, state: 'BLOCKED', ...nobody }
}

/** Holds whose time is over end whole, as for a new hold. */
export function endHoldsOf(inventory: Inventory, over: readonly Claim[]): readonly Change[] {
  return [...new Set(over.flatMap(({ holdId }) => holdId ?? []))].flatMap((id) => {
    const hold = inventory.hold(id)
    if (!hold) throw new Error(`a claim of run ${inventory.run.id} belongs to hold ${id}, which is not live`)
    return expireHold(inventory, hold)
  })
}

/** An act that changes nothing leaves no entry. */
function decided(
  inventory: Inventory,
  { segment, by }: ChangeBlocks,
  action: AuditAction,
  result: Pick<ChangedBlocks, 'changed' | 'inTheWay'>,
  changes: readonly Change[],
): Changed {
  const { run, nextCommitSeq } = inventory
  const isChange = result.changed.length > 0
  const commitSeq = isChange ? nextCommitSeq : nextCommitSeq - 1
  const reply = accept({ run, commitSeq, ...result })
  if (!isChange) return { reply, changes: [] }
  const facts = {
    from_leg: segment.fromLeg,
    to_leg: segment.toLeg,
    seat_ids: [...new Set(result.changed.map(({ seat }) => seat.id))],
  }
  const nobody = { userId: null, holdId: null, paymentId: null, bookingId: null }
  return { reply, changes: [...changes, { kind: 'noted', note: { action, ...nobody, facts, by } }] }
}
