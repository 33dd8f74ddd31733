import { assert } from '../assert.ts'
import type { Fare, PairFare } from './fare.ts'
import type { Segment } from './segment.ts'
import type { Train, TrainRun } from './train-run.ts'

/**
 * The price of one seat of a class for a segment, in the smallest unit of the fare's currency. A pair price
 * takes precedence over distance. The distance is the tariff distance if one is given, so that stops on the
 * way do not change the price, and otherwise the train's own way. A class that the fare does not price is a
 * bug: rule files are checked against the consists when they are read.
 */
export function priceCents(
  run: TrainRun,
  travelClass: string,
  segment: Segment,
  meters = metersOf(run.train, segment),
): number {
  const from = stopAt(run.train, segment.fromLeg)
  const to = stopAt(run.train, segment.toLeg)
  const pair = pairsOf(run.fare).get(pairKey(from.stationCode, to.stationCode))?.priceCents[travelClass]
  return pair ?? distancePriceCents(run.fare, travelClass, meters)
}

/** How far a train goes on a segment. */
export function metersOf(train: Train, segment: Segment): number {
  return stopAt(train, segment.toLeg).distanceMeters - stopAt(train, segment.fromLeg).distanceMeters
}

function distancePriceCents(fare: Fare, travelClass: string, meters: number): number {
  const rule = fare.classes[travelClass]
  assert(rule, `fare ${fare.name} has no price for class ${travelClass}`)
  // Rates have up to three decimals. In millionths of a cent they are whole numbers, so that binary fractions
  // cannot push a price over the edge of a rounding step.
  const exact = rule.baseCents * 1_000_000 + Math.round(meters * rule.centsPerKilometer * 1000)
  const step = fare.roundToCents * 1_000_000
  // Rounded down: rounding never costs the passenger anything.
  return Math.max(rule.minimumCents, Math.floor(exact / step) * fare.roundToCents)
}

/** Fares live as long as the timetable that they came with; their index goes with them. */
const pairsByFare = new WeakMap<Fare, ReadonlyMap<string, PairFare>>()

function pairsOf(fare: Fare): ReadonlyMap<string, PairFare> {
  const known = pairsByFare.get(fare)
  if (known) return known
  const pairs = new Map<string, PairFare>()
  // From the end, so that the first of two entries for one pair wins.
  for (const pair of fare.pairs.toReversed()) pairs.set(pairKey(pair.from, pair.to), pair)
  pairsByFare.set(fare, pairs)
  return pairs
}

/** The same for both directions. */
function pairKey(from: string, to: string): string {
  return from < to ? `${from}\n${to}` : `${to}\n${from}`
}

function stopAt(train: Train, index: number) {
  const stop = train.stops[index]
  assert(stop, `train ${train.number} has no stop ${index}`)
  return stop
}
