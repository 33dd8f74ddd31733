/** The price of one travel class by distance: base + distance × rate, rounded up to `roundToCents`, never below the minimum. */
export interface ClassFare {
  readonly baseCents: number
  readonly centsPerKilometer: number
  readonly minimumCents: number
}

/** A fixed price between two stations, both ways; goes before distance. */
export interface PairFare {
  readonly from: string
  readonly to: string
  readonly priceCents: Readonly<Record<string, number>>
}

/** What a cancellation gives back: the step with the largest `hoursBefore` that is still ahead of departure decides. */
export interface RefundRule {
  /** Share of the price in percent by time before departure; after the last step nothing is given back. */
  readonly steps: readonly { readonly hoursBefore: number; readonly percent: number }[]
  /** Kept for each seat in any case, as far as the refund goes. */
  readonly fixedFeeCents: number
}

/** The rule that prices and refunds a run. */
export interface Fare {
  readonly name: string
  /** ISO 4217. */
  readonly currency: string
  readonly roundToCents: number
  readonly classes: Readonly<Record<string, ClassFare>>
  readonly pairs: readonly PairFare[]
  readonly refund: RefundRule
}
