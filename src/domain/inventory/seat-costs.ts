import { assert } from '../assert.ts'
import type { Instant } from '../instant.ts'
import type { Seat, SeatFeature } from '../railway/consist.ts'
import type { Segment } from '../railway/segment.ts'
import { companionSeats } from './companions.ts'
import type { SeatSet } from './inventory.ts'
import type { Seating, SeatPlan, SeatPurpose } from './seat-plan.ts'
import type { Preferences, SeatWish } from './seat-wish.ts'

/** What a choice of seats looks at: a run as far as it is known, and its seats that are taken. */
export interface SeatWorld {
  readonly run: {
    readonly consist: Seating
    readonly train: { readonly stops: { readonly length: number } }
  }
  takenSeats(segment: Segment, now: Instant): SeatSet
}

/** One missed wish outweighs any number of legs of slack. */
const missWeight = 2 ** 20
/** For a step-free seat, that it is not a companion's comes after every wish and before all slack. */
const companionWeight = missWeight / 2

/** The basis of a choice: how badly each seat fits, and how many there are to choose from. */
interface SeatCosts {
  /**
   * By seat index: wishes missed and legs of slack in one number; infinite if the seat is taken, of another
   * class, or kept for a purpose that nobody wished for while there are enough others.
   */
  readonly costs: Float64Array
  /** Free seats of the class, whatever they are for. */
  readonly freeCount: number
}

/** Weighs every seat of a class against a wish. */
export function seatCosts(inventory: SeatWorld, plan: SeatPlan, wish: SeatWish, now: Instant): SeatCosts {
  const { run } = inventory
  const taken = inventory.takenSeats(wish.segment, now)
  const costs = new Float64Array(run.consist.seats.length).fill(Infinity)
  const free = new Uint32Array(taken.length)
  const features = wishedFeatures(wish.preferences)
  const { coach } = wish.preferences
  const { without } = wish
  const hasWishes = features.length > 0 || coach !== undefined
  const kept: number[] = []
  const companions = companionsAt(run.consist)
  const isFree = (index: number) => (((taken[index >>> 5] ?? 0) >>> (index & 31)) & 1) === 0
  const forCompanions: number[] = []
  let freeCount = 0
  for (const { index, purposes } of plan.walk) {
    const word = index >>> 5
    const bit = 1 << (index & 31)
    if (((taken[word] ?? 0) & bit) !== 0) continue
    if (without?.has(seatAt(run, index).id)) continue
    free[word] = (free[word] ?? 0) | bit
    freeCount++
    const space = companions.spaceOf.get(index)
    // Once the space is taken, whoever has it has declined the seat, or has it too.
    const isCompanions = space !== undefined && isFree(space)
    if (isKept(purposes, features)) (isCompanions ? forCompanions : kept).push(index)
    const misses = hasWishes ? countMisses(seatAt(run, index), features, coach) : 0
    const companion = wish.preferences.companion ? companions.companionOf.get(index) : undefined
    const isAlone = companion !== undefined && !isFree(companion)
    costs[index] = missWeight * (misses + Number(isAlone)) + (isCompanions ? companionWeight : 0)
  }
  addSlack(inventory, free, wish.segment.fromLeg - 1, -1, now, costs)
  addSlack(inventory, free, wish.segment.toLeg, 1, now, costs)
  const others = freeCount - forCompanions.length
  if (others - kept.length >= wish.seatCount) for (const index of kept) costs[index] = Infinity
  if (others >= wish.seatCount) for (const index of forCompanions) costs[index] = Infinity
  return { costs, freeCount }
}

interface Companions {
  /** The index of each wheelchair space, by that of the companion's seat beside it. */
  readonly spaceOf: ReadonlyMap<number, number>
  /** The other way round. */
  readonly companionOf: ReadonlyMap<number, number>
}

const companionsByConsist = new WeakMap<Seating, Companions>()

function companionsAt(consist: Seating): Companions {
  const known = companionsByConsist.get(consist)
  if (known) return known
  const pairs = consist.seats.flatMap(({ number, index }) => {
    const companion = companionSeats(consist).get(number)
    return companion ? [[index, companion.index] as const] : []
  })
  const made = {
    spaceOf: new Map(pairs.map(([space, seat]) => [seat, space])),
    companionOf: new Map(pairs),
  }
  companionsByConsist.set(consist, made)
  return made
}

function wishedFeatures(preferences: Preferences): readonly SeatFeature[] {
  const { position, table, quiet, berth, facing, stepFree, family } = preferences
  const features: SeatFeature[] = []
  if (position) features.push(position)
  if (table) features.push('table')
  if (quiet) features.push('quiet')
  if (berth) features.push(berth === 'middle' ? 'middle_berth' : berth)
  if (facing) features.push(facing)
  if (stepFree) features.push('accessible')
  if (family) features.push('family')
  return features
}

/** Whether the seat has a purpose, and not one that was wished for. */
function isKept(purposes: readonly SeatPurpose[], wished: readonly SeatFeature[]): boolean {
  return purposes.length > 0 && !wished.some((feature) => purposes.some((purpose) => purpose === feature))
}

function countMisses(seat: Seat, features: readonly SeatFeature[], coach: string | undefined): number {
  let misses = coach !== undefined && coach !== seat.coachNumber ? 1 : 0
  for (const feature of features) if (!seat.features.includes(feature)) misses++
  return misses
}

/**
 * Adds to each free seat the number of consecutive free legs, counted away from the segment from `leg` in
 * direction `step`.
 */
function addSlack(
  inventory: SeatWorld,
  free: Uint32Array,
  leg: number,
  step: 1 | -1,
  now: Instant,
  costs: Float64Array,
): void {
  const open = free.slice()
  const legCount = inventory.run.train.stops.length - 1
  let slack = 0
  for (let at = leg; at >= 0 && at < legCount; at += step) {
    const taken = inventory.takenSeats({ fromLeg: at, toLeg: at + 1 }, now)
    for (let word = 0; word < open.length; word++) {
      const bits = open[word] ?? 0
      addToSeats(costs, word, bits & (taken[word] ?? 0), slack)
      open[word] = bits & ~(taken[word] ?? 0)
    }
    slack++
  }
  open.forEach((bits, word) => {
    addToSeats(costs, word, bits, slack)
  })
}

function addToSeats(costs: Float64Array, word: number, bits: number, amount: number): void {
  if (amount === 0) return
  for (let rest = bits; rest !== 0; rest &= rest - 1) {
    const index = word * 32 + 31 - Math.clz32(rest & -rest)
    costs[index] = (costs[index] ?? 0) + amount
  }
}

/** The seat at this index of the run's consist. */
export function seatAt(run: Pick<SeatWorld['run'], 'consist'>, index: number): Seat {
  const seat = run.consist.seats[index]
  assert(seat, `the run has no seat at ${index}`)
  return seat
}
