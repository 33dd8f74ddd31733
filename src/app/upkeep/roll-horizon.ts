import type { Deps } from '../deps.ts'

type RollDeps = Pick<Deps, 'store' | 'log'>

interface Horizon {
  /** `YYYY-MM-DD` */
  readonly today: () => string
  readonly days: number
}

/**
 * Opens the runs of the days that have come within the horizon since the last time, and puts runs that waited
 * for a decision on sale where nobody has claims on them any more. A fault is logged, and what was not done
 * is done the next time.
 */
async function rollHorizon({ store, log }: RollDeps, { today, days }: Horizon): Promise<void> {
  try {
    const fromDate = today()
    const toDate = Temporal.PlainDate.from(fromDate).add({ days }).toString()
    const opened = await store.openRuns(fromDate, toDate)
    if (opened > 0) log.info({ opened, toDate }, 'runs came on sale')
  } catch (fault) {
    log.error({ err: fault }, 'the horizon could not be moved on; the next try is within the hour')
  }
}

/** Rolls the horizon whenever it is asked to: once at a time, and once more if it was asked meanwhile. */
export class HorizonWorker {
  readonly #deps: RollDeps
  readonly #horizon: Horizon
  #isAtWork = false
  #isAsked = false

  constructor(deps: RollDeps, horizon: Horizon) {
    this.#deps = deps
    this.#horizon = horizon
  }

  async kick(): Promise<void> {
    this.#isAsked = true
    if (this.#isAtWork) return
    this.#isAtWork = true
    while (this.#isAsked) {
      this.#isAsked = false
      await rollHorizon(this.#deps, this.#horizon)
    }
    this.#isAtWork = false
  }
}
