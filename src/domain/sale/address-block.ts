import type { SeatId } from '../ids.ts'
import type { Instant } from '../instant.ts'
import type { Inventory } from '../inventory/inventory.ts'
import { overlaps, type Segment } from '../railway/segment.ts'
import { coolDownMs, type Hold, holdDeadline, isOfBlock, ranOutUnpaid } from '../records/hold.ts'

/** A block of neighboring addresses, for which holds are counted together. */
export interface AddressBlock {
  /** The name that a hold gets now, and then those that its earlier holds may have. */
  readonly names: readonly [number, ...number[]]
  /** The share of the seats of a run that it may keep under unpaid hold. */
  readonly share: number
}

/** Every block may keep this many seats of a run: two of the largest parties. */
export const seatsOfEveryBlock = 18

/** How often the time of a seat may run out in the hands of one block before the seat cools down. */
const forgivenEnds = 1

export type AddressBlockRefusal =
  | {
      readonly code: 'network_holds_too_many'
      readonly maxSeats: number
      readonly seatsHeld: number
      /** When the first of its holds ends. */
      readonly retryAfterMs: number
    }
  | SeatsCoolingDown

interface SeatsCoolingDown {
  readonly code: 'seats_cooling_down'
  readonly seatNumbers: readonly string[]
  /** When the last of these seats may be held again. */
  readonly retryAfterMs: number
}

/** The refusal if the block would keep more seats of the run than its share. */
export function refuseOverShare(
  inventory: Inventory,
  block: AddressBlock,
  wanted: number,
  now: Instant,
): AddressBlockRefusal | undefined {
  const holds = inventory.liveHoldsOfBlock(block.names, now)
  const seatsHeld = holds.reduce((sum, hold) => sum + hold.seats.length, 0)
  const maxSeats = Math.max(seatsOfEveryBlock, Math.floor(inventory.run.consist.seats.length * block.share))
  if (seatsHeld + wanted <= maxSeats) return undefined
  const firstEnd = Math.min(...holds.map(holdDeadline), now + coolDownMs)
  return { code: 'network_holds_too_many', maxSeats, seatsHeld, retryAfterMs: firstEnd - now }
}

const nothingCools: ReadonlyMap<SeatId, Instant> = new Map()

/**
 * The seats that the block may not hold on a segment for a while, with the moment when each is free for it
 * again: their time ran out unpaid in its hands, for part of the segment, more than once within a cool-down.
 * Once is forgiven, since a passenger who was too slow comes back at once.
 */
export function coolingSeats(
  inventory: Inventory,
  block: AddressBlock,
  wanted: Segment,
  now: Instant,
): ReadonlyMap<SeatId, Instant> {
  const lately = ranOutLately(inventory, now).filter(
    (hold) => isOfBlock(hold, block.names) && overlaps(hold.segment, wanted),
  )
  if (lately.length <= forgivenEnds) return nothingCools
  const endsOf = new Map<SeatId, Instant[]>()
  for (const { seats, expiresAt } of lately)
    for (const { seatId } of seats) endsOf.set(seatId, [...(endsOf.get(seatId) ?? []), expiresAt])
  const cooling = new Map<SeatId, Instant>()
  for (const [seatId, ends] of endsOf) {
    const deciding = ends.toSorted((a, b) => b - a)[forgivenEnds]
    if (deciding !== undefined) cooling.set(seatId, (deciding + coolDownMs) as Instant)
  }
  return cooling
}

/** The holds whose time ran out within a cool-down with nobody paying, whether or not a commit says so. */
export function ranOutLately(inventory: Inventory, now: Instant): readonly Hold[] {
  const overdue = inventory.expiredHolds(now).filter((hold) => ranOutUnpaid({ ...hold, status: 'EXPIRED' }))
  return [...inventory.holdsRanOut(), ...overdue].filter(({ expiresAt }) => expiresAt > now - coolDownMs)
}

/** The refusal of seats that cool down. */
export function coolDownRefusal(
  seats: readonly { readonly id: SeatId; readonly number: string }[],
  cooling: ReadonlyMap<SeatId, Instant>,
  now: Instant,
): SeatsCoolingDown {
  const ends = seats.map(({ id }) => cooling.get(id) ?? now)
  return {
    code: 'seats_cooling_down',
    seatNumbers: seats.map(({ number }) => number),
    retryAfterMs: Math.max(...ends) - now,
  }
}
