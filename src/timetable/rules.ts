import type { Fare } from '../domain/fare.ts'
import type { ConsistPlan } from '../domain/timetable.ts'

/** What a rule file may look at to choose a train's coaches and fare. */
export interface TrainFacts {
  readonly number: string
  readonly name: string
  readonly routeShortName: string
  readonly routeLongName: string
  readonly agencyName: string
  /** GTFS `route_type`; 2 and 100 to 117 are rail. */
  readonly routeType: number
  /** From the origin of the service day. */
  readonly firstDepartureSeconds: number
  readonly durationSeconds: number
  readonly distanceMeters: number
  /** In the order of the stops. */
  readonly stationCodes: readonly string[]
}

/** Which train gets which coaches. */
export interface ConsistRules {
  readonly consists: readonly ConsistPlan[]
  /** Name of one of `consists`. */
  consistFor(train: TrainFacts): string
}

/** Which train is sold at which fare. */
export interface FareRules {
  readonly fares: readonly Fare[]
  /** Name of one of `fares`. */
  fareFor(train: TrainFacts): string
}
