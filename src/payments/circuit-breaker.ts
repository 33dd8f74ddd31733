/** Timers, given so that a test need not wait. */
export interface Timers {
  readonly set: (call: () => void, milliseconds: number) => () => void
}

/** The machine's own timers; they keep no process alive. */
export const realTimers: Timers = {
  set: (call, milliseconds) => {
    const timer = setTimeout(call, milliseconds).unref()
    return () => clearTimeout(timer)
  },
}

/** Connections that may fail one after the other before the provider counts as down. */
const failuresToOpen = 3
const firstProbeMs = 250
const longestProbeMs = 5_000

/**
 * Knows whether a provider is down. It counts failures of the connection, not of one payment: an error about one token says
 * nothing of the others. While it is open it asks for life signs by itself, so that no passenger's payment is spent on trying.
 */
export class CircuitBreaker {
  readonly #probe: () => Promise<boolean>
  readonly #timers: Timers
  #failures = 0
  #isOpen = false
  #cancelProbe: () => void = () => undefined

  constructor(probe: () => Promise<boolean>, timers: Timers = realTimers) {
    this.#probe = probe
    this.#timers = timers
  }

  get isOpen(): boolean {
    return this.#isOpen
  }

  succeeded(): void {
    this.#failures = 0
    this.#isOpen = false
  }

  failed(): void {
    this.#failures += 1
    if (this.#isOpen || this.#failures < failuresToOpen) return
    this.#isOpen = true
    this.#probeAfter(firstProbeMs)
  }

  close(): void {
    this.#cancelProbe()
  }

  #probeAfter(milliseconds: number): void {
    this.#cancelProbe = this.#timers.set(() => void this.#ask(milliseconds), milliseconds)
  }

  async #ask(waitedMs: number): Promise<void> {
    if (!this.#isOpen) return
    if (await this.#probe()) this.succeeded()
    else this.#probeAfter(Math.min(waitedMs * 2, longestProbeMs))
  }
}
