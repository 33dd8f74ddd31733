import type { Instant } from '../instant.ts'
import type { Inventory } from '../inventory/inventory.ts'
import { classSize, type Seat, seatOf } from '../railway/consist.ts'
import { coolDownMs, type Hold, holdDeadline, type Standing } from '../records/hold.ts'
import { accept, type Reply, refuse } from '../result.ts'
import { ranOutLately, seatsOfEveryBlock } from './address-block.ts'

/** What vouches for a caller whose holds are counted. */
export interface Vouching {
  /** The share of a class that callers for whom nothing vouches may keep together under unpaid hold. */
  readonly share: number
  /** Whether the caller has a booking, or has shown that an address of one is theirs. */
  readonly isKnown: boolean
  /** The work that the caller's device has done for this hold, in rounds of a hash; 0 if it has done none. */
  readonly provenWork: number
}

export interface PressureRefusal {
  readonly code: 'class_under_pressure'
  readonly travelClass: string
  readonly maxSeats: number
  readonly seatsHeld: number
  /** When the first seats that stand in the way are free, or no longer count. */
  readonly retryAfterMs: number
  /** The work that opens the way, in rounds of a hash. */
  readonly work: number
}

/** The work for one seat when a class comes under pressure: about a fifth of a second. */
const leastWork = 2 ** 18

/** How often the work doubles. */
const mostDoublings = 6

/** Less than one booked seat to this many that ran out unpaid: holds have stopped turning into bookings. */
const unpaidForEachBooked = 4

/**
 * What vouches for the hold of these seats: the booking of its caller, the work of their device, or nothing,
 * which is enough until a class comes under pressure. Refuses a newcomer for the first class that is.
 */
export function vouchFor(
  inventory: Inventory,
  vouching: Vouching,
  seats: readonly Seat[],
  now: Instant,
): Reply<Standing, PressureRefusal> {
  if (vouching.isKnown) return accept('KNOWN')
  for (const [travelClass, wanted] of Map.groupBy(seats, (seat) => seat.travelClass)) {
    const pressed = refuseUnderPressure(inventory, vouching, { travelClass, seats: wanted.length }, now)
    // Half of the work is enough, so that nobody who has just done it is asked for more.
    if (pressed && vouching.provenWork < pressed.work / 2) return refuse(pressed)
  }
  return accept(vouching.provenWork > 0 ? 'PROVEN' : 'NEWCOMER')
}

interface Wanted {
  readonly travelClass: string
  readonly seats: number
}

function refuseUnderPressure(
  inventory: Inventory,
  { share }: Vouching,
  wanted: Wanted,
  now: Instant,
): PressureRefusal | undefined {
  const { travelClass } = wanted
  const size = classSize(inventory.run.consist, travelClass)
  const maxSeats = Math.max(seatsOfEveryBlock, Math.floor(size * share))
  const seatsHeld = inventory.seatsHeldBy('NEWCOMER', travelClass, now)
  const ranOut = ranOutLately(inventory, now)
  const isFull = seatsHeld + wanted.seats > maxSeats
  if (!isFull && !hasStopped(inventory, ranOut, travelClass, { atLeast: maxSeats, now })) return undefined
  const live = isFull ? inventory.liveHoldsWith('NEWCOMER', now) : []
  const ends = [...live.map(holdDeadline), ...ranOut.map(({ expiresAt }) => expiresAt + coolDownMs)]
  return {
    ...{ code: 'class_under_pressure', travelClass, maxSeats, seatsHeld },
    retryAfterMs: Math.min(now + coolDownMs, ...ends) - now,
    work: wanted.seats * leastWork * 2 ** doublings(inventory, ranOut, { travelClass, maxSeats, now }),
  }
}

/**
 * Whether holds have stopped turning into bookings: within a cool-down, as many seats of the class as
 * newcomers may hold ran out unpaid, and hardly any were booked.
 */
function hasStopped(
  inventory: Inventory,
  ranOut: readonly Hold[],
  travelClass: string,
  { atLeast, now }: { readonly atLeast: number; readonly now: Instant },
): boolean {
  const unpaid = seatsIn(inventory, ranOut, travelClass)
  if (unpaid < atLeast) return false
  const booked = inventory.holdsBooked().filter(({ expiresAt }) => expiresAt > now - coolDownMs)
  return unpaid > unpaidForEachBooked * seatsIn(inventory, booked, travelClass)
}

/**
 * How often the work has doubled: once for each share that callers hold by work and have not paid, and twice
 * for each that ran out so within a cool-down, since most of those who hold seats now will pay.
 */
function doublings(
  inventory: Inventory,
  ranOut: readonly Hold[],
  { travelClass, maxSeats, now }: { travelClass: string; maxSeats: number; now: Instant },
): number {
  const held = inventory.seatsHeldBy('PROVEN', travelClass, now)
  const wasted = ranOut.filter(({ standing }) => standing === 'PROVEN')
  return Math.min(mostDoublings, Math.floor((held + 2 * seatsIn(inventory, wasted, travelClass)) / maxSeats))
}

/** The seats of a class in the holds of counted callers. */
function seatsIn({ run }: Inventory, holds: readonly Hold[], travelClass: string): number {
  const counted = holds.filter(({ standing }) => standing !== null).flatMap(({ seats }) => seats)
  return counted.filter(({ seatId }) => seatOf(run.consist, seatId).travelClass === travelClass).length
}
