import { isWorthTelling } from '../domain/backoff.ts'
import type { TrainRunId } from '../domain/ids.ts'
import type { Instant } from '../domain/instant.ts'
import type { Setbacks } from '../domain/setbacks.ts'
import { ExpiryQueue } from './expiry-queue.ts'

/**
 * Calls back once after this many milliseconds, unless the returned function is called first; a test provides
 * its own.
 */
export type Schedule = (afterMs: number, callback: () => void) => () => void

const longestTimer = 2 ** 31 - 1

/** The timers of a running process; they do not keep it alive. */
export const timer: Schedule = (afterMs, callback) => {
  const handle = setTimeout(callback, Math.min(afterMs, longestTimer))
  handle.unref()
  return () => clearTimeout(handle)
}

interface ExpiryParts {
  readonly schedule: Schedule
  readonly now: () => Instant
  /** Ends the expired holds of a run. */
  readonly end: (trainRunId: TrainRunId) => Promise<unknown>
  readonly setbacks: Setbacks
  readonly onFault: (fault: unknown) => void
}

/**
 * Ends holds when they expire, so that watchers hear about it; nothing else relies on it. A run whose holds
 * cannot be ended is tried again with growing pauses, and delays no other run.
 */
export class Expiry {
  readonly #parts: ExpiryParts
  readonly #queue = new ExpiryQueue()
  #timer: { readonly at: Instant; readonly cancel: () => void } | undefined
  #isClosed = false

  constructor(parts: ExpiryParts) {
    this.#parts = parts
  }

  /** A hold of this run ends then. Takes effect with `watch`, once for many. */
  push(at: Instant, trainRunId: TrainRunId): void {
    this.#queue.push(at, trainRunId)
  }

  /** One timer, for the hold that ends first. */
  watch(): void {
    const at = this.#queue.nextAt
    if (at === null || this.#isClosed || (this.#timer && this.#timer.at <= at)) return
    this.#timer?.cancel()
    const { schedule, now } = this.#parts
    const cancel = schedule(Math.max(0, at - now()), () => {
      this.#timer = undefined
      for (const trainRunId of this.#queue.popDue(now())) this.expire(trainRunId)
      this.watch()
    })
    this.#timer = { at, cancel }
  }

  expire(trainRunId: TrainRunId): void {
    const { setbacks, now, end } = this.#parts
    if (setbacks.isPaused('expiry', String(trainRunId), now())) return
    end(trainRunId).then(
      () => setbacks.over('expiry', String(trainRunId)),
      (fault) => this.#tryLater(trainRunId, fault),
    )
  }

  get runsPutAside(): readonly TrainRunId[] {
    const { setbacks, now } = this.#parts
    return setbacks.list(now(), 'expiry').map(({ what }) => Number(what) as TrainRunId)
  }

  close(): void {
    this.#isClosed = true
    this.#timer?.cancel()
  }

  #tryLater(trainRunId: TrainRunId, fault: unknown): void {
    if (this.#isClosed) return
    const { setbacks, now, onFault } = this.#parts
    const failed = { kind: 'expiry', what: String(trainRunId), fault: String(fault) } as const
    const { tryCount, nextAt } = setbacks.failed(failed, 'failed', now(), Math.random())
    this.push(nextAt, trainRunId)
    this.watch()
    if (isWorthTelling(tryCount)) onFault(fault)
  }
}
