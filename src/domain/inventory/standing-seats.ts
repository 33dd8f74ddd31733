import type { SeatId } from '../ids.ts'
import type { Hold, Standing } from '../records/hold.ts'

/** Counts the seats in holds by class and by what vouches for their callers. */
export class StandingSeats {
  readonly #classOf: (seatId: SeatId) => string
  readonly #counts: Readonly<Record<Standing, Map<string, number>>> = {
    NEWCOMER: new Map(),
    KNOWN: new Map(),
    PROVEN: new Map(),
  }

  constructor(classOf: (seatId: SeatId) => string) {
    this.#classOf = classOf
  }

  count(standing: Standing, travelClass: string): number {
    return this.#counts[standing].get(travelClass) ?? 0
  }

  add(hold: Pick<Hold, 'standing' | 'seats'>): void {
    this.#change(hold, 1)
  }

  remove(hold: Pick<Hold, 'standing' | 'seats'>): void {
    this.#change(hold, -1)
  }

  #change({ standing, seats }: Pick<Hold, 'standing' | 'seats'>, by: 1 | -1): void {
    if (standing === null) return
    const counts = this.#counts[standing]
    for (const { seatId } of seats) {
      const travelClass = this.#classOf(seatId)
      counts.set(travelClass, (counts.get(travelClass) ?? 0) + by)
    }
  }
}
