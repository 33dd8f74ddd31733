import type { CoachLayout, Seat } from './consist.ts'
import type { Fare } from './fare.ts'
import type { Station } from './station.ts'
import type { Stop } from './train-run.ts'

/** A consist as written in a rule file, with its seats already laid out; ids are given when it is stored. */
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
  /** Midnight of the service day is reckoned in this zone. */
  readonly timeZone: string
  readonly consistName: string
  readonly fareName: string
  /** `YYYY-MM-DD`, ascending. */
  readonly serviceDates: readonly string[]
}

/** Everything an import gives to a store, checked and complete. */
export interface Timetable {
  /** Names the feed: a newer timetable of the same source replaces the older one. */
  readonly source: string
  readonly stations: readonly Station[]
  readonly consists: readonly ConsistPlan[]
  readonly fares: readonly Fare[]
  readonly trains: readonly TrainPlan[]
}

/** What an import did. */
export interface ImportReport {
  readonly source: string
  readonly stations: number
  readonly trains: number
  readonly consists: number
  readonly runsOpened: number
  /** Runs of the older timetable that stay because somebody has claims on them. */
  readonly runsKept: number
  readonly runsRemoved: number
  readonly fromDate: string
  readonly toDate: string
}
