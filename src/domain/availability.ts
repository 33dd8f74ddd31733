import type { Consist } from './consist.ts'
import type { SeatSet } from './inventory.ts'

/** Seats of one travel class, all and free for a segment. */
export interface ClassAvailability {
  readonly travelClass: string
  readonly seatsTotal: number
  readonly seatsAvailable: number
}

/** Counts the seats of each travel class that are not in `taken`, in the consist's order of classes. */
export function availabilityByClass(consist: Consist, taken: SeatSet): readonly ClassAvailability[] {
  throw new Error(`to be written: ${consist.name} ${taken.length}`)
}
