import type { Stop } from '../../domain/railway/train-run.ts'
import type { Day } from './dates.ts'
import type { FeedTrip } from './trips.ts'

/** A trip with its stops and days, before it has a number. */
export interface TrainDraft {
  readonly trip: FeedTrip
  readonly stops: readonly Stop[]
  /** Ascending, at least one. */
  readonly days: readonly Day[]
  /** One of many departures of the same trip, from frequencies.txt. */
  readonly isRepeated: boolean
}
