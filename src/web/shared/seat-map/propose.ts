import type { SeatId } from '../../../domain/ids.ts'
import type { Instant } from '../../../domain/instant.ts'
import { assignSeats } from '../../../domain/inventory/assign-seats.ts'
import { type Seating, type SeatPlan, seatPlanOf } from '../../../domain/inventory/seat-plan.ts'
import type { Preferences } from '../../../domain/inventory/seat-wish.ts'
import type { Seat, SeatFeature, SeatKind } from '../../../domain/railway/consist.ts'
import type { SeatBox, TrainPlan } from './layout.ts'
import { isTakenLook, lookOf, type SeatMapState } from './state.ts'
import { type Liking, likings, type Wishes } from './wishes.ts'

/** How close together a proposal is, the closest first. */
type Closeness = 'alone' | 'side' | 'bay' | 'row' | 'coach' | 'apart'

export interface Proposal {
  readonly boxes: readonly SeatBox[]
  readonly closeness: Closeness
  /** Wishes that at least one of the seats meets, and the number of seats that do. */
  readonly met: readonly { readonly liking: Liking; readonly count: number }[]
  /** Wishes that none of the seats meets. */
  readonly unmet: readonly Liking[]
}

/** The map knows one segment, as one leg, and nothing changes while it chooses. */
const segment = { fromLeg: 0, toLeg: 1 }
const now = 0 as Instant
const train = { stops: { length: 2 } }

const seatings = new WeakMap<TrainPlan, Seating>()

/** The seats of the drawing, as the rules of the domain see them. */
function seatingOf(plan: TrainPlan): Seating {
  const known = seatings.get(plan)
  if (known) return known
  const seats = [...plan.seats.values()].map(asSeat)
  const seating = { coaches: plan.coaches, seats }
  seatings.set(plan, seating)
  return seating
}

/** The wire has open lists of kinds and features; the rules pass over those that they do not know. */
function asSeat({ number, seat, coachNumber, travelClass }: SeatBox, index: number): Seat {
  const { seat_label: label, deck, x, y, group } = seat
  const id = Number(seat.seat_id) as SeatId
  const kind = seat.kind as SeatKind
  const features = seat.features as SeatFeature[]
  return { id, index, number, label, coachNumber, travelClass, kind, features, deck, x, y, group }
}

function takenBits(seating: Seating, state: SeatMapState): Uint32Array {
  const bits = new Uint32Array(Math.ceil(seating.seats.length / 32))
  for (const { index, number } of seating.seats)
    if (isTakenLook(lookOf(state, number))) bits[index >>> 5] = (bits[index >>> 5] ?? 0) | (1 << (index & 31))
  return bits
}

/**
 * Chooses seats for the whole party by the server's own rule (SPEC, section A), on the state of the map.
 * Seats of `without` are left out, so that the next proposal is another one. Undefined if the class has too
 * few seats.
 */
export function propose(
  state: SeatMapState,
  plan: TrainPlan,
  wishes: Wishes,
  without: ReadonlySet<string>,
): Proposal | undefined {
  const seating = seatingOf(plan)
  const taken = takenBits(seating, state)
  const excluded = new Set([...without].map((number) => Number(plan.seats.get(number)?.seat.seat_id)))
  const wish = {
    travelClass: wishes.travelClass,
    seatCount: state.partySize,
    segment,
    preferences: preferencesOf(wishes.liked),
    without: { has: (id: SeatId) => excluded.has(id) },
  }
  const reply = assignSeats({ run: { consist: seating, train }, takenSeats: () => taken }, wish, now)
  if (!reply.ok) return undefined
  const boxes = reply.value.flatMap(({ number }) => plan.seats.get(number) ?? [])
  const counts = likings.map((liking) => ({
    liking,
    count: boxes.filter((box) => box.seat.features.includes(liking)).length,
  }))
  return {
    boxes,
    closeness: closenessOf(reply.value, seatPlanOf(seating, wishes.travelClass)),
    met: counts.filter(({ liking, count }) => count > 0 && isWorthSaying(liking, count, boxes, wishes)),
    unmet: counts.filter(({ liking, count }) => count === 0 && wishes.liked.has(liking)).map((c) => c.liking),
  }
}

/** A table and quiet are said unasked where the whole party has them. */
function isWorthSaying(liking: Liking, count: number, boxes: readonly SeatBox[], { liked }: Wishes): boolean {
  return liked.has(liking) || ((liking === 'table' || liking === 'quiet') && count === boxes.length)
}

function preferencesOf(liked: ReadonlySet<Liking>): Preferences {
  const berth = liked.has('middle_berth') ? 'middle' : (['lower', 'upper'] as const).find((b) => liked.has(b))
  const position = (['window', 'aisle'] as const).find((one) => liked.has(one))
  return {
    ...(position && { position }),
    ...(berth && { berth }),
    ...(liked.has('forward') && { facing: 'forward' }),
    table: liked.has('table'),
    quiet: liked.has('quiet'),
    stepFree: liked.has('accessible'),
    family: liked.has('family'),
  }
}

function closenessOf(seats: readonly Seat[], plan: SeatPlan | undefined): Closeness {
  if (seats.length < 2) return 'alone'
  const indexes = new Set(seats.map(({ index }) => index))
  const isIn = ({ seats: block }: { readonly seats: readonly number[] }) => indexes.isSubsetOf(new Set(block))
  if (plan?.sides[seats.length]?.some(isIn)) return 'side'
  if (plan?.groups.some(isIn)) return 'bay'
  if (plan?.rows.some(isIn)) return 'row'
  return new Set(seats.map(({ coachNumber }) => coachNumber)).size === 1 ? 'coach' : 'apart'
}

/**
 * The free seats from which the whole party can sit side by side, or in one bay or compartment; where no
 * class has any, those in one row; where none has even that, every seat.
 */
export function togetherSeats(state: SeatMapState, plan: TrainPlan): ReadonlySet<string> | undefined {
  const seating = seatingOf(plan)
  const size = state.partySize
  if (size < 2) return undefined
  const classes = new Set(seating.seats.map(({ travelClass }) => travelClass))
  const plans = [...classes].flatMap((one) => seatPlanOf(seating, one) ?? [])
  const numberAt = (index: number) => seating.seats[index]?.number ?? ''
  const isFree = (index: number) => !isTakenLook(lookOf(state, numberAt(index)))
  const roomy = (blocks: readonly { readonly seats: readonly number[] }[]) =>
    blocks.map(({ seats }) => seats.filter(isFree)).filter(({ length }) => length >= size)
  const close = plans.flatMap(({ sides, groups }) => [...roomy(sides[size] ?? []), ...roomy(groups)])
  const found = close.length > 0 ? close : plans.flatMap(({ rows }) => roomy(rows))
  return found.length > 0 ? new Set(found.flat().map(numberAt)) : undefined
}
