import type { UserId } from '../ids.ts'
import type { BookingGrant } from './access.ts'
import type { Booking } from './booking.ts'
import type { Hold } from './hold.ts'

/** The caller, and the token that names the hold. */
interface HoldCaller {
  readonly userId: UserId
  readonly holdToken: string
}

/**
 * The hold, if it belongs to the caller. Nobody else gets to the comparison of tokens, so the time of the
 * answer tells them nothing.
 */
export function ownHold(hold: Hold | undefined, { userId, holdToken }: HoldCaller): Hold | undefined {
  return hold?.userId === userId && hold.token === holdToken ? hold : undefined
}

/**
 * The booking, if the caller made it or has shown that it is theirs (`grants`). For everybody else there is
 * no such booking.
 */
export function ownBooking(
  booking: Booking | undefined,
  grants: readonly BookingGrant[],
  userId: UserId,
): Booking | undefined {
  if (!booking) return undefined
  const isGranted = grants.some((grant) => grant.bookingId === booking.id && grant.userId === userId)
  return booking.userId === userId || isGranted ? booking : undefined
}
