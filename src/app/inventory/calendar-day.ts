import type { Instant } from '../../domain/instant.ts'
import type { ClassAvailability } from '../../domain/inventory/availability.ts'
import type { RunFigures } from '../../domain/inventory/run-figures.ts'
import type { RunOnTariff } from '../../domain/railway/network.ts'
import { priceCents } from '../../domain/railway/price.ts'
import type { Train } from '../../domain/railway/train-run.ts'
import { ridingClassesOf } from './class-offers.ts'

/** What a fare calendar shows of one day. */
export interface CalendarDay {
  readonly journeyDate: string
  readonly trainRuns: number
  /** The cheapest price of an available seat; null if there is none. */
  readonly priceCents: number | null
  readonly currency: string | null
  /** Seats available at that price. */
  readonly seatsAvailable: number
}

/** Finds the cheapest of a day's rides that are added to it, in order of departure. */
export class CheapestRide {
  readonly #prices: Prices
  #trainRuns = 0
  #cheapest: number | null = null
  #seatsAvailable = 0
  /** That of the first ride on sale, otherwise of the first one; others do not compare. */
  #currency: string | null = null
  #isAnyOnSale = false

  constructor(prices: Prices) {
    this.#prices = prices
  }

  /** `now` is before the ride's departure. */
  add(ride: RunOnTariff, figures: RunFigures, now: Instant): void {
    const { run, segment } = ride
    this.#trainRuns++
    if (this.#currency === null || (run.isOnSale && !this.#isAnyOnSale)) this.#currency = run.fare.currency
    if (!run.isOnSale) return
    this.#isAnyOnSale = true
    if (run.fare.currency === this.#currency)
      this.#compare(figures.availability(segment, now), this.#prices.of(ride))
  }

  #compare(counts: readonly ClassAvailability[], prices: readonly (number | null)[]): void {
    for (let index = 0; index < counts.length; index++) {
      const price = prices[index] ?? null
      const count = counts[index]?.seatsAvailable ?? 0
      if (price === null || count === 0 || (this.#cheapest !== null && price > this.#cheapest)) continue
      if (price !== this.#cheapest) this.#seatsAvailable = 0
      this.#cheapest = price
      this.#seatsAvailable += count
    }
  }

  dayOf(journeyDate: string): CalendarDay {
    return {
      journeyDate,
      trainRuns: this.#trainRuns,
      priceCents: this.#cheapest,
      currency: this.#currency,
      seatsAvailable: this.#seatsAvailable,
    }
  }
}

/** The prices of one calendar. Most runs of a train have the same, so they are computed once. */
export class Prices {
  readonly #byTrain = new Map<
    Train,
    { readonly ride: RunOnTariff; readonly prices: readonly (number | null)[] }
  >()

  /** By class, in the consist's order; null for a class that nobody rides in. */
  of(ride: RunOnTariff): readonly (number | null)[] {
    const known = this.#byTrain.get(ride.run.train)
    if (known && isPricedAlike(known.ride, ride)) return known.prices
    const { run, segment, meters } = ride
    const riding = ridingClassesOf(run.consist)
    const prices = run.consist.travelClasses.map((travelClass) =>
      riding.has(travelClass) ? priceCents(run, travelClass, segment, meters) : null,
    )
    this.#byTrain.set(run.train, { ride, prices })
    return prices
  }
}

/** Two rides between the same stations on runs of one train. */
function isPricedAlike(some: RunOnTariff, other: RunOnTariff): boolean {
  return (
    some.run.fare === other.run.fare &&
    some.run.consist === other.run.consist &&
    some.meters === other.meters &&
    some.segment.fromLeg === other.segment.fromLeg &&
    some.segment.toLeg === other.segment.toLeg
  )
}
