import type { Seat } from '../railway/consist.ts'
import type { Seating } from './seat-plan.ts'

/** What is beside a wheelchair space is at most so many cells away along the coach. */
const farthest = 3

const found = new WeakMap<Seating, ReadonlyMap<string, Seat>>()

/**
 * The companion's seat of each wheelchair space, by the number of the space: the nearest step-free seat of
 * its coach and deck. No seat is that of two spaces, and a space with none beside it is left out.
 */
export function companionSeats(seating: Seating): ReadonlyMap<string, Seat> {
  let seats = found.get(seating)
  if (!seats) {
    seats = findCompanions(seating.seats)
    found.set(seating, seats)
  }
  return seats
}

function findCompanions(seats: readonly Seat[]): ReadonlyMap<string, Seat> {
  const companions = new Map<string, Seat>()
  const left = new Set(
    seats.filter(({ kind, features }) => kind === 'seat' && features.includes('accessible')),
  )
  for (const space of seats.filter(({ kind }) => kind === 'wheelchair_space')) {
    const [nearest] = [...left]
      .filter((seat) => isBeside(seat, space))
      .toSorted((a, b) => apart(a, space) - apart(b, space) || a.index - b.index)
    if (!nearest) continue
    companions.set(space.number, nearest)
    left.delete(nearest)
  }
  return companions
}

function isBeside(seat: Seat, space: Seat): boolean {
  const isSameDeck = seat.coachNumber === space.coachNumber && seat.deck === space.deck
  return isSameDeck && Math.abs(seat.x - space.x) <= farthest
}

/** Across the aisle is nearer than in another row. */
function apart(a: Seat, b: Seat): number {
  return Math.abs(a.x - b.x) * 100 + Math.abs(a.y - b.y)
}
