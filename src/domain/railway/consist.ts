import type { ConsistId, SeatId } from '../ids.ts'

/** Anything that a passenger can reserve: something to sit or lie on, a space, or a hook. */
export type SeatKind = 'seat' | 'berth' | 'couchette' | 'wheelchair_space' | 'bicycle_hook'

/**
 * The features of a seat. `window`, `aisle` and `middle` are positions in the row; `upper`, `middle_berth`
 * and `lower` are berths; `forward` and `backward` are relative to the consist's own direction of travel.
 */
export type SeatFeature =
  | 'window'
  | 'aisle'
  | 'middle'
  | 'table'
  | 'forward'
  | 'backward'
  | 'quiet'
  | 'power'
  | 'upper'
  | 'middle_berth'
  | 'lower'
  | 'accessible'
  | 'family'
  | 'extra_legroom'

/** The smallest unit that can be reserved. */
export interface Seat {
  readonly id: SeatId
  /** Position in `Consist.seats`; pictures keep one bit per seat at this index. */
  readonly index: number
  /** Unique in the run, `4-32`: coach 4, seat 32. */
  readonly number: string
  /** The label painted on the seat, `32`. */
  readonly label: string
  readonly coachNumber: string
  readonly travelClass: string
  readonly kind: SeatKind
  readonly features: readonly SeatFeature[]
  /**
   * Grid position in the coach layout: deck 0 is the lower one; x grows along the coach from its front, y
   * across it.
   */
  readonly deck: number
  readonly x: number
  readonly y: number
  /** The compartment or bay of seats that belong together, `null` if the coach has none. */
  readonly group: string | null
}

/** Whether a passenger travels on it. A bicycle hook goes with the passengers, and has no name of its own. */
export function carriesPassenger({ kind }: Pick<Seat, 'kind'>): boolean {
  return kind !== 'bicycle_hook'
}

/** A part of a coach that is drawn but cannot be reserved. */
export interface LayoutItem {
  readonly kind:
    | 'table'
    | 'window'
    | 'door'
    | 'toilet'
    | 'wall'
    | 'stairs'
    | 'luggage'
    | 'bar'
    | 'compartment'
  readonly deck: number
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
  readonly label?: string
}

/** The grid that a coach is drawn on; clients get it unchanged (`layout` on the wire). */
export interface CoachLayout {
  /** Name of the layout, `open-saloon-2`. */
  readonly name: string
  readonly title: string
  readonly decks: number
  /** Grid cells along and across the coach. */
  readonly length: number
  readonly width: number
  readonly items: readonly LayoutItem[]
  /** The number of cells that a seat of a kind takes, starting at its `x` and `y`; one by one by default. */
  readonly sizes?: Readonly<Partial<Record<SeatKind, { readonly width: number; readonly height: number }>>>
}

/** One numbered vehicle of the consist. */
export interface Coach {
  readonly number: string
  readonly layout: CoachLayout
}

/** The ordered coaches of a run and their seats. */
export interface Consist {
  readonly id: ConsistId
  readonly name: string
  readonly coaches: readonly Coach[]
  /** In walking order: coach by coach, and within a coach in the order of the layout. */
  readonly seats: readonly Seat[]
  /** Travel classes in the order in which they are offered. */
  readonly travelClasses: readonly string[]
  /** Seats that a run had before its coaches changed, so that old tickets can still be read. */
  readonly formerSeats?: readonly Seat[]
}

interface SeatIndex {
  readonly byNumber: ReadonlyMap<string, Seat>
  readonly byId: ReadonlyMap<SeatId, Seat>
  readonly classSizes: ReadonlyMap<string, number>
}

/** A consist is shared by thousands of runs and never changes, so its indexes are made once. */
const indexes = new WeakMap<Consist, SeatIndex>()

function indexOf(consist: Consist): SeatIndex {
  let index = indexes.get(consist)
  if (!index) {
    index = {
      byNumber: new Map(consist.seats.map((seat) => [seat.number, seat])),
      byId: new Map([...(consist.formerSeats ?? []), ...consist.seats].map((seat) => [seat.id, seat])),
      classSizes: sizesOf(consist),
    }
    indexes.set(consist, index)
  }
  return index
}

function sizesOf({ seats }: Consist): ReadonlyMap<string, number> {
  const sizes = new Map<string, number>()
  for (const { travelClass } of seats) sizes.set(travelClass, (sizes.get(travelClass) ?? 0) + 1)
  return sizes
}

/** How many seats of the class the consist has. */
export function classSize(consist: Consist, travelClass: string): number {
  return indexOf(consist).classSizes.get(travelClass) ?? 0
}

/** The seat with this number, `4-32`; undefined if the consist has none. */
export function findSeat(consist: Consist, number: string): Seat | undefined {
  return indexOf(consist).byNumber.get(number)
}

/** The seat with this id, which must be one that the consist has or had. */
export function seatOf(consist: Consist, id: SeatId): Seat {
  const seat = indexOf(consist).byId.get(id)
  if (!seat) throw new RangeError(`consist ${consist.name} has no seat ${id}`)
  return seat
}
