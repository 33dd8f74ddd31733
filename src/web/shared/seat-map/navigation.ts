import type { CoachPlan, SeatBox, TrainPlan } from './layout.ts'

/** A step from a seat on the plan, along the coach or across it, however the plan is drawn. */
export type Step = 'front' | 'rear' | 'toward_start' | 'toward_end'

/**
 * A step sideways costs this much more than one straight ahead, so that the arrow keeps to its row while
 * there is one.
 */
const ASIDE_WEIGHT = 4

/**
 * The seat one step away: straight ahead across aisle, table, and gangway; otherwise the nearest in that
 * direction; past the wall of a deck, the other deck. Undefined at the end.
 */
export function neighborOf(coach: CoachPlan, from: SeatBox, step: Step): SeatBox | undefined {
  const onDeck = nearest(coach.seats, from, step, from.deck)
  if (onDeck || step === 'front' || step === 'rear') return onDeck
  // The upper deck is drawn before the lower one, so a step toward the start from the lower deck leads up.
  const deck = step === 'toward_start' ? from.deck + 1 : from.deck - 1
  const others = coach.seats.filter((seat) => seat.deck === deck)
  const edge = step === 'toward_start' ? Math.max(...others.map(middleY)) : Math.min(...others.map(middleY))
  return least(
    others.filter((seat) => middleY(seat) === edge),
    (seat) => Math.abs(middleX(seat) - middleX(from)),
  )
}

/** The seat at the front or rear end of the row that runs along the coach through this seat. */
export function endOfRow(coach: CoachPlan, from: SeatBox, end: 'front' | 'rear'): SeatBox {
  const row = coach.seats.filter((seat) => seat.deck === from.deck && liesBeside(seat, from, 'y'))
  return least(row, (seat) => (end === 'front' ? seat.x : -seat.x)) ?? from
}

/**
 * The seat nearest to the same position in the next coach that has any; undefined at the end of the train.
 */
export function inNextCoach(train: TrainPlan, from: SeatBox, direction: 1 | -1): SeatBox | undefined {
  let index = from.coachIndex + direction
  while (train.coaches[index]?.seats.length === 0) index += direction
  const coach = train.coaches[index]
  if (!coach) return undefined
  return least(coach.seats, (seat) => distance(seat, from) + (seat.deck === from.deck ? 0 : 1))
}

/** Walking distance between the middles of two seats of a coach, in cells. */
export function distance(a: SeatBox, b: SeatBox): number {
  return Math.abs(middleX(a) - middleX(b)) + Math.abs(middleY(a) - middleY(b))
}

/** The item with the least weight; the first one on a tie. */
export function least<Item>(items: readonly Item[], weight: (item: Item) => number): Item | undefined {
  let best: Item | undefined
  let bestWeight = Number.POSITIVE_INFINITY
  for (const item of items) {
    const itsWeight = weight(item)
    if (itsWeight >= bestWeight) continue
    best = item
    bestWeight = itsWeight
  }
  return best
}

function nearest(seats: readonly SeatBox[], from: SeatBox, step: Step, deck: number): SeatBox | undefined {
  const isAlong = step === 'front' || step === 'rear'
  const sign = step === 'front' || step === 'toward_start' ? -1 : 1
  const [ahead, aside] = isAlong ? [middleX, middleY] : [middleY, middleX]
  const onward = seats.filter((seat) => seat.deck === deck && sign * (ahead(seat) - ahead(from)) > 0.01)
  const straight = onward.filter((seat) => liesBeside(seat, from, isAlong ? 'y' : 'x'))
  const weight = (seat: SeatBox) =>
    sign * (ahead(seat) - ahead(from)) + ASIDE_WEIGHT * Math.abs(aside(seat) - aside(from))
  return least(straight.length > 0 ? straight : onward, weight)
}

/** Whether two seats overlap on the axis, so that an arrow from one meets the other. */
function liesBeside(a: SeatBox, b: SeatBox, axis: 'x' | 'y'): boolean {
  const side = axis === 'x' ? 'width' : 'height'
  return a[axis] < b[axis] + b[side] - 0.01 && b[axis] < a[axis] + a[side] - 0.01
}

function middleX(box: SeatBox): number {
  return box.x + box.width / 2
}

function middleY(box: SeatBox): number {
  return box.y + box.height / 2
}
