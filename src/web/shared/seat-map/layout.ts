import type { CoachLayout, Seat, SeatMap } from '../api-types.ts'

/** A box on the plan of a deck: `x` grows along the coach from its front, `y` across it, in grid cells. */
export interface Box {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

export interface SeatBox extends Box {
  readonly number: string
  readonly seat: Seat
  readonly deck: number
  readonly travelClass: string
  readonly coachNumber: string
  readonly coachIndex: number
  /** The direction the passenger faces, relative to the front of the train; null for seats without one. */
  readonly facing: 'forward' | 'backward' | null
}

export interface ItemBox extends Box {
  readonly kind: string
  readonly label: string | null
}

export interface DeckPlan {
  /** 0 is the lower deck. */
  readonly deck: number
  /** Cells along the coach; across it, every deck of every coach has `COACH_WIDTH` cells. */
  readonly length: number
  readonly seats: readonly SeatBox[]
  readonly items: readonly ItemBox[]
}

export interface CoachPlan {
  readonly index: number
  readonly number: string
  /** Name of the coach layout, the same whichever end of the coach is in front. */
  readonly layoutName: string
  readonly title: string
  readonly travelClasses: readonly string[]
  readonly length: number
  /** The lower deck comes first. */
  readonly decks: readonly DeckPlan[]
  /** All seats of the coach in walking order: deck by deck, from the front. */
  readonly seats: readonly SeatBox[]
}

export interface TrainPlan {
  /** In the order of the train, the front coach first. */
  readonly coaches: readonly CoachPlan[]
  readonly seats: ReadonlyMap<string, SeatBox>
  readonly currency: string
  /** The wheelchair space beside each companion's seat, both by number. */
  readonly companions: ReadonlyMap<string, string>
}

/**
 * All coaches of a train are equally wide, however many cells they have across. This makes first-class seats
 * wider.
 */
export const COACH_WIDTH = 5

type CoachEntry = SeatMap['coaches'][number]

/**
 * Lays the train out. On the wire, a coach appears once for each of its travel classes, and a coach without
 * seats appears once with no class.
 */
export function layOutTrain(map: SeatMap): TrainPlan {
  const entries = Map.groupBy(map.coaches, (coach) => coach.coach_number)
  const coaches = Array.from(entries, ([number, ofCoach], index) => layOutCoach(number, index, ofCoach))
  const seats = new Map(coaches.flatMap((coach) => coach.seats.map((seat) => [seat.number, seat] as const)))
  const companions = new Map(
    map.companion_seats.map(({ wheelchair_space: space, seat_number: seat }) => [seat, space] as const),
  )
  return { coaches, seats, companions, currency: map.currency }
}

function layOutCoach(number: string, index: number, entries: readonly CoachEntry[]): CoachPlan {
  const [first] = entries
  if (!first) throw new RangeError(`coach ${number} has no entry`)
  const { layout } = first
  const seats = entries
    .flatMap((entry) => entry.seats.map((seat) => seatBox(seat, entry, index)))
    .sort((a, b) => a.deck - b.deck || a.x - b.x || a.y - b.y)
  const decks = Array.from({ length: layout.decks }, (_, deck) => ({
    deck,
    length: layout.length,
    seats: seats.filter((seat) => seat.deck === deck),
    items: layout.items.filter((item) => item.deck === deck).map((item) => itemBox(item, layout)),
  }))
  return {
    index,
    number,
    layoutName: baseName(layout.name),
    title: layout.title,
    travelClasses: entries.flatMap((entry) => entry.travel_class ?? []),
    length: layout.length,
    decks,
    seats,
  }
}

function seatBox(seat: Seat, entry: CoachEntry, coachIndex: number): SeatBox {
  const size = entry.layout.sizes?.[seat.kind] ?? { width: 1, height: 1 }
  const cell = COACH_WIDTH / entry.layout.width
  const looks = (['forward', 'backward'] as const).find((one) => seat.features.includes(one))
  return {
    number: seat.seat_number,
    seat,
    deck: seat.deck,
    travelClass: entry.travel_class ?? '',
    coachNumber: entry.coach_number,
    coachIndex,
    facing: looks ?? null,
    x: seat.x,
    y: seat.y * cell,
    width: size.width,
    height: size.height * cell,
  }
}

function itemBox(item: CoachLayout['items'][number], layout: CoachLayout): ItemBox {
  const cell = COACH_WIDTH / layout.width
  const { kind, label = null, x, y, width, height } = item
  return { kind, label, x, y: y * cell, width, height: height * cell }
}

/** A coach that runs with its other end in front has a layout of its own, named after the original. */
function baseName(name: string): string {
  return name.replace(/-turned$/, '')
}
