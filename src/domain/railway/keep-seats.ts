import type { SeatId } from '../ids.ts'
import type { Consist, Seat } from './consist.ts'

/** What makes a seat the same to its passenger, wherever it is in the train. */
export type Place = Pick<Seat, 'number' | 'travelClass' | 'kind'>

/**
 * The consist of a run whose coaches have changed. A seat that the run had before, under the same number, in
 * the same class and of the same kind, keeps the id that it had first; claims, tickets and payments name it
 * by that id. Ids of seats that are gone are still known, so that old tickets can be read.
 *
 * @param former what the run had before, oldest first.
 */
export function keepSeats(consist: Consist, former: readonly Consist[]): Consist {
  if (former.every((one) => one.id === consist.id)) return consist
  const firstIds = new Map<string, SeatId>()
  for (const seat of former.flatMap((one) => one.seats))
    if (!firstIds.has(nameOf(seat))) firstIds.set(nameOf(seat), seat.id)
  const seats = consist.seats.map((seat) => ({ ...seat, id: firstIds.get(nameOf(seat)) ?? seat.id }))
  const ids = new Set(seats.map(({ id }) => id))
  const formerSeats = former.flatMap((one) => one.seats).filter(({ id }) => !ids.has(id))
  return { ...consist, seats, formerSeats }
}

/** Whether two seats are the same to their passenger. */
export function isSamePlace(a: Place, b: Place): boolean {
  return a.number === b.number && a.travelClass === b.travelClass && a.kind === b.kind
}

/**
 * Whether the passenger of a seat finds it elsewhere than it was sold, although it has the same number: it
 * has another label, is in another coach or on another deck, or is no longer at the window, say.
 */
export function isElsewhere(sold: Seat, now: Seat): boolean {
  const nameOfPlace = ({ label, coachNumber, deck, features }: Seat) =>
    JSON.stringify([label, coachNumber, deck, features.toSorted()])
  return nameOfPlace(sold) !== nameOfPlace(now)
}

function nameOf({ number, travelClass, kind }: Place): string {
  return JSON.stringify([number, travelClass, kind])
}
