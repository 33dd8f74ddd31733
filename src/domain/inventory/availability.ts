import type { Consist } from '../railway/consist.ts'
import type { Segment } from '../railway/segment.ts'
import { type Closure, whyClosed } from '../records/closure.ts'
import type { SeatSet } from './inventory.ts'

/** Seats of one travel class: the total, and those free for a segment. */
export interface ClassAvailability {
  readonly travelClass: string
  readonly seatsTotal: number
  readonly seatsAvailable: number
}

/** The seats of one class: a bit set over all seats, and the words of it that contain any. */
interface ClassMask {
  readonly travelClass: string
  readonly seats: SeatSet
  readonly seatsTotal: number
  readonly firstWord: number
  readonly endWord: number
}

/** Counts the seats of each travel class that are not in `taken`, in the consist's order of classes. */
export function availabilityByClass(consist: Consist, taken: SeatSet): readonly ClassAvailability[] {
  return masksOf(consist).map((mask) => ({
    travelClass: mask.travelClass,
    seatsTotal: mask.seatsTotal,
    seatsAvailable: countFree(mask, taken),
  }))
}

/** Counts of a run with nothing free where the railway sells nothing. */
export function withoutClosed(
  counts: readonly ClassAvailability[],
  closures: readonly Closure[],
  segment: Segment,
): readonly ClassAvailability[] {
  if (closures.length === 0) return counts
  return counts.map((count) =>
    whyClosed(closures, segment, count.travelClass) ? { ...count, seatsAvailable: 0 } : count,
  )
}

/** The number of words in a bit set of all the consist's seats. */
export function seatSetLength(consist: Consist): number {
  return Math.ceil(consist.seats.length / 32)
}

const masksByConsist = new WeakMap<Consist, readonly ClassMask[]>()

function masksOf(consist: Consist): readonly ClassMask[] {
  const known = masksByConsist.get(consist)
  if (known) return known
  const masks = consist.travelClasses.map((travelClass) => maskOf(consist, travelClass))
  masksByConsist.set(consist, masks)
  return masks
}

function maskOf(consist: Consist, travelClass: string): ClassMask {
  const seats = new Uint32Array(seatSetLength(consist))
  const members = consist.seats.filter((seat) => seat.travelClass === travelClass)
  for (const { index } of members) seats[index >>> 5] = (seats[index >>> 5] ?? 0) | (1 << (index & 31))
  return {
    travelClass,
    seats,
    seatsTotal: members.length,
    firstWord: Math.max(
      0,
      seats.findIndex((word) => word !== 0),
    ),
    endWord: seats.findLastIndex((word) => word !== 0) + 1,
  }
}

function countFree(mask: ClassMask, taken: SeatSet): number {
  let count = 0
  for (let word = mask.firstWord; word < mask.endWord; word++)
    count += countBits((mask.seats[word] ?? 0) & ~(taken[word] ?? 0))
  return count
}

/**
 * Adds neighboring bits in pairs, fours and eights, then sums the
 * bytes with one multiplication (Warren, Hacker's Delight, 5-1).
 */
function countBits(word: number): number {
  const pairs = word - ((word >>> 1) & 0x55555555)
  const fours = (pairs & 0x33333333) + ((pairs >>> 2) & 0x33333333)
  return Math.imul((fours + (fours >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24
}
