import type { DueWork } from '../store/store.ts'
import { isWorthTelling } from './backoff.ts'
import { type SettleDeps, settleOne } from './settle-payments.ts'

/** Calls back once after so many milliseconds, until the returned function is called; a test gives its own. */
export type Schedule = (afterMs: number, callback: () => void) => () => void

/** The machine's own timers; they keep no process alive. */
export const realSchedule: Schedule = (afterMs, callback) => {
  const timer = setTimeout(callback, afterMs).unref()
  return () => clearTimeout(timer)
}

export interface WorkerOptions {
  /** Steps under way at the same time. */
  readonly concurrency?: number
  /** Time in which steps gather before they are done together; nobody waits for them. */
  readonly gatherMs?: number
  readonly schedule?: Schedule
}

/** Longest sleep without looking, for the case that nobody said that something is due. */
const longestSleepMs = 500

/** Does what payments have due, as it becomes due, until it is stopped. */
export class SettlementWorker {
  readonly #deps: SettleDeps
  readonly #concurrency: number
  readonly #gatherMs: number
  readonly #schedule: Schedule
  #underWay = 0
  #wakeUp: { readonly isSoon: boolean; readonly cancel: () => void } | null = null
  #isLooking = false
  #isKicked = false
  #isStopped = true
  /** Looks that failed since the last one that did not. */
  #failures = 0
  readonly #whenIdle: (() => void)[] = []

  constructor(deps: SettleDeps, options: WorkerOptions = {}) {
    this.#deps = deps
    this.#concurrency = options.concurrency ?? 512
    this.#gatherMs = options.gatherMs ?? 25
    this.#schedule = options.schedule ?? realSchedule
  }

  start(): void {
    this.#isStopped = false
    this.#sleep(0, true)
  }

  /** Says that something may have become due. */
  kick(): void {
    if (this.#isStopped) return
    if (this.#isLooking) this.#isKicked = true
    else if (!this.#wakeUp?.isSoon) this.#sleep(this.#gatherMs, true)
  }

  /** Lets what is under way end, and begins nothing more. */
  stop(): Promise<void> {
    this.#isStopped = true
    this.#wakeUp?.cancel()
    this.#wakeUp = null
    if (this.#underWay === 0 && !this.#isLooking) return Promise.resolve()
    return new Promise((resolve) => this.#whenIdle.push(resolve))
  }

  #sleep(milliseconds: number, isSoon: boolean): void {
    this.#wakeUp?.cancel()
    const cancel = this.#schedule(milliseconds, () => {
      this.#wakeUp = null
      void this.#look()
    })
    this.#wakeUp = { isSoon, cancel }
  }

  async #look(): Promise<void> {
    if (this.#isStopped || this.#isLooking) return
    this.#isLooking = true
    let sleepMs = longestSleepMs
    try {
      sleepMs = await this.#beginDueWork()
      if (this.#failures > 0)
        this.#deps.log.info({ failures: this.#failures }, 'due payments can be looked for again')
      this.#failures = 0
    } catch (fault) {
      this.#complain(fault)
    }
    this.#isLooking = false
    const isSoon = this.#isKicked || sleepMs <= this.#gatherMs
    this.#isKicked = false
    if (this.#isStopped) this.#tellIdle()
    else this.#sleep(isSoon ? this.#gatherMs : sleepMs, isSoon)
  }

  /** A database that is away is looked at twice a second: told of at the 1st, 2nd, 4th, 8th ... time, it does not flood the log. */
  #complain(fault: unknown): void {
    this.#failures += 1
    if (isWorthTelling(this.#failures))
      this.#deps.log.error({ err: fault, failures: this.#failures }, 'due payments could not be looked for')
  }

  /** Begins as many steps as may be under way, and tells how long to sleep after that. */
  async #beginDueWork(): Promise<number> {
    const { store, gateway } = this.#deps
    // While the provider is down every step would only be put off, and each of them writes.
    if (!gateway.isAvailable()) return longestSleepMs
    const free = this.#concurrency - this.#underWay
    const leased = free > 0 ? await store.leaseDueWork(free) : []
    for (const work of leased) void this.#settle(work)
    if (leased.length === free) return this.#gatherMs
    const nextAt = await store.nextDueAt()
    if (nextAt === null) return longestSleepMs
    return Math.min(longestSleepMs, Math.max(this.#gatherMs, nextAt - store.now()))
  }

  /** A fault costs the step its lease's time; then it is leased again. */
  async #settle(work: DueWork): Promise<void> {
    this.#underWay += 1
    try {
      await settleOne(this.#deps, work)
    } catch (fault) {
      this.#deps.log.error({ err: fault, paymentId: work.payment.id }, 'a payment step failed on our side')
      this.#deps.counters.count('failed_steps')
    }
    this.#underWay -= 1
    if (this.#isStopped) this.#tellIdle()
  }

  #tellIdle(): void {
    if (this.#underWay > 0 || this.#isLooking) return
    for (const tell of this.#whenIdle.splice(0)) tell()
  }
}
