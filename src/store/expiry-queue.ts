import type { TrainRunId } from '../domain/ids.ts'
import type { Instant } from '../domain/instant.ts'
import { Soonest } from '../domain/soonest.ts'

/** The moments at which holds of runs end. Superseded moments stay in it and find nothing to do. */
export class ExpiryQueue {
  readonly #ends = new Soonest<TrainRunId>()

  get nextAt(): Instant | null {
    return this.#ends.first?.at ?? null
  }

  push(at: Instant, trainRunId: TrainRunId): void {
    this.#ends.push(at, trainRunId)
  }

  /** Removes and returns the runs with a moment at or before `now`. */
  popDue(now: Instant): ReadonlySet<TrainRunId> {
    const due = new Set<TrainRunId>()
    for (let next = this.#ends.first; next && next.at <= now; next = this.#ends.first) {
      due.add(next.value)
      this.#ends.removeFirst()
    }
    return due
  }
}
