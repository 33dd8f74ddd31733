import type { HoldId, SeatId, UserId } from '../ids.ts'
import type { Instant } from '../instant.ts'
import {
  coolDownMs,
  type Hold,
  holdDeadline,
  isMarkedLive,
  isRemembered,
  type Standing,
  wasBooked,
} from '../records/hold.ts'
import { Soonest } from '../soonest.ts'
import { StandingSeats } from './standing-seats.ts'

/** Superseded ends of holds are cleared away when there are more of them than of live holds and these. */
const fewEnds = 64

/** The holds of a run that are marked live, and those that lately ran out unpaid or were booked. */
export class LiveHolds {
  readonly #holds = new Map<HoldId, Hold>()
  readonly #ofUser = new Map<UserId, Set<HoldId>>()
  /** Holds by the name of the block of addresses that they came from. */
  readonly #ofBlock = new Map<number, Set<HoldId>>()
  readonly #ranOut = new Map<HoldId, Hold>()
  readonly #booked = new Map<HoldId, Hold>()
  readonly #seats: StandingSeats
  /**
   * When live holds end. An end stays in it when its hold has ended before or has another end now, until it
   * is the first: looking at every hold after each commit would make a sale cost what the run has holds.
   */
  readonly #ends = new Soonest<HoldId>()

  constructor(classOf: (seatId: SeatId) => string) {
    this.#seats = new StandingSeats(classOf)
  }

  get size(): number {
    return this.#holds.size + this.#ranOut.size + this.#booked.size
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

  /** Those of the same time that were booked, and perhaps older ones. */
  booked(): Iterable<Hold> {
    return this.#booked.values()
  }

  /** Seats of a class in holds with this standing that are marked live. */
  seatsHeldBy(standing: Standing, travelClass: string): number {
    return this.#seats.count(standing, travelClass)
  }

  /** Takes over a hold as it is now. */
  put(hold: Hold): void {
    if (isMarkedLive(hold)) {
      const before = this.#holds.get(hold.id)
      this.#holds.set(hold.id, hold)
      if (!before) this.#seats.add(hold)
      if (!before || holdDeadline(before) !== holdDeadline(hold)) this.#noteEnd(hold)
      addTo(this.#ofUser, hold.userId, hold.id)
      if (hold.addressBlock !== null) addTo(this.#ofBlock, hold.addressBlock, hold.id)
      return
    }
    if (this.#holds.delete(hold.id)) this.#seats.remove(hold)
    removeFrom(this.#ofUser, hold.userId, hold.id)
    if (hold.addressBlock !== null) removeFrom(this.#ofBlock, hold.addressBlock, hold.id)
    if (isRemembered(hold)) noteEnded(wasBooked(hold) ? this.#booked : this.#ranOut, hold)
  }

  #noteEnd(hold: Hold): void {
    this.#ends.push(holdDeadline(hold), hold.id)
    if (this.#ends.size <= 2 * this.#holds.size + fewEnds) return
    this.#ends.clear()
    for (const live of this.#holds.values()) this.#ends.push(holdDeadline(live), live.id)
  }
}

/**
 * They come about nearly in the order of their times, so those that no longer matter are the first ones. It
 * is after the creation of a hold that it ended.
 */
function noteEnded(holds: Map<HoldId, Hold>, hold: Hold): void {
  holds.set(hold.id, hold)
  for (const [id, { expiresAt }] of holds) {
    if (expiresAt > hold.createdAt - coolDownMs) return
    holds.delete(id)
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
