import { InvariantBroken } from '../domain/inventory/overlay.ts'

/** The store is too busy, and nothing was written: repeat in a moment. */
export class StoreBusy extends Error {
  override readonly name = 'StoreBusy'
}

/** The store cannot write now (disk full, database unavailable), and nothing was written: repeat later. */
export class StoreUnavailable extends Error {
  override readonly name = 'StoreUnavailable'
}

/** An error at COMMIT: the change may or may not have been made. Repeat with the same key. */
export class OutcomeUnknown extends Error {
  override readonly name: string = 'OutcomeUnknown'
}

/**
 * The disk failed under the database: its answers cannot be trusted, and the process must stop and restart.
 */
export class DiskFailed extends OutcomeUnknown {
  override readonly name = 'DiskFailed'
}

/**
 * The database aborted the transaction in favor of another, and nothing was written: deciding again right
 * away helps.
 */
export class TransactionLost extends Error {
  override readonly name = 'TransactionLost'
}

/** The lease for this record now belongs to somebody else: nothing was written. */
export class LeaseLost extends Error {
  override readonly name = 'LeaseLost'
}

/** The run is no longer in the timetable, and nothing was written. */
export class RunGone extends Error {
  override readonly name = 'RunGone'
}

/** The timetable in this process is older than the database's, and nothing was written: read it again. */
export class TimetableOld extends Error {
  override readonly name = 'TimetableOld'
  /** The runs that the database has otherwise. */
  readonly trainRunIds: readonly number[]

  constructor(trainRunIds: readonly number[]) {
    super(`the database has a newer timetable, with changes to the runs ${trainRunIds.join(', ')}`)
    this.trainRunIds = trainRunIds
  }
}

/**
 * Whether there was no room for the write. Both databases say so in their own code, with which the message
 * begins.
 */
export function isDiskFull(fault: unknown): boolean {
  return fault instanceof Error && /^(SQLITE_FULL|53100)/.test(fault.message)
}

/** Deciding again would not help, or must not happen. */
export function isFinal(fault: unknown): boolean {
  return (
    fault instanceof OutcomeUnknown ||
    fault instanceof InvariantBroken ||
    fault instanceof StoreUnavailable ||
    fault instanceof StoreBusy
  )
}

/**
 * A text that one of the databases cannot store as it is. Letting it in was a bug, and nothing was written.
 */
export class TextNotStorable extends Error {
  override readonly name = 'TextNotStorable'

  /** Says where the text is but not what it is, since it may be a person's name. */
  constructor(place: string) {
    super(`${place} has U+0000 or half of a surrogate pair, which cannot be stored. Nothing was written.`)
  }
}
