/**
 * The price of one travel class by distance: base + distance × rate, rounded down to `roundToCents` (in the
 * passenger's favor), never below the minimum. The rate has up to three decimals.
 */
export interface ClassFare {
  readonly baseCents: number
  readonly centsPerKilometer: number
  readonly minimumCents: number
}

/**
 * A fixed price by class between two stations, in both directions; it takes precedence over distance for the
 * classes it names. The first entry of a pair counts.
 */
export interface PairFare {
  readonly from: string
  readonly to: string
  readonly priceCents: Readonly<Record<string, number>>
}

/**
 * What a cancellation refunds. A step counts until `hoursBefore` hours before departure at the boarding
 * station; among those that still count, the one with the largest `hoursBefore` decides.
 */
export interface RefundRule {
  /**
   * Refunded share of the price, in percent, by time before departure; after the last step nothing is
   * refunded.
   */
  readonly steps: readonly { readonly hoursBefore: number; readonly percent: number }[]
  /** Always kept for each seat, but never more than the refund. */
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
