import type { Fare } from '../../domain/railway/fare.ts'
import type { ConsistPlan, TrainPlan } from '../../domain/railway/timetable.ts'
import type { PairOfRules } from '../rules.ts'
import type { Problems } from './problems.ts'

/**
 * Refuses trains with a fare by distance whose distance is entirely unknown: every
 * seat on them would be sold at the minimum. Prices for pairs need no distance.
 */
export function refuseUnknownWays(
  trains: readonly TrainPlan[],
  { consistRules, fareRules }: PairOfRules,
  problems: Problems,
): void {
  const consists = new Map(consistRules.consists.map((consist) => [consist.name, consist]))
  const fares = new Map(fareRules.fares.map((fare) => [fare.name, fare]))
  const lost = Map.groupBy(
    trains.filter((train) => {
      const fare = fares.get(train.fareName)
      const consist = consists.get(train.consistName)
      return (
        train.stops.at(-1)?.distanceMeters === 0 && fare && consist && goesByDistance(train, fare, consist)
      )
    }),
    (train) => train.fareName,
  )
  for (const [fareName, [first, ...more]] of lost) {
    const others = more.length > 0 ? ` and ${more.length} more` : ''
    const reason =
      `gives no coordinates for the way of train ${first?.number}${others}, and fare ${fareName} goes by ` +
      'distance; add coordinates, or give these trains a fare with the prices of their pairs'
    problems.add('stops.txt', null, reason)
  }
  problems.refuseIfAny()
}

/** True if only distance gives a class of the train its price between two of its stations. */
function goesByDistance({ stops }: TrainPlan, fare: Fare, { travelClasses }: ConsistPlan): boolean {
  const byDistance = travelClasses.filter((name) => (fare.classes[name]?.centsPerKilometer ?? 0) > 0)
  return stops.some(
    (from, index) =>
      from.canBoard &&
      stops.slice(index + 1).some((to) => {
        const pair = fare.pairs.find(
          ({ from: a, to: b }) =>
            (a === from.stationCode && b === to.stationCode) ||
            (b === from.stationCode && a === to.stationCode),
        )
        return to.canAlight && byDistance.some((name) => pair?.priceCents[name] === undefined)
      }),
  )
}
