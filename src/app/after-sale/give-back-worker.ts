import { isWorthTelling } from '../../domain/backoff.ts'
import { giveBackBookings } from './give-back-bookings.ts'

/** Another node may have canceled a run and died. */
const everyMs = 5_000

/** Gives back what is booked on canceled runs, from `start` on, until it is stopped. */
export class GiveBackWorker {
  readonly #deps: Parameters<typeof giveBackBookings>[0]
  #timer: NodeJS.Timeout | undefined
  #running: Promise<void> | undefined
  #isKicked = false
  #isStopped = true
  #failures = 0
  #left = 0

  constructor(deps: Parameters<typeof giveBackBookings>[0]) {
    this.#deps = deps
  }

  /** Bookings that were left after the last look, for the metrics. */
  get left(): number {
    return this.#left
  }

  start(): void {
    this.#isStopped = false
    this.#timer = setInterval(() => this.kick(), everyMs).unref()
    this.kick()
  }

  /** Says that a run may have been canceled. */
  kick(): void {
    this.#isKicked = true
    if (!this.#isStopped) this.#running ??= this.#look()
  }

  /** Lets the slice that is under way finish, and begins no other. */
  async stop(): Promise<void> {
    this.#isStopped = true
    clearInterval(this.#timer)
    await this.#running
  }

  async #look(): Promise<void> {
    while (this.#isKicked && !this.#isStopped) {
      this.#isKicked = false
      await this.#giveBack()
    }
    this.#running = undefined
  }

  async #giveBack(): Promise<void> {
    const { log } = this.#deps
    try {
      const { done, left } = await giveBackBookings(this.#deps, () => this.#isStopped)
      this.#left = left
      this.#failures = 0
      if (done > 0) log.info({ bookings: done, left }, 'bookings of canceled runs were given back')
    } catch (fault) {
      this.#failures += 1
      const facts = { err: fault, failures: this.#failures }
      if (isWorthTelling(this.#failures)) log.error(facts, 'canceled runs could not be looked up')
    }
  }
}
