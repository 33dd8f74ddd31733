import type { TrainId, TrainRunId } from '../domain/ids.ts'
import type { Instant } from '../domain/instant.ts'
import type { OffSaleReason } from '../domain/railway/train-run.ts'

/** A train that the database has of the same source; `digest` is of all that a passenger could notice. */
export interface KnownTrain {
  readonly id: TrainId
  readonly key: string
  readonly digest: string
  readonly number: string
  readonly name: string
  /** Dates from the first of the import on, before the new timetable begins, on which it is in force. */
  readonly datesBefore: readonly string[]
}

/** A run that the database has of the same source, from the first date of the import on. */
export interface KnownRun {
  readonly id: TrainRunId
  readonly trainId: TrainId
  readonly key: string
  readonly serviceDate: string
  readonly originAt: Instant
  /** Digests of its consist and fare. */
  readonly consist: string
  readonly fare: string
  /** Somebody has, or has had, a claim on it: it is not replaced by another. */
  readonly isUsed: boolean
  /** The railway itself has closed it, so it is not replaced either. */
  readonly isClosed: boolean
  readonly offSaleReason: OffSaleReason | null
  readonly bookings: number
}
