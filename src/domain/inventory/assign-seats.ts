import { assert } from '../assert.ts'
import type { Instant } from '../instant.ts'
import type { Seat } from '../railway/consist.ts'
import { accept, type Reply, refuse } from '../result.ts'
import { type SeatWorld, seatAt, seatCosts } from './seat-costs.ts'
import { type Block, type Candidate, type SeatPlan, type Step, seatPlanOf } from './seat-plan.ts'
import type { SeatWish } from './seat-wish.ts'

/** Fewer seats of the class are free for the segment than were asked for. */
interface NotEnoughSeats {
  readonly code: 'not_enough_seats'
  readonly travelClass: string
  readonly seatsAvailable: number
  readonly seatsWanted: number
}

const noCosts = new Float64Array()

/** A leg of slack outweighs any number of seats left over in a bay. */
const slackWeight = 2 ** 11

/**
 * Chooses seats of one class that are free for the segment, in the order of the consist. Seats with a
 * purpose (step-free, wheelchair space, family) are left out while there are enough others, unless that
 * purpose is wished for. The criteria among the rest are, in this order: how close together they are; how
 * many wishes they meet; how few free legs they leave unsold directly before and after the segment, so that
 * gaps fill first; how few seats they leave over in their bay, so that whole bays stay for parties; their
 * order along the train. The same world and wish always give the same seats. A class that the run does not
 * have has no seats available.
 */
export function assignSeats(
  inventory: SeatWorld,
  wish: SeatWish,
  now: Instant,
): Reply<readonly Seat[], NotEnoughSeats> {
  const { travelClass, seatCount: seatsWanted } = wish
  assert(seatsWanted >= 1, 'a choice of no seats')
  const plan = seatPlanOf(inventory.run.consist, travelClass)
  const { costs, freeCount } = plan ? seatCosts(inventory, plan, wish, now) : { costs: noCosts, freeCount: 0 }
  if (!plan || freeCount < seatsWanted)
    return refuse({ code: 'not_enough_seats', travelClass, seatsAvailable: freeCount, seatsWanted })
  const chosen =
    bestOf(tightest(plan, seatsWanted), costs, seatsWanted) ??
    bestOf(plan.rows, costs, seatsWanted) ??
    nearest(plan, costs, seatsWanted)
  return accept(chosen.toSorted((a, b) => a - b).map((index) => seatAt(inventory.run, index)))
}

/** Side by side, or in one bay or compartment; for one passenger every seat qualifies. */
function tightest(plan: SeatPlan, count: number): readonly Candidate[] {
  const sides = plan.sides[count] ?? []
  return count === 1 ? sides : [...sides, ...plan.groups]
}

/** The cheapest `count` seats of the best candidate; undefined if none has that many free. */
function bestOf(candidates: readonly Candidate[], costs: Float64Array, count: number): Block | undefined {
  let best: Candidate | undefined
  let bestCost = Infinity
  for (const candidate of candidates) {
    const seatsCost = costOfCheapest(candidate.seats, costs, count) * slackWeight
    if (seatsCost >= bestCost) continue
    const cost = seatsCost + countFree(candidate.around, costs) - count
    if (cost < bestCost) {
      best = candidate
      bestCost = cost
    }
  }
  return best?.seats.toSorted((a, b) => costAt(costs, a) - costAt(costs, b)).slice(0, count)
}

/** The total cost of the cheapest `count` seats of a block; infinite if fewer are free. */
function costOfCheapest(block: Block, costs: Float64Array, count: number): number {
  if (block.length < count) return Infinity
  let sum = 0
  if (block.length === count) {
    for (const index of block) sum += costAt(costs, index)
    return sum
  }
  const sorted = block.map((index) => costAt(costs, index)).sort((a, b) => a - b)
  for (let at = 0; at < count; at++) sum += sorted[at] ?? Infinity
  return sum
}

function countFree(block: Block, costs: Float64Array): number {
  let count = 0
  for (const index of block) if (costAt(costs, index) < Infinity) count++
  return count
}

/**
 * The `count` consecutive free seats along the train that are the shortest way apart, from the first to the
 * last.
 */
function nearest(plan: SeatPlan, costs: Float64Array, count: number): Block {
  const free = plan.walk.filter(({ index }) => costAt(costs, index) < Infinity)
  let best = 0
  let bestWay = Infinity
  let bestCost = Infinity
  for (let start = 0; start + count <= free.length; start++) {
    const way = wayBetween(free[start], free[start + count - 1])
    if (way > bestWay) continue
    const cost = sumOfCosts(free, start, count, costs)
    if (way === bestWay && cost >= bestCost) continue
    best = start
    bestWay = way
    bestCost = cost
  }
  return free.slice(best, best + count).map(({ index }) => index)
}

/**
 * Another coach is farther away than another deck, and another deck farther than the other end of the coach.
 */
function wayBetween(first: Step | undefined, last: Step | undefined): number {
  assert(first && last, 'a window beyond the free seats')
  if (first.coachIndex !== last.coachIndex) return (last.coachIndex - first.coachIndex) * 2 ** 20
  if (first.deck !== last.deck) return (last.deck - first.deck) * 2 ** 10
  return last.x - first.x
}

function sumOfCosts(free: readonly Step[], start: number, count: number, costs: Float64Array): number {
  let sum = 0
  for (let at = start; at < start + count; at++) sum += costAt(costs, free[at]?.index ?? -1)
  return sum
}

function costAt(costs: Float64Array, index: number): number {
  return costs[index] ?? Infinity
}
