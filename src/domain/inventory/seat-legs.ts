import type { Segment } from '../railway/segment.ts'

/** Which seats are taken on which legs, while somebody considers where passengers could sit. */
export class SeatLegs {
  readonly #legCount: number
  /** For each seat, one after the other, how many have it on a leg. */
  readonly #taken: Uint8Array

  constructor(legCount: number, taken: number | Uint8Array) {
    this.#legCount = legCount
    this.#taken = typeof taken === 'number' ? new Uint8Array(taken * legCount) : taken
  }

  /** A copy that continues independently. */
  copy(): SeatLegs {
    return new SeatLegs(this.#legCount, this.#taken.slice())
  }

  isFree(seat: number, { fromLeg, toLeg }: Segment): boolean {
    for (let leg = fromLeg; leg < toLeg; leg++) if (this.#at(seat, leg) > 0) return false
    return true
  }

  take(seat: number, segment: Segment): void {
    this.#count(seat, segment, 1)
  }

  giveBack(seat: number, segment: Segment): void {
    this.#count(seat, segment, -1)
  }

  /** The free legs directly before and after a segment. */
  slack(seat: number, { fromLeg, toLeg }: Segment): number {
    let count = 0
    for (let leg = fromLeg - 1; leg >= 0 && this.#at(seat, leg) === 0; leg--) count++
    for (let leg = toLeg; leg < this.#legCount && this.#at(seat, leg) === 0; leg++) count++
    return count
  }

  #at(seat: number, leg: number): number {
    return this.#taken[seat * this.#legCount + leg] ?? 0
  }

  #count(seat: number, { fromLeg, toLeg }: Segment, by: 1 | -1): void {
    for (let leg = fromLeg; leg < toLeg; leg++)
      this.#taken[seat * this.#legCount + leg] = this.#at(seat, leg) + by
  }
}
