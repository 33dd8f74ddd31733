import type { Segment } from './segment.ts'

/** What a passenger would like, never a condition. An absent member, and `false`, is no wish. */
export interface Preferences {
  readonly position?: 'window' | 'aisle'
  readonly table?: boolean
  readonly coach?: string
  readonly quiet?: boolean
  readonly berth?: 'upper' | 'middle' | 'lower'
  readonly facing?: 'forward'
}

/** A number of seats that the system is to choose. */
export interface SeatWish {
  readonly travelClass: string
  /** At least one. */
  readonly seatCount: number
  readonly segment: Segment
  readonly preferences: Preferences
}
