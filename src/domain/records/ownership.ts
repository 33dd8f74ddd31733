import type { UserId } from '../ids.ts'
import type { BookingGrant } from './access.ts'
import type { ActedBy } from './audit.ts'
import type { Booking } from './booking.ts'
import type { Hold } from './hold.ts'

/** Whose something may be: the user, and those whose things the same person has. */
export interface Users {
  readonly userId: UserId
  /** The guests that an account has taken over. */
  readonly otherUserIds?: readonly UserId[]
}

/** Who asks for a booking: a passenger, or somebody of the railway (`by`), who may ask for any. */
interface BookingCaller extends Users {
  readonly by?: ActedBy
}

/** The caller, and the token that names the hold. */
interface HoldCaller extends Users {
  readonly holdToken: string
}

/** Whether something of this user belongs to the caller. */
export function isTheirs({ userId, otherUserIds = [] }: Users, owner: UserId): boolean {
  return owner === userId || otherUserIds.includes(owner)
}

/** Only what decides whose something is. */
export function asUsers({ userId, otherUserIds = [] }: Users): Users {
  return otherUserIds.length === 0 ? { userId } : { userId, otherUserIds }
}

/** All users that a caller is. */
export function usersOf({ userId, otherUserIds = [] }: Users): readonly UserId[] {
  return [userId, ...otherUserIds]
}

/**
 * The hold, if it belongs to the caller. Nobody else gets to the comparison of tokens, so the time of the
 * answer tells them nothing.
 */
export function ownHold(hold: Hold | undefined, caller: HoldCaller): Hold | undefined {
  return hold && isTheirs(caller, hold.userId) && hold.token === caller.holdToken ? hold : undefined
}

/**
 * The booking, if the caller made it, has shown that it is theirs (`grants`), or acts for the railway. For
 * everybody else there is no such booking.
 */
export function ownBooking(
  booking: Booking | undefined,
  grants: readonly BookingGrant[],
  caller: BookingCaller,
): Booking | undefined {
  if (!booking || caller.by) return booking
  const isGranted = grants.some((grant) => grant.bookingId === booking.id && isTheirs(caller, grant.userId))
  return isTheirs(caller, booking.userId) || isGranted ? booking : undefined
}
