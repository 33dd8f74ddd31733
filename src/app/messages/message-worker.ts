import { isWorthTelling } from '../../domain/backoff.ts'
import type { WaitingMessages } from '../../store/store.ts'
import { type SendMessageDeps, sendMessage } from './send-message.ts'

/** Messages on their way at the same time. */
const concurrency = 8
/** Longest sleep without looking: another node may have written a message and died. */
const longestSleepMs = 5_000
const shortestSleepMs = 50

/** Sends messages as they become due, until it is stopped. */
export class MessageWorker {
  readonly #deps: SendMessageDeps
  #timer: NodeJS.Timeout | undefined
  #isKicked = false
  #isStopped = true
  #failures = 0
  #running: Promise<void> = Promise.resolve()
  #isLooking = false
  #waiting: WaitingMessages = { count: 0, oldestAt: null, nextAt: null }

  constructor(deps: SendMessageDeps) {
    this.#deps = deps
  }

  /** What waited at the last look, for the metrics. */
  get waiting(): WaitingMessages {
    return this.#waiting
  }

  start(): void {
    this.#isStopped = false
    this.#sleep(0)
  }

  /** Says that a message may have become due. */
  kick(): void {
    this.#isKicked = true
    if (!this.#isStopped && !this.#isLooking) this.#sleep(0)
  }

  /** Lets messages that are on their way finish, and sends no more. */
  async stop(): Promise<void> {
    this.#isStopped = true
    clearTimeout(this.#timer)
    await this.#running
  }

  #sleep(milliseconds: number): void {
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => {
      this.#running = this.#look()
    }, milliseconds).unref()
  }

  async #look(): Promise<void> {
    if (this.#isStopped || this.#isLooking) return
    this.#isLooking = true
    this.#isKicked = false
    let sleepMs = longestSleepMs
    try {
      sleepMs = await this.#sendDue()
      this.#failures = 0
    } catch (fault) {
      this.#failures += 1
      const facts = { err: fault, failures: this.#failures }
      if (isWorthTelling(this.#failures)) this.#deps.log.error(facts, 'due messages could not be looked up')
    }
    this.#isLooking = false
    if (!this.#isStopped) this.#sleep(this.#isKicked ? 0 : sleepMs)
  }

  /** Sends what is due, and returns how long to sleep after that. */
  async #sendDue(): Promise<number> {
    const { outbox } = this.#deps.store
    const due = await outbox.lease(concurrency)
    // One that fails on our side keeps its lease, and is tried again when that is over.
    const sent = await Promise.allSettled(due.map((one) => sendMessage(this.#deps, one)))
    this.#waiting = await outbox.waiting()
    const failed = sent.find((one) => one.status === 'rejected')
    if (failed) throw failed.reason
    const { nextAt } = this.#waiting
    if (nextAt === null) return longestSleepMs
    return Math.min(longestSleepMs, Math.max(shortestSleepMs, nextAt - this.#deps.store.now()))
  }
}
