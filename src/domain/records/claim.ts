import type { BookingId, HoldId, SeatId } from '../ids.ts'
import type { Instant } from '../instant.ts'
import type { Segment } from '../railway/segment.ts'

/** The row that keeps one seat for one segment, whether held, booked, or blocked by the operator. */
export interface Claim extends Segment {
  readonly seatId: SeatId
  readonly state: 'HELD' | 'BOOKED' | 'BLOCKED'
  readonly holdId: HoldId | null
  readonly bookingId: BookingId | null
  /** The moment from which the claim no longer counts; null if it counts until it is removed. */
  readonly expiresAt: Instant | null
}

/** The claim of a passenger who has paid. */
export type BookedClaim = Claim & { readonly bookingId: BookingId }

export function isBooked(claim: Claim): claim is BookedClaim {
  return claim.state === 'BOOKED' && claim.bookingId !== null
}

/** Half-open in time as in legs: a claim that expires now no longer blocks anyone. */
export function isLive(claim: Claim, now: Instant): boolean {
  return claim.expiresAt === null || now < claim.expiresAt
}

/** Whether two claims are the same in every respect. */
export function isSameClaim(a: Claim, b: Claim): boolean {
  return (
    a.seatId === b.seatId &&
    a.fromLeg === b.fromLeg &&
    a.toLeg === b.toLeg &&
    a.state === b.state &&
    a.holdId === b.holdId &&
    a.bookingId === b.bookingId &&
    a.expiresAt === b.expiresAt
  )
}
