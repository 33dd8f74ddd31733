import { hash } from 'node:crypto'
import type { Fare } from '../domain/railway/fare.ts'
import type { ConsistPlan, Timetable, TrainPlan } from '../domain/railway/timetable.ts'
import type { Digests } from './wishes.ts'

/** Names content by its hash, so that equal content is stored once and changed content is noticed. */
function digestOf(content: unknown): string {
  return hash('sha256', JSON.stringify(content), 'base64url')
}

export function consistDigest(consist: ConsistPlan): string {
  return digestOf([consist.name, consist.coaches, consist.seats, consist.travelClasses])
}

export function fareDigest(fare: Fare): string {
  return digestOf(fare)
}

/** Everything that a passenger could notice about a train, except its dates. */
function trainDigest(plan: TrainPlan): string {
  const stops = plan.stops.map((stop) => [
    stop.stationCode,
    stop.arrivalSeconds,
    stop.departureSeconds,
    stop.distanceMeters,
    stop.canBoard,
    stop.canAlight,
  ])
  const shown = (plan.headsigns ?? []).map(({ fromStop, text }) => [fromStop, text] as const)
  // The headsign of the whole way is in the name, and trains from before there were headsigns have only that.
  const isNamed = shown.every(([fromStop, text]) => fromStop === 0 && plan.name.endsWith(` - ${text}`))
  return digestOf([plan.number, plan.name, plan.timeZone, stops, ...(isNamed ? [] : [shown])])
}

/**
 * The digests of one timetable. If a train names a consist or fare that the timetable does not have, its
 * reader has a bug.
 */
export function timetableDigests(timetable: Timetable): Digests {
  const consists = new Map(timetable.consists.map((consist) => [consist.name, consistDigest(consist)]))
  const fares = new Map(timetable.fares.map((fare) => [fare.name, fareDigest(fare)]))
  return {
    train: trainDigest,
    consist: (name) => must(consists.get(name), `consist ${name}`),
    fare: (name) => must(fares.get(name), `fare ${name}`),
  }
}

function must(digest: string | undefined, what: string): string {
  if (digest === undefined) throw new Error(`the timetable has no ${what}`)
  return digest
}
