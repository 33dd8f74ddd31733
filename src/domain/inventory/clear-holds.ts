import type { HoldId } from '../ids.ts'
import type { Instant } from '../instant.ts'
import type { Change } from '../records/changes.ts'
import type { Hold } from '../records/hold.ts'
import { joined, type Stretch, textOfRanges } from '../records/stretch.ts'
import { accept } from '../result.ts'
import type { Decision, Inventory } from './inventory.ts'

interface ClearHolds {
  readonly holdIds: readonly HoldId[]
  /** Holds whose time would have run out later than this stay: their keys still replay. */
  readonly endedBefore: Instant
}

/**
 * Removes ended holds that nobody ever tried to pay for, with their audit entries. The chain stays whole: one
 * entry in each cleared stretch keeps the hash of the last, and a new entry says which were cleared.
 */
export function clearHolds(
  inventory: Inventory,
  { holdIds, endedBefore }: ClearHolds,
): Decision<{ readonly holdIds: readonly HoldId[] }, never> {
  const holds = holdIds
    .flatMap((id) => inventory.hold(id) ?? [])
    .filter((hold) => isClearable(hold, endedBefore))
  const reply = accept({ holdIds: holds.map((hold) => hold.id) })
  if (holds.length === 0) return { reply, changes: [] }
  const ids = new Set(reply.value.holdIds)
  const known = inventory.stretches
  const going = known.filter(({ holdId }) => holdId !== null && ids.has(holdId))
  return {
    reply,
    changes: [
      ...holds.map((hold): Change => ({ kind: 'hold_cleared', hold })),
      entriesCleared(known, going),
      { kind: 'noted', note: noteOf(holds.length, going) },
    ],
  }
}

/** A payment, or an attempt at one, is kept together with its hold. */
function isClearable(hold: Hold, endedBefore: Instant): boolean {
  const hasEnded = hold.status === 'RELEASED' || hold.status === 'EXPIRED'
  return hasEnded && hold.paymentId === null && hold.bookingId === null && hold.expiresAt < endedBefore
}

/** Merges stretches that were cleared before with the ones that they now touch. */
function entriesCleared(known: readonly Stretch[], going: readonly Stretch[]): Change {
  const before = known.filter(({ holdId }) => holdId === null)
  const after = joined([...before, ...going])
  const isSame = (a: Stretch, b: Stretch) => a.fromSeq === b.fromSeq && a.toSeq === b.toSeq
  return {
    kind: 'entries_cleared',
    replaced: before.filter((one) => !after.some((other) => isSame(one, other))),
    stretches: after.filter((one) => !before.some((other) => isSame(one, other))),
  }
}

function noteOf(holdCount: number, going: readonly Stretch[]): Extract<Change, { kind: 'noted' }>['note'] {
  return {
    action: 'records_cleared',
    userId: null,
    holdId: null,
    paymentId: null,
    bookingId: null,
    facts: { hold_count: holdCount, entries: textOfRanges(joined(going)) },
  }
}
