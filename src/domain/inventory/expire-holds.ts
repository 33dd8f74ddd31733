import type { HoldId } from '../ids.ts'
import type { Instant } from '../instant.ts'
import type { AuditAction } from '../records/audit.ts'
import type { Change } from '../records/changes.ts'
import { type Hold, type HoldStatus, keepsSeats } from '../records/hold.ts'
import { accept } from '../result.ts'
import type { Decision, Inventory } from './inventory.ts'

/** Removes the claims of a hold; they are looked up by the hold, so that no other claim can be hit. */
export function freeSeats(inventory: Inventory, hold: Hold): readonly Change[] {
  return hold.seats.flatMap(({ seatId }) =>
    inventory
      .claimsOn(seatId)
      .filter((claim) => claim.holdId === hold.id && claim.state === 'HELD')
      .map((claim): Change => ({ kind: 'claim_removed', seatId, fromLeg: claim.fromLeg })),
  )
}

/** Ends a hold without a booking: its claims go, its status is final, and the audit records it once. */
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

/**
 * Marks the holds that have run out. Nothing depends on it: every use compares with the time. It informs
 * watchers and keeps the rows true.
 */
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

/**
 * Ends those of these holds that a wrong clock has dated ahead: their deadline would keep their seats for
 * much too long.
 */
export function expireMisdatedHolds(
  inventory: Inventory,
  holdIds: readonly HoldId[],
  now: Instant,
): Decision<{ readonly holdIds: readonly HoldId[] }, never> {
  const holds = holdIds
    .flatMap((id) => inventory.hold(id) ?? [])
    .filter((hold) => hold.createdAt > now && keepsSeats(hold, now))
  return {
    reply: accept({ holdIds: holds.map((hold) => hold.id) }),
    changes: holds.flatMap((hold) => expireHold(inventory, hold)),
  }
}
