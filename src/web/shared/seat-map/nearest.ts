import type { SeatBox, TrainPlan } from './layout.ts'
import { distance, least } from './navigation.ts'
import { chosenSeats, isTakenLook, lookOf, type SeatMapState } from './state.ts'

/** The distance to another coach in cells, wherever the seat is in it: about the length of a coach. */
const COACH_APART = 60
const DECK_APART = 15
/** Losing a window, a table, or a forward view counts as much as walking this far, in cells. */
const FEATURE_APART = 3

/**
 * One free seat in place of each of these, of the same class and kind, near to the old seat, to the other
 * seats, and to those already chosen. Seats that are free themselves are kept. There are fewer where the
 * train has no more.
 */
export function nearestFree(
  state: SeatMapState,
  train: TrainPlan,
  seatNumbers: readonly string[],
): readonly SeatBox[] {
  const wanted = seatNumbers.flatMap((number) => train.seats.get(number) ?? [])
  const kept = wanted.filter((box) => !isTakenLook(lookOf(state, box.number)))
  const chosen = chosenSeats(state).flatMap(({ seat }) => train.seats.get(seat.seat_number) ?? [])
  const found = [...kept]
  for (const lost of wanted) {
    if (kept.includes(lost)) continue
    const like = [...train.seats.values()].filter(
      (box) =>
        box.travelClass === lost.travelClass &&
        box.seat.kind === lost.seat.kind &&
        lookOf(state, box.number) === 'FREE' &&
        !found.includes(box),
    )
    const next = least(
      like,
      (box) => apart(box, lost) + missing(box, lost) + farFrom([...found, ...chosen], box),
    )
    if (next) found.push(next)
  }
  return found
}

function apart(a: SeatBox, b: SeatBox): number {
  if (a.coachIndex !== b.coachIndex) return COACH_APART * Math.abs(a.coachIndex - b.coachIndex)
  return distance(a, b) + (a.deck === b.deck ? 0 : DECK_APART)
}

function missing(box: SeatBox, lost: SeatBox): number {
  return FEATURE_APART * lost.seat.features.filter((feature) => !box.seat.features.includes(feature)).length
}

function farFrom(party: readonly SeatBox[], box: SeatBox): number {
  return party.length === 0 ? 0 : Math.min(...party.map((one) => apart(one, box)))
}
