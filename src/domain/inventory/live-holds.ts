import type { HoldId, UserId } from '../ids.ts'
import type { Instant } from '../instant.ts'
import { coolDownMs, type Hold, holdDeadline, isMarkedLive, isRemembered } from '../records/hold.ts'
import { Soonest } from '../soonest.ts'

/** Superseded ends of holds are cleared away when there are more of them than of live holds and these. */
const fewEnds = 64

/** The holds of a run that are marked live, and those whose time lately ran out with nobody paying. */
export class LiveHolds {
  readonly #holds = new Map<HoldId, Hold>()
  readonly #ofUser = new Map<UserId, Set<HoldId>>()
  /** Holds by the name of the block of addresses that they came from. */
  readonly #ofBlock = new Map<number, Set<HoldId>>()
  readonly #ranOut = new Map<HoldId, Hold>()
  /**
   * When live holds end. An end stays in it when its hold has ended before or has another end now, until it
   * is the first: looking at every hold after each commit would make a sale cost what the run has holds.
   */
  readonly #ends = new Soonest<HoldId>()

  get size(): number {
    return this.#holds.size + this.#ranOut.size
  }

  get(id: HoldId): Hold | undefined {
    return this.#holds.get(id)
  }

  values(): Iterable<Hold> {
    return this.#holds.values()
  }

  /** When the next hold ends; null if there is none. */
  get nextEnd(): Instant | null {
    for (let next = this.#ends.first; next; next = this.#ends.first) {
      const hold = this.#holds.get(next.value)
      if (hold && holdDeadline(hold) === next.at) return next.at
      this.#ends.removeFirst()
    }
    return null
  }

  expired(now: Instant): readonly Hold[] {
    const { nextEnd } = this
    if (nextEnd === null || now < nextEnd) return []
    return [...this.#holds.values()].filter((hold) => holdDeadline(hold) <= now).sort((a, b) => a.id - b.id)
  }

  idsOfUser(userId: UserId): Iterable<HoldId> {
    return this.#ofUser.get(userId) ?? []
  }

  idsOfBlock(name: number): Iterable<HoldId> {
    return this.#ofBlock.get(name) ?? []
  }

  /** Those that matter to a cool-down, and perhaps older ones. */
  ranOut(): Iterable<Hold> {
    return this.#ranOut.values()
  }

  /** Takes over a hold as it is now. */
  put(hold: Hold): void {
    if (isMarkedLive(hold)) {
      const before = this.#holds.get(hold.id)
      this.#holds.set(hold.id, hold)
      if (!before || holdDeadline(before) !== holdDeadline(hold)) this.#noteEnd(hold)
      addTo(this.#ofUser, hold.userId, hold.id)
      if (hold.addressBlock !== null) addTo(this.#ofBlock, hold.addressBlock, hold.id)
      return
    }
    this.#holds.delete(hold.id)
    removeFrom(this.#ofUser, hold.userId, hold.id)
    if (hold.addressBlock === null) return
    removeFrom(this.#ofBlock, hold.addressBlock, hold.id)
    if (isRemembered(hold)) this.#noteRanOut(hold)
  }

  /** They come about in order of their ends, so those that no longer matter are the first ones. */
  #noteRanOut(hold: Hold): void {
    this.#ranOut.set(hold.id, hold)
    for (const [id, { expiresAt }] of this.#ranOut) {
      if (expiresAt > hold.expiresAt - coolDownMs) return
      this.#ranOut.delete(id)
    }
  }

  #noteEnd(hold: Hold): void {
    this.#ends.push(holdDeadline(hold), hold.id)
    if (this.#ends.size <= 2 * this.#holds.size + fewEnds) return
    this.#ends.clear()
    for (const live of this.#holds.values()) this.#ends.push(holdDeadline(live), live.id)
  }
}

function addTo<K>(sets: Map<K, Set<HoldId>>, key: K, id: HoldId): void {
  const known = sets.get(key)
  if (known) known.add(id)
  else sets.set(key, new Set([id]))
}

function removeFrom<K>(sets: Map<K, Set<HoldId>>, key: K, id: HoldId): void {
  const known = sets.get(key)
  known?.delete(id)
  if (known?.size === 0) sets.delete(key)
}
