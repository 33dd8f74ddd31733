import type { BookingId } from '../ids.ts'
import type { Seat } from '../railway/consist.ts'
import type { Segment } from '../railway/segment.ts'
import { cheapestSeats, type Seated } from './cheapest-seats.ts'
import type { SeatLegs } from './seat-legs.ts'
import { type Apartness, apartness, unlikeness } from './seat-likeness.ts'
import { type Block, type Seating, type SeatPlan, type Step, seatPlanOf } from './seat-plan.ts'

/** Passengers of one booking in one class. */
export interface Party {
  readonly bookingId: BookingId
  readonly segment: Segment
  /** The seats of those who have to leave them. */
  readonly leaving: readonly Seat[]
  /** The seats, in the train they are to sit in, of those who may keep them. */
  readonly staying: readonly Seat[]
}

/** A train in which passengers are given seats, and what is taken of it. */
export interface Train {
  readonly seating: Seating
  readonly legs: SeatLegs
}

/** How good a placement is: what comes first outweighs what follows. */
type Score = readonly [apart: Apartness, way: number, cost: number]

/**
 * The best seats for a party whose own seats that it may keep count as free: first as close together as it
 * sits now, or closer; then the least unlike those that it has, with as few moves as possible. Undefined if
 * the train has not enough seats. Seats are indexes of the consist, in the order of `leaving` and `staying`.
 */
export function placeParty(train: Train, party: Party): Seated | undefined {
  const homes = [...party.leaving, ...party.staying]
  const plan = seatPlanOf(train.seating, homes[0]?.travelClass ?? '')
  if (!plan) return undefined
  return new Placing(train, party, homes).best(plan)
}

class Placing {
  readonly #train: Train
  readonly #party: Party
  readonly #homes: readonly Seat[]
  readonly #apartBefore: Apartness
  readonly #middle: number
  readonly #costs: Map<number, readonly number[]> = new Map()
  #best: { readonly seated: Seated; readonly score: Score } | undefined

  constructor(train: Train, party: Party, homes: readonly Seat[]) {
    this.#train = train
    this.#party = party
    this.#homes = homes
    this.#apartBefore = apartness(homes)
    this.#middle = middleOf(train.seating)
  }

  best(plan: SeatPlan): Seated | undefined {
    const count = this.#homes.length
    const free = plan.walk.filter(({ index }) => this.#isFree(index))
    const isFree = new Set(free.map(({ index }) => index))
    const blocks = count === 1 ? free.map(({ index }) => [index]) : blocksOf(plan, count)
    for (const block of blocks) this.#consider(block.filter((index) => isFree.has(index)))
    if (!this.#best || this.#apartBefore > 1) this.#considerFarther(free)
    return this.#best?.seated
  }

  /** Those who may keep their seats do, if that does not spread the party over coaches. */
  #considerFarther(free: readonly Step[]): void {
    const { staying, leaving } = this.#party
    const kept = staying.map(({ index }) => index)
    const rest = free.filter(({ index }) => !kept.includes(index))
    for (const block of windowsOf(rest, leaving.length)) this.#consider([...block, ...kept])
    const isSpread = !this.#best || this.#best.score[0] > Math.max(this.#apartBefore, 2)
    if (kept.length > 0 && isSpread)
      for (const block of windowsOf(free, this.#homes.length)) this.#consider(block)
    // Seats of several kinds may be far from each other.
    if (!this.#best) this.#consider(free.map(({ index }) => index))
  }

  #consider(block: Block): void {
    if (block.length < this.#homes.length) return
    const isExact = block.length === this.#homes.length
    if (isExact && this.#best && this.#isFarther(block)) return
    const seated = cheapestSeats(this.#homes.length, block, (who, seat) => this.#costOf(who, seat))
    if (!seated) return
    const score = [...this.#closeness(seated.seats), seated.cost] as const
    if (!this.#best || isLess(score, this.#best.score)) this.#best = { seated, score }
  }

  #isFarther(block: Block): boolean {
    const [apart, way] = this.#closeness(block)
    const [bestApart = 3, bestWay = 0] = this.#best?.score ?? []
    return apart > bestApart || (apart === bestApart && way > bestWay)
  }

  /** Nobody is to sit closer together than before at the cost of anything else. */
  #closeness(indexes: Block): readonly [Apartness, number] {
    const seats = indexes.flatMap((index) => this.#train.seating.seats[index] ?? [])
    const apart = apartness(seats)
    return apart <= this.#apartBefore ? [this.#apartBefore, 0] : [apart, spreadOf(seats)]
  }

  #isFree(index: number): boolean {
    return (
      this.#train.legs.isFree(index, this.#party.segment) ||
      this.#party.staying.some((seat) => seat.index === index)
    )
  }

  #costOf(passenger: number, index: number): number {
    let costs = this.#costs.get(index)
    if (!costs) {
      costs = this.#costsOf(index)
      this.#costs.set(index, costs)
    }
    return costs[passenger] ?? Infinity
  }

  #costsOf(index: number): readonly number[] {
    const seat = this.#train.seating.seats[index]
    if (!seat) return []
    const slack = this.#train.legs.slack(index, this.#party.segment)
    const { leaving } = this.#party
    return this.#homes.map((home, who) =>
      who >= leaving.length && home.index === index ? 0 : unlikeness(home, seat, slack, this.#middle),
    )
  }
}

function isLess(a: Score, b: Score): boolean {
  const at = a.findIndex((value, index) => value !== b[index])
  return at >= 0 && (a[at] ?? 0) < (b[at] ?? 0)
}

function blocksOf(plan: SeatPlan, count: number): readonly Block[] {
  const candidates = [...(plan.sides[count] ?? []), ...plan.groups, ...plan.rows]
  return candidates.map(({ seats }) => seats)
}

/** Free seats that follow each other along the train. */
function windowsOf(free: readonly Step[], count: number): readonly Block[] {
  return free.slice(count - 1).map((_, start) => free.slice(start, start + count).map(({ index }) => index))
}

/** How far it is from the first to the last seat; another coach is farther than the other end of one. */
function spreadOf(seats: readonly Seat[]): number {
  const coaches = new Set(seats.map(({ coachNumber }) => coachNumber)).size - 1
  const range = (values: readonly number[]) => Math.max(...values) - Math.min(...values)
  return coaches * 2 ** 20 + range(seats.map(({ deck }) => deck)) * 2 ** 10 + range(seats.map(({ x }) => x))
}

const middles = new WeakMap<Seating, number>()

/** The line that divides the sides of the coaches, across them. */
function middleOf(seating: Seating): number {
  const known = middles.get(seating)
  if (known !== undefined) return known
  const middle = Math.max(...seating.seats.map(({ y }) => y)) / 2
  middles.set(seating, middle)
  return middle
}
