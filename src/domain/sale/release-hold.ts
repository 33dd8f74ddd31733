import type { BookingId, HoldId, UserId } from '../ids.ts'
import type { Instant } from '../instant.ts'
import { endHold } from '../inventory/expire-holds.ts'
import type { Decision, Inventory } from '../inventory/inventory.ts'
import { keepsSeats } from '../records/hold.ts'
import { ownHold } from '../records/ownership.ts'
import { accept, refuse } from '../result.ts'

export interface ReleaseHold {
  readonly holdId: HoldId
  readonly holdToken: string
  readonly userId: UserId
  readonly otherUserIds?: readonly UserId[]
}

export type ReleaseHoldRefusal =
  | { readonly code: 'hold_not_found' }
  | { readonly code: 'hold_consumed'; readonly bookingId: BookingId | null }
  | { readonly code: 'hold_pinned' }

/**
 * Gives a hold back before payment. A hold that ended without a booking has already been given back, so the
 * answer is also yes.
 */
export function releaseHold(
  inventory: Inventory,
  command: ReleaseHold,
  now: Instant,
): Decision<{ readonly wasLive: boolean }, ReleaseHoldRefusal> {
  const hold = ownHold(inventory.hold(command.holdId), command)
  if (!hold) return { reply: refuse({ code: 'hold_not_found' }), changes: [] }
  if (hold.status === 'CONSUMED')
    return { reply: refuse({ code: 'hold_consumed', bookingId: hold.bookingId }), changes: [] }
  if (!keepsSeats(hold, now)) return { reply: accept({ wasLive: false }), changes: [] }
  if (hold.status === 'PINNED') return { reply: refuse({ code: 'hold_pinned' }), changes: [] }
  return { reply: accept({ wasLive: true }), changes: endHold(inventory, hold, 'RELEASED', 'hold_released') }
}
