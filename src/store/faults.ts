/** The store is busy or cannot write now, and nothing was written: repeat later. */
export class StoreUnavailable extends Error {
  override readonly name = 'StoreUnavailable'
}

/** An error at COMMIT: the change may or may not be there. Repeat with the same key. */
export class OutcomeUnknown extends Error {
  override readonly name = 'OutcomeUnknown'
}
