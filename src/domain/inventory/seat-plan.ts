import type { Seat, SeatFeature } from '../railway/consist.ts'

/** Seats by their index in the consist, in walking order. */
export type Block = readonly number[]

/**
 * Seats to choose from together, and the bay, compartment or row in which the choice may leave seats over.
 */
export interface Candidate {
  readonly seats: Block
  readonly around: Block
}

/** A seat in walking order. */
export interface Step {
  readonly index: number
  /** Position of its coach in the consist. */
  readonly coachIndex: number
  readonly deck: number
  readonly x: number
  /** What the seat is for, if it is given last to passengers who did not ask for that (A8). */
  readonly purposes: readonly SeatPurpose[]
}

/** Nobody wishes for a wheelchair space: it is a class of its own, or named. */
export type SeatPurpose = 'wheelchair_space' | Extract<SeatFeature, 'accessible' | 'family'>

/** What the choice of seats needs to know about one class of a consist. */
export interface SeatPlan {
  /** All seats of the class in walking order: coach by coach, deck by deck, from the front of the coach. */
  readonly walk: readonly Step[]
  /**
   * For each number of seats (the index), every way to sit side by side, with no aisle and no other class in
   * between.
   */
  readonly sides: readonly (readonly Candidate[])[]
  /** Bays and compartments. */
  readonly groups: readonly Candidate[]
  /** Rows, from wall to wall. */
  readonly rows: readonly Candidate[]
}

/** The part of a consist that a choice of seats looks at. It never changes. */
export interface Seating {
  readonly coaches: readonly { readonly number: string }[]
  /** Each at its index. */
  readonly seats: readonly Seat[]
}

const plansByConsist = new WeakMap<Seating, ReadonlyMap<string, SeatPlan>>()

/** The plan of one class, made once per consist; undefined if the consist has no such class. */
export function seatPlanOf(consist: Seating, travelClass: string): SeatPlan | undefined {
  let plans = plansByConsist.get(consist)
  if (!plans) {
    plans = makePlans(consist)
    plansByConsist.set(consist, plans)
  }
  return plans.get(travelClass)
}

function makePlans(consist: Seating): ReadonlyMap<string, SeatPlan> {
  const coachIndexes = new Map(consist.coaches.map((coach, index) => [coach.number, index]))
  const places = consist.seats.map((seat) => ({ seat, coachIndex: coachIndexes.get(seat.coachNumber) ?? -1 }))
  places.sort(
    (a, b) =>
      a.coachIndex - b.coachIndex ||
      a.seat.deck - b.seat.deck ||
      a.seat.x - b.seat.x ||
      a.seat.y - b.seat.y ||
      a.seat.index - b.seat.index,
  )
  const classes = Map.groupBy(places, ({ seat }) => seat.travelClass)
  return new Map([...classes].map(([travelClass, members]) => [travelClass, makePlan(members)]))
}

function makePlan(places: readonly { readonly seat: Seat; readonly coachIndex: number }[]): SeatPlan {
  const seats = places.map(({ seat }) => seat)
  const inGroups = seats.filter((seat) => seat.group !== null)
  const groups = blocksBy(inGroups, (seat) => [seat.coachNumber, seat.group])
  const rows = blocksBy(seats, (seat) => [seat.coachNumber, seat.deck, seat.x])
  const sides = rows.flatMap(splitAtGaps)
  // Groups come last, so that the bay or compartment wins over the row as the home of a seat.
  const homes = new Map(
    [...sides, ...groups].flatMap((block) => block.map((seat) => [seat, indexesOf(block)])),
  )
  return {
    walk: places.map(({ seat, coachIndex }) => ({
      index: seat.index,
      coachIndex,
      deck: seat.deck,
      x: seat.x,
      purposes: purposesOf(seat),
    })),
    sides: sidesBySize(sides, homes),
    groups: groups.map(asCandidate),
    rows: rows.map(asCandidate),
  }
}

function purposesOf({ kind, features }: Seat): readonly SeatPurpose[] {
  if (kind === 'wheelchair_space') return [kind]
  return (['accessible', 'family'] as const).filter((feature) => features.includes(feature))
}

function blocksBy(seats: readonly Seat[], key: (seat: Seat) => unknown): readonly (readonly Seat[])[] {
  return [...Map.groupBy(seats, (seat) => JSON.stringify(key(seat))).values()]
}

function indexesOf(seats: readonly Seat[]): Block {
  return seats.map((seat) => seat.index)
}

function asCandidate(block: readonly Seat[]): Candidate {
  const seats = indexesOf(block)
  return { seats, around: seats }
}

function sidesBySize(sides: readonly (readonly Seat[])[], homes: ReadonlyMap<Seat, Block>) {
  const longest = Math.max(...sides.map((side) => side.length))
  return Array.from({ length: longest + 1 }, (_, size) =>
    size === 0 ? [] : sides.flatMap((side) => windowsOf(side, size, homes)),
  )
}

function windowsOf(
  side: readonly Seat[],
  size: number,
  homes: ReadonlyMap<Seat, Block>,
): readonly Candidate[] {
  return side.slice(size - 1).map((last, start) => ({
    seats: indexesOf(side.slice(start, start + size)),
    around: homes.get(last) ?? indexesOf(side),
  }))
}

/** Neighbors sit in neighboring cells of the grid; an aisle is at least one cell. */
function splitAtGaps(row: readonly Seat[]): readonly (readonly Seat[])[] {
  const sides: Seat[][] = []
  let lastY = Number.NaN
  for (const seat of row) {
    if (seat.y === lastY + 1) sides.at(-1)?.push(seat)
    else sides.push([seat])
    lastY = seat.y
  }
  return sides
}
