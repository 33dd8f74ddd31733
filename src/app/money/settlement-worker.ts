import { isWorthTelling } from '../../domain/backoff.ts'
import { LeaseLost } from '../../store/faults.ts'
import type { DueWork } from '../../store/store.ts'
import { isDone, setBack } from '../set-back.ts'
import { settleOne } from './settle-payments.ts'
import { type SettleDeps, stepKey } from './step.ts'

/** Calls back once after `ms` milliseconds, until the returned function is called; tests inject their own. */
type Schedule = (afterMs: number, callback: () => void) => () => void

/** The machine's own timers; they do not keep the process alive. */
const realSchedule: Schedule = (afterMs, callback) => {
  const timer = setTimeout(callback, afterMs).unref()
  return () => clearTimeout(timer)
}

interface WorkerOptions {
  /** Steps under way at the same time. */
  readonly concurrency?: number
  /** Time in which steps gather before they are done together; nobody waits for them. */
  readonly gatherMs?: number
  readonly schedule?: Schedule
}

/**
 * Nobody waits for a capture, and each exchange with the provider costs as much as some captures do: gathered
 * for 25 ms, those of a single passenger at a time were five in one exchange.
 */
const gatherMs = 100
/** Longest sleep without looking, in case nobody reported that something is due. */
const longestSleepMs = 500

/** Does the due steps of payments as they become due, until it is stopped. */
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
  /** Consecutive looks that have failed. */
  #failures = 0
  readonly #whenIdle: (() => void)[] = []

  constructor(deps: SettleDeps, options: WorkerOptions = {}) {
    this.#deps = deps
    this.#concurrency = options.concurrency ?? 512
    this.#gatherMs = options.gatherMs ?? gatherMs
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

  /** Lets running steps finish, and starts nothing more. */
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
        this.#deps.log.info({ failures: this.#failures }, 'due payments can be looked up again')
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

  /**
   * A database that is away is tried twice a second. The 1st, 2nd, 4th, 8th ... failure is logged, which does
   * not flood the log.
   */
  #complain(fault: unknown): void {
    this.#failures += 1
    if (isWorthTelling(this.#failures))
      this.#deps.log.error({ err: fault, failures: this.#failures }, 'due payments could not be looked up')
  }

  /** Starts as many steps as may run at the same time, and returns how long to sleep after that. */
  async #beginDueWork(): Promise<number> {
    const { store, gateway } = this.#deps
    // While the provider is down, every step would only be put off, and each of them writes.
    if (!gateway.isAvailable()) return longestSleepMs
    const free = this.#concurrency - this.#underWay
    const leased = free > 0 ? await store.leaseDueWork(free) : []
    for (const work of leased) void this.#settle(work)
    // Where something was due, more probably is soon, and a look is cheaper than the question when.
    if (leased.length > 0 || free === 0) return this.#gatherMs
    const nextAt = await store.nextDueAt()
    if (nextAt === null) return longestSleepMs
    return Math.min(longestSleepMs, Math.max(this.#gatherMs, nextAt - store.now()))
  }

  /**
   * A step that fails on our side is put aside with growing pauses, through its lease: other nodes leave it
   * alone as well.
   */
  async #settle(work: DueWork): Promise<void> {
    this.#underWay += 1
    try {
      await settleOne(this.#deps, work)
      isDone(this.#deps, 'step', stepKey(work))
    } catch (fault) {
      if (fault instanceof LeaseLost) this.#leave(work, fault)
      else await this.#putAside(work, fault)
    }
    this.#underWay -= 1
    if (this.#isStopped) this.#tellIdle()
  }

  /**
   * The row was changed while its step ran, for example by a cancellation: a different step is due now, or
   * the same one again.
   */
  #leave(work: DueWork, fault: LeaseLost): void {
    this.#deps.log.debug({ payment: stepKey(work) }, fault.message)
    this.kick()
  }

  async #putAside(work: DueWork, fault: unknown): Promise<void> {
    const { store, log, counters } = this.#deps
    counters.count('failed_steps')
    const { tryCount, nextAt } = setBack(this.#deps, 'step', stepKey(work), fault)
    const facts = { err: fault, payment: stepKey(work), tryCount }
    if (isWorthTelling(tryCount)) log.error(facts, 'a payment step failed on our side and is put aside')
    // If that fails too, the lease keeps the row for its own time.
    await store.putAside(work, nextAt - store.now()).catch(() => undefined)
  }

  #tellIdle(): void {
    if (this.#underWay > 0 || this.#isLooking) return
    for (const tell of this.#whenIdle.splice(0)) tell()
  }
}
