import type { CoachLayout, Seat } from './consist.ts'
import type { Fare } from './fare.ts'
import type { Headsign } from './names.ts'
import type { Station } from './station.ts'
import type { Stop } from './train-run.ts'

/** Names the demo railway among the feeds of a store: nobody waits for its trains. */
export const demoSource = 'halvora'

/**
 * A consist as written in a rule file, with its seats already laid out; it gets its ids when it is stored.
 */
export interface ConsistPlan {
  readonly name: string
  readonly coaches: readonly { readonly number: string; readonly layout: CoachLayout }[]
  readonly seats: readonly Omit<Seat, 'id' | 'index'>[]
  readonly travelClasses: readonly string[]
}

/** A train of a timetable with the dates it runs on. */
export interface TrainPlan {
  /** The same train has the same key in a newer timetable of the same source. */
  readonly key: string
  readonly number: string
  readonly name: string
  readonly stops: readonly Stop[]
  /** Ascending by stop; absent if the timetable does not say what its trains show. */
  readonly headsigns?: readonly Headsign[]
  /** Midnight of the service day is computed in this zone. */
  readonly timeZone: string
  readonly consistName: string
  readonly fareName: string
  /** `YYYY-MM-DD`, ascending. */
  readonly serviceDates: readonly string[]
}

/** A station as a timetable has it. */
export interface StationPlan extends Station {
  /** Its line in the feed's `stops.txt`. */
  readonly line?: number
}

/** Everything that an import hands to a store, checked and complete. */
export interface Timetable {
  /** Names the feed: a newer timetable of the same source replaces the older one. */
  readonly source: string
  /**
   * `YYYY-MM-DD`. From here on it has every train of its source, and a train that is not in it runs no more;
   * what an older timetable has before this date stays.
   */
  readonly firstDate: string
  /** What its station codes begin with, where an operator has given it; see `prefixStations`. */
  readonly stationPrefix?: string
  readonly stations: readonly StationPlan[]
  readonly consists: readonly ConsistPlan[]
  readonly fares: readonly Fare[]
  readonly trains: readonly TrainPlan[]
}
