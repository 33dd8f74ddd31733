import pg from 'pg'
import { OutcomeUnknown, StoreBusy, StoreUnavailable, TransactionLost } from '../faults.ts'

/**
 * What a fault means before anything was committed: the server rolls back whatever it had of the transaction.
 */
export function faultBeforeCommit(error: unknown): unknown {
  if (!(error instanceof Error)) return error
  if (!(error instanceof pg.DatabaseError))
    return isOwn(error) ? error : new StoreUnavailable(error.message, { cause: error })
  const message = `${error.code}: ${error.message}`
  switch (error.code) {
    // Serialization failure, deadlock.
    case '40001':
    case '40P01':
      return new TransactionLost(message)
    // Lock not available, query canceled by its timeout, too many connections.
    case '55P03':
    case '57014':
    case '53300':
      return new StoreBusy(message, { cause: error })
    default:
      return isAway(error.code ?? '') ? new StoreUnavailable(message, { cause: error }) : error
  }
}

/** An error of COMMIT proves nothing: the commit record may have been written. */
export function faultAtCommit(error: unknown): OutcomeUnknown {
  const code = error instanceof pg.DatabaseError ? `${error.code}: ` : ''
  return new OutcomeUnknown(code + (error instanceof Error ? error.message : String(error)))
}

/** A prepared statement does not exist, or another one of its name does. */
export function isPreparationLost({ code }: pg.DatabaseError): boolean {
  return code === '26000' || code === '42P05'
}

// Connection exceptions, resources, operator intervention, a standby that accepts no writes, a session ended
// while idle.
function isAway(code: string): boolean {
  return /^(08|53|57|58)/.test(code) || code === '25006' || code === '25P03'
}

/** Faults of the engine and bugs keep their own meaning; everything else thrown here is a lost connection. */
function isOwn(error: Error): boolean {
  return (
    error instanceof StoreBusy ||
    error instanceof StoreUnavailable ||
    error instanceof OutcomeUnknown ||
    error instanceof RangeError ||
    error instanceof TypeError
  )
}
