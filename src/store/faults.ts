/** The store has too much to do, and nothing was written: repeat in a moment. */
export class StoreBusy extends Error {
  override readonly name = 'StoreBusy'
}

/** The store cannot write now (disk full, database away), and nothing was written: repeat later. */
export class StoreUnavailable extends Error {
  override readonly name = 'StoreUnavailable'
}

/** An error at COMMIT: the change may or may not be there. Repeat with the same key. */
export class OutcomeUnknown extends Error {
  override readonly name: string = 'OutcomeUnknown'
}

/** The disk failed under the database: nothing it says can be relied on, and the process must stop and be started again. */
export class DiskFailed extends OutcomeUnknown {
  override readonly name = 'DiskFailed'
}

/** The database gave the transaction up for another one, and nothing was written: deciding again right away helps. */
export class TransactionLost extends Error {
  override readonly name = 'TransactionLost'
}

/** The lease under which something was to be recorded has passed to somebody else: nothing was written. */
export class LeaseLost extends Error {
  override readonly name = 'LeaseLost'
}

/** The run is no longer in the timetable, and nothing was written. */
export class RunGone extends Error {
  override readonly name = 'RunGone'
}
