import type { Network, RunFound } from '../../domain/railway/network.ts'
import type { CalendarDay } from './calendar-day.ts'
import type { RunBasis } from './run-basis.ts'
import type { StationPair } from './search-runs.ts'

/** A day of a calendar with what it was made from. */
export interface MadeDay {
  /** All rides of the day, those that have left included. */
  readonly rides: readonly RunFound[]
  readonly basis: RunBasis
  readonly shown: CalendarDay
}

/** The objects and entries of maps for a day, and for a ride of it. */
const bytesPerDay = 400
const bytesPerRide = 48

const noDays: ReadonlyMap<string, MadeDay> = new Map()

/**
 * Days of fare calendars, by pair of stations, so that a commit costs the next calendar one day and not all
 * of them. They belong to one timetable; another one empties it. Whoever takes a day asks whether its basis
 * is current. Beyond `maxBytes`, the pairs that were asked for least recently go first.
 */
export class KeptDays {
  readonly #maxBytes: number
  #network: Network | undefined
  readonly #pairs = new Map<string, Map<string, MadeDay>>()
  #bytes = 0

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes
  }

  get bytes(): number {
    return this.#bytes
  }

  /** The days of a pair, by date. */
  of(network: Network, pair: StationPair): ReadonlyMap<string, MadeDay> {
    this.#see(network)
    const name = nameOf(pair)
    const days = this.#pairs.get(name)
    if (!days) return noDays
    // A Map keeps the order of insertion, so the first pair is the least recently used.
    this.#pairs.delete(name)
    this.#pairs.set(name, days)
    return days
  }

  /** Takes the place of the same day as it was before. A day without rides is found as quickly. */
  keep(network: Network, pair: StationPair, day: MadeDay): void {
    if (day.rides.length === 0 || bytesOf(day) > this.#maxBytes) return
    this.#see(network)
    const name = nameOf(pair)
    let days = this.#pairs.get(name)
    if (!days) {
      days = new Map()
      this.#pairs.set(name, days)
    }
    const { journeyDate } = day.shown
    const old = days.get(journeyDate)
    if (old) this.#bytes -= bytesOf(old)
    days.set(journeyDate, day)
    this.#bytes += bytesOf(day)
    this.#makeRoom()
  }

  #see(network: Network): void {
    if (network === this.#network) return
    this.#network = network
    this.#pairs.clear()
    this.#bytes = 0
  }

  #makeRoom(): void {
    for (const [name, days] of this.#pairs) {
      if (this.#bytes <= this.#maxBytes) return
      this.#pairs.delete(name)
      for (const day of days.values()) this.#bytes -= bytesOf(day)
    }
  }
}

function nameOf({ from, to }: StationPair): string {
  return `${from}\n${to}`
}

function bytesOf({ rides, basis }: MadeDay): number {
  return bytesPerDay + bytesPerRide * rides.length + basis.bytes
}
