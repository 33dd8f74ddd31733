import { reconcilePayments } from './reconcile-payments.ts'
import { resolveOpenPayments } from './recover-payments.ts'
import type { ResolveDeps } from './resolve-attempt.ts'
import { realSchedule, type Schedule } from './settlement-worker.ts'

/** From the end of one pass to the next. */
const everyMs = 60_000
/** After a pass that the provider did not answer. */
const soonMs = 5_000
/** Pages of one pass; what is left is for the next, so that a pass over an old ledger does not crowd out sales. */
const maxPages = 200

/** Compares payments with the provider's ledger, all of it after a start and then what has changed, until it is stopped. */
export class Reconciler {
  readonly #deps: ResolveDeps
  readonly #schedule: Schedule
  #cursor: string | null = null
  #cancel: () => void = () => undefined
  #pass: Promise<void> = Promise.resolve()
  #isStopped = true

  constructor(deps: ResolveDeps, schedule: Schedule = realSchedule) {
    this.#deps = deps
    this.#schedule = schedule
  }

  /** The first pass comes a little later, when a start has other things to do. */
  start(): void {
    this.#isStopped = false
    this.#next(soonMs)
  }

  async stop(): Promise<void> {
    this.#isStopped = true
    this.#cancel()
    await this.#pass
  }

  /** One pass now; gives back how long to wait for the next. */
  async runOnce(): Promise<number> {
    try {
      await resolveOpenPayments(this.#deps)
      if (!this.#deps.gateway.isAvailable()) return soonMs
      const { cursor } = await reconcilePayments(this.#deps, this.#cursor, maxPages)
      this.#cursor = cursor
      return everyMs
    } catch (fault) {
      this.#deps.log.warn({ fault }, 'a reconciliation with the payment provider did not finish')
      return soonMs
    }
  }

  #next(milliseconds: number): void {
    this.#cancel = this.#schedule(milliseconds, () => {
      this.#pass = this.runOnce().then((pauseMs) => {
        if (!this.#isStopped) this.#next(pauseMs)
      })
    })
  }
}
