import type { SeatId } from '../ids.ts'
import type { Segment } from '../railway/segment.ts'

/** A passenger's preferences, never conditions. An absent member, or `false`, is no wish. */
export interface Preferences {
  readonly position?: 'window' | 'aisle'
  readonly table?: boolean
  readonly coach?: string
  readonly quiet?: boolean
  readonly berth?: 'upper' | 'middle' | 'lower'
  readonly facing?: 'forward'
  readonly stepFree?: boolean
  readonly family?: boolean
  /** Each wheelchair space with the companion's seat beside it. */
  readonly companion?: boolean
}

/** A number of seats for the system to choose. */
export interface SeatWish {
  readonly travelClass: string
  /** At least one. */
  readonly seatCount: number
  readonly segment: Segment
  readonly preferences: Preferences
  /** Seats that are not to be chosen, although they may be free. */
  readonly without?: { has(seatId: SeatId): boolean }
}
