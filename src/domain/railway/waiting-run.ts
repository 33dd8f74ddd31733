import type { TrainRunId } from '../ids.ts'

/** A run that is off sale until somebody decides what becomes of those who have seats on it. */
export interface WaitingRun {
  readonly trainRunId: TrainRunId
  readonly trainNumber: string
  readonly trainName: string
  /** `YYYY-MM-DD` */
  readonly serviceDate: string
  /** Confirmed bookings; 0 if there are only holds. */
  readonly bookings: number
}
