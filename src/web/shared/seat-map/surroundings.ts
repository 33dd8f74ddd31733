import { COACH_WIDTH, type CoachPlan, type ItemBox, type SeatBox, type TrainPlan } from './layout.ts'
import { least } from './navigation.ts'

/** What passengers want to know the way to. */
const goals = ['door', 'toilet', 'bar'] as const
type Goal = (typeof goals)[number]

/** The way to the nearest one: in rows of seats of the same deck, or the coach that has it. */
export interface Way {
  readonly goal: Goal
  /** Rows of seats between the seat and it; 0: none. Null where it is on another deck or in another coach. */
  readonly rows: number | null
  /** Null: the same coach. */
  readonly coachNumber: string | null
}

/** The places beside this one, with no aisle in between. */
export function besides(coach: CoachPlan, box: SeatBox): readonly SeatBox[] {
  return coach.seats.filter(
    (other) =>
      other !== box &&
      other.deck === box.deck &&
      other.x < box.x + box.width - 0.01 &&
      box.x < other.x + other.width - 0.01 &&
      (isSame(other.y + other.height, box.y) || isSame(box.y + box.height, other.y)),
  )
}

/** The others of the bay or compartment. */
export function othersOfGroup(coach: CoachPlan, { number, seat }: SeatBox): readonly SeatBox[] {
  if (seat.group === null) return []
  return coach.seats.filter((other) => other.seat.group === seat.group && other.number !== number)
}

/** The ways from a seat to what it may want to know, as far as the train has them. */
export function waysFrom(train: TrainPlan, box: SeatBox): readonly Way[] {
  return goals.flatMap((goal) => wayTo(goal, train, box) ?? [])
}

function wayTo(goal: Goal, train: TrainPlan, box: SeatBox): Way | undefined {
  const here = train.coaches[box.coachIndex]
  if (!here) return undefined
  const onDeck = here.decks[box.deck]?.items.filter((item) => isGoal(item, goal)) ?? []
  const rows = onDeck.map((item) => rowsBetween(here, box, item))
  if (rows.length > 0) return { goal, rows: Math.min(...rows), coachNumber: null }
  const coaches = train.coaches.filter((coach) => hasGoal(coach, goal))
  const nearest = least(coaches, ({ index }) => Math.abs(index - box.coachIndex))
  if (!nearest) return undefined
  return { goal, rows: null, coachNumber: nearest === here ? null : nearest.number }
}

export function hasGoal(coach: CoachPlan, goal: Goal): boolean {
  return coach.decks.some(({ items }) => items.some((item) => isGoal(item, goal)))
}

/** A door between rooms does not lead out: only one in a side wall does. */
function isGoal(item: ItemBox, goal: Goal): boolean {
  if (item.kind !== goal) return false
  return goal !== 'door' || (item.height === 0 && (isSame(item.y, 0) || isSame(item.y, COACH_WIDTH)))
}

/** Rows are told apart by where their seats begin along the coach. */
function rowsBetween(coach: CoachPlan, box: SeatBox, item: ItemBox): number {
  const [from, to] =
    item.x >= box.x + box.width ? [box.x, item.x] : item.x + item.width <= box.x ? [item.x, box.x] : [0, 0]
  const starts = coach.seats
    .filter(({ deck, x }) => deck === box.deck && x > from && x < to)
    .map(({ x }) => x)
  return new Set(starts).size
}

function isSame(a: number, b: number): boolean {
  return Math.abs(a - b) < 0.01
}
