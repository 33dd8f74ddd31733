/** Timers, passed in so a test does not have to wait. */
export interface Timers {
  readonly set: (call: () => void, milliseconds: number) => () => void
}

/** The machine's own timers; they do not keep the process alive. */
export const realTimers: Timers = {
  set: (call, milliseconds) => {
    const timer = setTimeout(call, milliseconds).unref()
    return () => clearTimeout(timer)
  },
}

/** How many connections in a row must fail before the provider counts as down. */
const failuresToOpen = 3
const firstProbeMs = 250
const longestProbeMs = 5_000

/**
 * Knows if a provider is down. It counts failed connections, not failed payments: an error about one token
 * says nothing about the others. From the first failure on, it probes for life signs, so no passenger's
 * payment is spent on a test. Without other traffic, missing life signs open it; a life sign closes it.
 */
export class CircuitBreaker {
  readonly #probe: () => Promise<boolean>
  readonly #timers: Timers
  readonly #onChange: (isUp: boolean) => void
  #failures = 0
  #isOpen = false
  #isProbing = false
  #isClosed = false
  #cancelProbe: () => void = () => undefined

  constructor(
    probe: () => Promise<boolean>,
    timers: Timers = realTimers,
    onChange: (isUp: boolean) => void = () => undefined,
  ) {
    this.#probe = probe
    this.#timers = timers
    this.#onChange = onChange
  }

  get isOpen(): boolean {
    return this.#isOpen
  }

  succeeded(): void {
    this.#failures = 0
    this.#set(false)
  }

  failed(): void {
    this.#failures += 1
    if (this.#failures >= failuresToOpen) this.#set(true)
    if (!this.#isProbing) this.#probeAfter(firstProbeMs)
  }

  close(): void {
    this.#isClosed = true
    this.#cancelProbe()
  }

  #set(isOpen: boolean): void {
    if (this.#isOpen === isOpen) return
    this.#isOpen = isOpen
    this.#onChange(!isOpen)
  }

  #probeAfter(milliseconds: number): void {
    if (this.#isClosed) return
    this.#isProbing = true
    this.#cancelProbe = this.#timers.set(() => void this.#ask(milliseconds), milliseconds)
  }

  async #ask(waitedMs: number): Promise<void> {
    const isAlive = this.#failures === 0 || (await this.#probe())
    if (!isAlive) {
      this.failed()
      this.#probeAfter(Math.min(waitedMs * 2, longestProbeMs))
      return
    }
    this.#isProbing = false
    // While it is closed, only an answered payment proves that payments are answered.
    if (this.#isOpen) this.succeeded()
  }
}
