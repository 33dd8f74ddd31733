import type { Instant } from './instant.ts'

interface Entry<T> {
  readonly at: Instant
  readonly value: T
}

/** Things that happen at known moments, soonest first: a binary heap. */
export class Soonest<T> {
  readonly #heap: Entry<T>[] = []

  get first(): Entry<T> | undefined {
    return this.#heap[0]
  }

  get size(): number {
    return this.#heap.length
  }

  push(at: Instant, value: T): void {
    const heap = this.#heap
    let index = heap.push({ at, value }) - 1
    while (index > 0) {
      const parent = (index - 1) >> 1
      if (this.#at(parent) <= this.#at(index)) return
      this.#swap(parent, index)
      index = parent
    }
  }

  removeFirst(): void {
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

  clear(): void {
    this.#heap.length = 0
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
