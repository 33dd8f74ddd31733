import type { BookingId, HoldId } from '../ids.ts'
import type { Instant } from '../instant.ts'
import { without } from '../inventory/change-blocks.ts'
import { inOrder, merged, type RunClosures } from '../inventory/close-run.ts'
import { endHold, expireHold } from '../inventory/expire-holds.ts'
import type { Decision, Inventory } from '../inventory/inventory.ts'
import { overlaps, type Segment } from '../railway/segment.ts'
import { isSameService, type TrainRun } from '../railway/train-run.ts'
import { type ActedBy, actedByNobody } from '../records/audit.ts'
import type { Change } from '../records/changes.ts'
import type { Claim } from '../records/claim.ts'
import { type Closure, isCancellation } from '../records/closure.ts'
import { type Hold, keepsSeats } from '../records/hold.ts'
import { accept, refuse } from '../result.ts'
import { closeAttempt } from './attempt.ts'

interface CancelRun {
  readonly segment: Segment
  /** The run as it was when the segment was looked up. */
  readonly seenRun: TrainRun
  /** Who of the railway acts, and why. */
  readonly by: ActedBy
}

export type CancelRunRefusal = { readonly code: 'run_changed' }

/** What claims show of a run, as a decision sees it, or as of its last commit. */
type Claims = Pick<Inventory, 'run' | 'claimsOn'>

/** The bookings with seats on any of these segments, and the holds. */
export interface Affected {
  readonly bookingIds: readonly BookingId[]
  readonly holdIds: readonly HoldId[]
  /** Seats that are booked there. */
  readonly seats: number
}

/** Whom a cancellation of these segments of a run concerns. */
export function affectedBy(view: Claims, segments: readonly Segment[]): Affected {
  const meets = (claim: Claim) => segments.some((segment) => overlaps(claim, segment))
  const claims = view.run.consist.seats.flatMap((seat) => view.claimsOn(seat.id).filter(meets))
  const booked = claims.filter(({ state }) => state === 'BOOKED')
  const held = claims.filter(({ state }) => state === 'HELD')
  return {
    bookingIds: [...new Set(booked.flatMap(({ bookingId }) => bookingId ?? []))].sort((a, b) => a - b),
    holdIds: [...new Set(held.flatMap(({ holdId }) => holdId ?? []))].sort((a, b) => a - b),
    seats: booked.length,
  }
}

/**
 * Cancels a run, or a part of its way, for good. From this decision on nothing is sold there: holds end, and
 * payments that are under way are given up, so that no booking comes of them. What is booked there is given
 * back afterward, booking by booking. A part that is canceled already stays as it is.
 */
export function cancelRun(
  inventory: Inventory,
  { segment, seenRun, by }: CancelRun,
  now: Instant,
): Decision<RunClosures, CancelRunRefusal> {
  const { run, nextCommitSeq, closures } = inventory
  if (!isSameService(seenRun, run)) return { reply: refuse({ code: 'run_changed' }), changes: [] }
  const parts = without(segment, merged(closures.filter(isCancellation)))
  if (parts.length === 0)
    return { reply: accept({ run, commitSeq: nextCommitSeq - 1, closures }), changes: [] }
  const added = parts.map((part): Closure => {
    const bookings = affectedBy(inventory, [part]).bookingIds.length
    return { ...part, kind: 'CANCELING', travelClass: null, at: now, bookings }
  })
  const changed = inOrder([...closures, ...added])
  const facts = { from_leg: segment.fromLeg, to_leg: segment.toLeg }
  return {
    reply: accept({ run, commitSeq: nextCommitSeq, closures: changed }),
    changes: [
      ...affectedBy(inventory, parts).holdIds.flatMap((id) => endSale(inventory, id, now)),
      { kind: 'closures_changed', closures: changed },
      { kind: 'noted', note: { action: 'run_cancelled', ...nobody, facts, by } },
    ],
  }
}

/** Notes that every booking of what was canceled is given back, once that is so; returns how many are not. */
export function finishCancellation(inventory: Inventory): Decision<number, never> {
  const isDone = (one: Closure) =>
    one.kind === 'CANCELING' && affectedBy(inventory, [one]).bookingIds.length === 0
  const done = inventory.closures.filter(isDone)
  const open = inventory.closures.filter(({ kind }) => kind === 'CANCELING')
  const left = affectedBy(inventory, open).bookingIds.length
  if (done.length === 0) return { reply: accept(left), changes: [] }
  const closures = inventory.closures.map((one) =>
    done.includes(one) ? { ...one, kind: 'CANCELLED' as const } : one,
  )
  const facts = { bookings: done.reduce((sum, { bookings }) => sum + bookings, 0) }
  const by = { ...actedByNobody, reason: 'operational' as const }
  return {
    reply: accept(left),
    changes: [
      { kind: 'closures_changed', closures },
      { kind: 'noted', note: { action: 'run_given_back', ...nobody, facts, by } },
    ],
  }
}

const nobody = { userId: null, holdId: null, paymentId: null, bookingId: null }

function endSale(inventory: Inventory, id: HoldId, now: Instant): readonly Change[] {
  const hold = inventory.hold(id)
  if (!hold) throw new Error(`a claim of run ${inventory.run.id} belongs to hold ${id}, which is not live`)
  if (!keepsSeats(hold, now)) return expireHold(inventory, hold)
  const attempt = attemptOf(inventory, hold)
  if (attempt) return closeAttempt(inventory, attempt, 'run_cancelled', now).changes
  return endHold(inventory, hold, 'RELEASED', 'hold_released')
}

/** The payment that is under way for a hold. */
function attemptOf(inventory: Inventory, { status, paymentId }: Hold) {
  if (status !== 'PINNED' || paymentId === null) return undefined
  const payment = inventory.payment(paymentId)
  return payment?.status === 'REQUESTED' ? payment : undefined
}
