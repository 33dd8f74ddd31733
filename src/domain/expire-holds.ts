import type { AuditAction } from './audit.ts'
import type { Change } from './changes.ts'
import { type Hold, type HoldStatus, holdDeadline } from './hold.ts'
import type { HoldId } from './ids.ts'
import type { Instant } from './instant.ts'
import type { Decision, Inventory } from './inventory.ts'
import { accept } from './result.ts'

/** Takes the claims of a hold away; they are found by the hold, so that nobody else's can be met. */
export function freeSeats(inventory: Inventory, hold: Hold): readonly Change[] {
  return hold.seats.flatMap(({ seatId }) =>
    inventory
      .claimsOn(seatId)
      .filter((claim) => claim.holdId === hold.id && claim.state === 'HELD')
      .map((claim): Change => ({ kind: 'claim_removed', seatId, fromLeg: claim.fromLeg })),
  )
}

/** Ends a hold without a booking: its claims go, its status is final, and the audit says so once. */
export function endHold(
  inventory: Inventory,
  hold: Hold,
  status: Extract<HoldStatus, 'RELEASED' | 'EXPIRED'>,
  action: AuditAction,
): readonly Change[] {
  return [
    ...freeSeats(inventory, hold),
    { kind: 'hold_changed', hold: { ...hold, status, pinnedUntil: null } },
    {
      kind: 'noted',
      note: {
        action,
        userId: hold.userId,
        holdId: hold.id,
        paymentId: hold.paymentId,
        bookingId: null,
        facts: {},
      },
    },
  ]
}

export function expireHold(inventory: Inventory, hold: Hold): readonly Change[] {
  return endHold(inventory, hold, 'EXPIRED', 'hold_expired')
}

/** Marks what has run out. Nothing rests on it: every use compares with the time; it tells watchers and keeps the rows true. */
export function expireHolds(
  inventory: Inventory,
  now: Instant,
): Decision<{ readonly holdIds: readonly HoldId[] }, never> {
  const holds = inventory.expiredHolds(now)
  return {
    reply: accept({ holdIds: holds.map((hold) => hold.id) }),
    changes: holds.flatMap((hold) => expireHold(inventory, hold)),
  }
}

/** Whether a hold still keeps its seats. */
export function keepsSeats(hold: Hold, now: Instant): boolean {
  return (hold.status === 'ACTIVE' || hold.status === 'PINNED') && now < holdDeadline(hold)
}
