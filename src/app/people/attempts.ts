/** Failures of one address at one account that have no consequence: people mistype. */
const freeFailures = 5
const firstDelayMs = 1_000
const longestDelayMs = 15 * 60_000
/** What all addresses together may try at one account, apart from those that have got in before. */
const sharedBurst = 60
const sharedEveryMs = 1_000
/** Of each kind of memory; the one that was touched the longest time ago goes first. */
const mostRemembered = 20_000

/** Of a network, as the face that has the request names it. */
export type Address = string | number

interface Failures {
  readonly count: number
  readonly untilMs: number
}

/**
 * Slows down who guesses passwords, in the memory of this node. After a few failures each further one of an
 * address at an account doubles its delay. Strangers together have a budget at each account as well; an
 * address from which somebody got in does not share it, so strangers cannot lock the owner out. Accounts that
 * do not exist are counted as those that do.
 */
export class SignInAttempts {
  readonly #failures = new Map<string, Failures>()
  readonly #known = new Map<string, true>()
  readonly #shared = new TryBudget({ burst: sharedBurst, everyMs: sharedEveryMs })

  /**
   * Counts an attempt as a failure until `succeeded` says otherwise, so that many at once are no way around.
   * Returns how many milliseconds to wait instead; 0 if it may be made now.
   */
  begin(account: string, address: Address, nowMs: number): number {
    const pair = pairOf(account, address)
    const { count, untilMs } = this.#failures.get(pair) ?? { count: 0, untilMs: 0 }
    if (untilMs > nowMs) return untilMs - nowMs
    const sharedMs = this.#known.has(pair) ? 0 : this.#shared.take(account, nowMs)
    if (sharedMs > 0) return sharedMs
    const delayMs = count + 1 < freeFailures ? 0 : firstDelayMs * 2 ** (count + 1 - freeFailures)
    remember(this.#failures, pair, { count: count + 1, untilMs: nowMs + Math.min(delayMs, longestDelayMs) })
    return 0
  }

  succeeded(account: string, address: Address): void {
    const pair = pairOf(account, address)
    this.#failures.delete(pair)
    remember(this.#known, pair, true)
  }
}

/** So many tries at once for each name, and one more as each while passes; in the memory of this node. */
export class TryBudget {
  readonly #burst: number
  readonly #everyMs: number
  /** When the budget of a name will be full again. */
  readonly #fullAtMs = new Map<string, number>()

  constructor({ burst, everyMs }: { readonly burst: number; readonly everyMs: number }) {
    this.#burst = burst
    this.#everyMs = everyMs
  }

  /** Returns how many milliseconds to wait instead; 0 if the try may be made now. */
  take(name: string, nowMs: number): number {
    const fullAtMs = Math.max(nowMs, this.#fullAtMs.get(name) ?? 0) + this.#everyMs
    const waitMs = fullAtMs - nowMs - this.#burst * this.#everyMs
    if (waitMs <= 0) remember(this.#fullAtMs, name, fullAtMs)
    return Math.max(0, waitMs)
  }

  /** Makes the budget full again. */
  giveBack(name: string): void {
    this.#fullAtMs.delete(name)
  }
}

function pairOf(account: string, address: Address): string {
  return `${address} ${account}`
}

/** A Map keeps the order of setting its keys. */
function remember<V>(map: Map<string, V>, key: string, value: V): void {
  map.delete(key)
  map.set(key, value)
  if (map.size <= mostRemembered) return
  const [oldest] = map.keys()
  if (oldest !== undefined) map.delete(oldest)
}
