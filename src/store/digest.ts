import { hash } from 'node:crypto'
import type { Fare } from '../domain/fare.ts'
import type { ConsistPlan, Timetable, TrainPlan } from '../domain/timetable.ts'
import type { Digests } from './import-plan.ts'

/** Names content by its hash: what is equal is stored once, and what has changed is seen. */
export function digestOf(content: unknown): string {
  return hash('sha256', JSON.stringify(content), 'base64url')
}

export function consistDigest(consist: ConsistPlan): string {
  return digestOf([consist.name, consist.coaches, consist.seats, consist.travelClasses])
}

export function fareDigest(fare: Fare): string {
  return digestOf(fare)
}

/** What a passenger could notice of a train, its dates aside. */
export function trainDigest(plan: TrainPlan): string {
  const stops = plan.stops.map((stop) => [
    stop.stationCode,
    stop.arrivalSeconds,
    stop.departureSeconds,
    stop.distanceMeters,
    stop.canBoard,
    stop.canAlight,
  ])
  return digestOf([plan.number, plan.name, plan.timeZone, stops])
}

/** The digests of one timetable; a train that names a consist or fare the timetable does not have is a bug of its reader. */
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
