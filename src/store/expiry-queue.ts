import type { TrainRunId } from '../domain/ids.ts'
import type { Instant } from '../domain/instant.ts'

interface Entry {
  readonly at: Instant
  readonly trainRunId: TrainRunId
}

/** Moments at which a hold of a run ends, soonest first: a binary heap. What was superseded stays in it and finds nothing to do. */
export class ExpiryQueue {
  readonly #heap: Entry[] = []

  get nextAt(): Instant | null {
    return this.#heap[0]?.at ?? null
  }

  push(at: Instant, trainRunId: TrainRunId): void {
    const heap = this.#heap
    let index = heap.push({ at, trainRunId }) - 1
    while (index > 0) {
      const parent = (index - 1) >> 1
      if (this.#at(parent) <= this.#at(index)) return
      this.#swap(parent, index)
      index = parent
    }
  }

  /** The runs with a moment at or before `now`, which are taken out. */
  popDue(now: Instant): ReadonlySet<TrainRunId> {
    const due = new Set<TrainRunId>()
    for (let head = this.#heap[0]; head && head.at <= now; head = this.#heap[0]) {
      due.add(head.trainRunId)
      this.#removeHead()
    }
    return due
  }

  #removeHead(): void {
    const heap = this.#heap
    const last = heap.pop()
    if (last === undefined || heap.length === 0) return
    heap[0] = last
    let index = 0
    for (;;) {
      const left = 2 * index + 1
      const right = left + 1
      const smaller = right < heap.length && this.#at(right) < this.#at(left) ? right : left
      if (smaller >= heap.length || this.#at(index) <= this.#at(smaller)) return
      this.#swap(index, smaller)
      index = smaller
    }
  }

  #at(index: number): number {
    return this.#heap[index]?.at ?? Number.POSITIVE_INFINITY
  }

  #swap(a: number, b: number): void {
    const [first, second] = [this.#heap[a], this.#heap[b]]
    if (first && second) {
      this.#heap[a] = second
      this.#heap[b] = first
    }
  }
}
