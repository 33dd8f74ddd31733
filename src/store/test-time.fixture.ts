import type { Instant } from '../domain/instant.ts'
import type { Clock } from './clock.ts'
import type { Schedule } from './expiry.ts'

/** A clock and timers that stand still until a test moves them. */
export class TestTime implements Clock {
  #now: Instant
  readonly #timers = new Set<{ at: number; callback: () => void }>()

  constructor(startAt: number = Date.UTC(2026, 5, 1)) {
    this.#now = startAt as Instant
  }

  now(): Instant {
    return this.#now
  }

  readonly schedule: Schedule = (afterMs, callback) => {
    const entry = { at: this.#now + afterMs, callback }
    this.#timers.add(entry)
    return () => this.#timers.delete(entry)
  }

  /** Moves the time and calls what becomes due on the way, soonest first. */
  advance(milliseconds: number): void {
    this.#now = (this.#now + milliseconds) as Instant
    const due = [...this.#timers].filter((timer) => timer.at <= this.#now).sort((a, b) => a.at - b.at)
    for (const timer of due) if (this.#timers.delete(timer)) timer.callback()
  }

  /** Does the same, and waits until the engine has committed the results, which takes turns of its own. */
  async pass(milliseconds: number): Promise<void> {
    this.advance(milliseconds)
    for (let turn = 0; turn < 5; turn++) await new Promise<void>((resolve) => setImmediate(resolve))
  }
}
