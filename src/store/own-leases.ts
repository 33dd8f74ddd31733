import { after, type Instant } from '../domain/instant.ts'
import type { Leases } from './backend.ts'
import type { DueQueue } from './due-queue.ts'
import type { DueWork, Store } from './store.ts'

/** Leases of a process that owns its database. They need no rows, because nobody else could hold one. */
export class OwnLeases implements Leases {
  readonly #due: DueQueue
  readonly #store: Pick<Store, 'now' | 'findPayment'>

  constructor(due: DueQueue, store: Pick<Store, 'now' | 'findPayment'>) {
    this.#due = due
    this.#store = store
  }

  async lease(limit: number): Promise<readonly DueWork[]> {
    const work = await Promise.all(
      this.#due.lease(this.#store.now(), limit).map(async (item): Promise<DueWork | undefined> => {
        if (item.kind === 'payment') return item
        const payment = await this.#store.findPayment(item.refund.trainRunId, item.refund.paymentId)
        return payment && { ...item, payment }
      }),
    )
    return work.filter((item) => item !== undefined)
  }

  async holds(work: DueWork): Promise<boolean> {
    return this.#due.holds(work, this.#store.now())
  }

  async putAside(work: DueWork, pauseMs: number): Promise<void> {
    this.#due.putAside(work, after(this.#store.now(), pauseMs))
  }

  async nextDueAt(): Promise<Instant | null> {
    return this.#due.nextDueAt()
  }
}
