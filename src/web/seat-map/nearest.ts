import type { SeatBox, TrainPlan } from './layout.ts'
import { distance, least } from './navigation.ts'
import { chosenSeats, lookOf, type SeatMapState } from './state.ts'

/** Another coach is this far, in cells, whatever the place in it: about the length of one. */
const COACH_APART = 60
const DECK_APART = 15
/** Losing a window, a table or the view ahead weighs as much as walking this far, in cells. */
const FEATURE_APART = 3

/**
 * Free seats in place of these, one for each, of the same class and kind: near to where they were, to each other and to what is chosen already. Fewer where
 * the train has no more; those that are free themselves are given back as they are.
 */
export function nearestFree(
  state: SeatMapState,
  train: TrainPlan,
  seatNumbers: readonly string[],
): readonly SeatBox[] {
  const wanted = seatNumbers.flatMap((number) => train.seats.get(number) ?? [])
  const kept = wanted.filter((box) => ['FREE', 'CHOSEN'].includes(lookOf(state, box.number)))
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
