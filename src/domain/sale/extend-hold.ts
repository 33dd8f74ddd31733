import type { BookingId, HoldId, UserId } from '../ids.ts'
import { after, type Instant } from '../instant.ts'
import type { Decision, Inventory } from '../inventory/inventory.ts'
import { departureAt } from '../railway/train-run.ts'
import type { Change } from '../records/changes.ts'
import { type Hold, keepsSeats } from '../records/hold.ts'
import { ownHold } from '../records/ownership.ts'
import { accept, refuse } from '../result.ts'
import { claimsOfHold } from './attempt.ts'
import { type ClosedSale, refuseClosedHold } from './closed-sale.ts'

export interface ExtendHold {
  readonly holdId: HoldId
  readonly holdToken: string
  readonly userId: UserId
  /** How much longer a hold lives, counted from its own end; 0 if none may. */
  readonly extensionMs: number
  readonly idempotencyKey: string
}

export type ExtendHoldRefusal =
  | { readonly code: 'hold_not_found' }
  | { readonly code: 'hold_consumed'; readonly bookingId: BookingId | null }
  | { readonly code: 'hold_released' }
  | { readonly code: 'hold_expired' }
  | { readonly code: 'hold_pinned' }
  | { readonly code: 'hold_already_extended' }
  | { readonly code: 'hold_extension_off' }
  | { readonly code: 'run_not_on_sale' }
  | ClosedSale

export interface ExtendedHold {
  readonly hold: Hold
  /** The same key has extended it before; this is the same answer again. */
  readonly replayed: boolean
}

/**
 * Gives a hold its one longer life, asked for before it ends. It begins at the hold's own end, so asking
 * early gains nothing and asking late loses nothing. Refuses in the order of the union above.
 */
export function extendHold(
  inventory: Inventory,
  command: ExtendHold,
  now: Instant,
): Decision<ExtendedHold, ExtendHoldRefusal> {
  const hold = ownHold(inventory.hold(command.holdId), command)
  if (!hold) return { reply: refuse({ code: 'hold_not_found' }), changes: [] }
  if (hold.extensionKey === command.idempotencyKey)
    return { reply: accept({ hold, replayed: true }), changes: [] }
  const refusal = refusalOf(inventory, hold, command, now)
  if (refusal) return { reply: refuse(refusal), changes: [] }
  const extended = {
    ...hold,
    expiresAt: after(hold.expiresAt, command.extensionMs),
    extensionMs: command.extensionMs,
    extensionKey: command.idempotencyKey,
    extensionSeq: inventory.nextCommitSeq,
  }
  return {
    reply: accept({ hold: extended, replayed: false }),
    changes: changesOf(inventory, extended),
  }
}

function refusalOf(
  inventory: Inventory,
  hold: Hold,
  { extensionMs }: ExtendHold,
  now: Instant,
): ExtendHoldRefusal | undefined {
  const { run } = inventory
  if (hold.status === 'CONSUMED') return { code: 'hold_consumed', bookingId: hold.bookingId }
  if (hold.status === 'RELEASED') return { code: 'hold_released' }
  if (!keepsSeats(hold, now)) return { code: 'hold_expired' }
  if (hold.status === 'PINNED') return { code: 'hold_pinned' }
  if (hold.extensionKey !== null) return { code: 'hold_already_extended' }
  if (extensionMs === 0) return { code: 'hold_extension_off' }
  if (!run.isOnSale || now >= departureAt(run, hold.segment.fromLeg)) return { code: 'run_not_on_sale' }
  return refuseClosedHold(inventory, hold)
}

function changesOf(inventory: Inventory, hold: Hold): readonly Change[] {
  return [
    ...claimsOfHold(inventory, hold).map(
      (claim): Change => ({ kind: 'claim_changed', claim: { ...claim, expiresAt: hold.expiresAt } }),
    ),
    { kind: 'hold_changed', hold },
    {
      kind: 'noted',
      note: {
        action: 'hold_extended',
        userId: hold.userId,
        holdId: hold.id,
        paymentId: null,
        bookingId: null,
        facts: { expires_at: hold.expiresAt },
      },
    },
  ]
}
