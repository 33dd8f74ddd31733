import { assert } from './assert.ts'
import type { Fare, PairFare } from './fare.ts'
import type { Segment } from './segment.ts'
import type { TrainRun } from './train-run.ts'

/**
 * The price of one seat of a class for a segment, in the smallest unit of the fare's currency. A pair of stations goes before
 * distance. A class that the fare does not price is a bug: rule files are checked against the consists when they are read.
 */
export function priceCents(run: TrainRun, travelClass: string, segment: Segment): number {
  const from = stopAt(run, segment.fromLeg)
  const to = stopAt(run, segment.toLeg)
  const pair = pairsOf(run.fare).get(pairKey(from.stationCode, to.stationCode))?.priceCents[travelClass]
  return pair ?? distancePriceCents(run.fare, travelClass, to.distanceMeters - from.distanceMeters)
}

function distancePriceCents(fare: Fare, travelClass: string, meters: number): number {
  const rule = fare.classes[travelClass]
  assert(rule, `fare ${fare.name} has no price for class ${travelClass}`)
  // Rates have up to three decimals. In millionths of a cent they are whole numbers, so that binary fractions cannot tip a price
  // over the edge of a rounding step.
  const exact = rule.baseCents * 1_000_000 + Math.round(meters * rule.centsPerKilometer * 1000)
  const step = fare.roundToCents * 1_000_000
  // Downward: what rounding takes away is never the passenger's.
  return Math.max(rule.minimumCents, Math.floor(exact / step) * fare.roundToCents)
}

/** Fares live as long as the timetable that brought them; their index goes with them. */
const pairsByFare = new WeakMap<Fare, ReadonlyMap<string, PairFare>>()

function pairsOf(fare: Fare): ReadonlyMap<string, PairFare> {
  const known = pairsByFare.get(fare)
  if (known) return known
  const pairs = new Map<string, PairFare>()
  // From the end, so that of two entries for one pair the first one listed stays.
  for (const pair of fare.pairs.toReversed()) pairs.set(pairKey(pair.from, pair.to), pair)
  pairsByFare.set(fare, pairs)
  return pairs
}

/** The same for both directions. */
function pairKey(from: string, to: string): string {
  return from < to ? `${from}\n${to}` : `${to}\n${from}`
}

function stopAt(run: TrainRun, index: number) {
  const stop = run.train.stops[index]
  assert(stop, `run ${run.id} has no stop ${index}`)
  return stop
}
