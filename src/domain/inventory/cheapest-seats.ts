/** Seats for a number of passengers, one each, in their order, and what they cost together. */
export interface Seated {
  readonly seats: readonly number[]
  readonly cost: number
}

/**
 * The cheapest way to give each of `count` passengers one of these seats; undefined if there is none, or none
 * below `limit`. `costOf` is infinite where a passenger cannot have a seat. Exact: it looks at every set of
 * passengers, of which a party has few.
 */
export function cheapestSeats(
  count: number,
  block: readonly number[],
  costOf: (passenger: number, seat: number) => number,
  limit = Infinity,
): Seated | undefined {
  const all = 2 ** count - 1
  let costs = new Float64Array(all + 1).fill(Infinity)
  costs[0] = 0
  /** For each seat, who gets it where a set of passengers is seated by then: one more, or 0 for nobody. */
  const given: Uint8Array[] = []
  for (const seat of block) {
    const next = costs.slice()
    const who = new Uint8Array(all + 1)
    for (let passenger = 0; passenger < count; passenger++) {
      const cost = costOf(passenger, seat)
      if (cost === Infinity) continue
      const bit = 1 << passenger
      for (let set = 0; set <= all; set++) {
        const sum = (costs[set] ?? Infinity) + cost
        if ((set & bit) !== 0 || sum >= (next[set | bit] ?? Infinity)) continue
        next[set | bit] = sum
        who[set | bit] = passenger + 1
      }
    }
    costs = next
    given.push(who)
  }
  const cost = costs[all] ?? Infinity
  return cost < limit ? { seats: seatsOf(count, block, given), cost } : undefined
}

function seatsOf(count: number, block: readonly number[], given: readonly Uint8Array[]): readonly number[] {
  const seats = new Array<number>(count).fill(-1)
  let set = 2 ** count - 1
  for (let at = block.length - 1; at >= 0; at--) {
    const passenger = (given[at]?.[set] ?? 0) - 1
    if (passenger < 0) continue
    seats[passenger] = block[at] ?? -1
    set &= ~(1 << passenger)
  }
  return seats
}
