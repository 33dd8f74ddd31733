import type { IdKind } from './store.ts'

const blockSize = 1000

/**
 * Hands out ids from blocks that were reserved durably, so that no id is ever given twice, even across
 * restarts and nodes.
 */
export class IdBlocks {
  readonly #take: (kind: IdKind, count: number) => Promise<number>
  readonly #blocks = new Map<IdKind, { next: number; end: number }>()
  readonly #pending = new Map<IdKind, Promise<void>>()

  constructor(take: (kind: IdKind, count: number) => Promise<number>) {
    this.#take = take
  }

  async next(kind: IdKind): Promise<number> {
    for (;;) {
      const block = this.#blocks.get(kind)
      if (block && block.next < block.end) return block.next++
      await this.#refill(kind)
    }
  }

  #refill(kind: IdKind): Promise<void> {
    const pending = this.#pending.get(kind)
    if (pending) return pending
    const refill = this.#take(kind, blockSize)
      .then((first) => {
        this.#blocks.set(kind, { next: first, end: first + blockSize })
      })
      .finally(() => this.#pending.delete(kind))
    this.#pending.set(kind, refill)
    return refill
  }
}
