import { OutcomeUnknown, RunGone, StoreBusy, StoreUnavailable } from '../store/faults.ts'

/**
 * What a fault of the store means to the caller: nothing was written, nobody knows, or the run has left the
 * timetable meanwhile; undefined if the error is not such a fault.
 */
export function storeFaultOf(error: unknown): 'overloaded' | 'outcome_unknown' | 'run_not_found' | undefined {
  if (error instanceof RunGone) return 'run_not_found'
  if (error instanceof OutcomeUnknown) return 'outcome_unknown'
  return error instanceof StoreUnavailable || error instanceof StoreBusy ? 'overloaded' : undefined
}

/**
 * For work after a commit of the same request: from then on no fault of the store means that nothing was
 * written, and the caller repeats with the same key.
 */
export async function afterCommit<T>(work: Promise<T>): Promise<T> {
  try {
    return await work
  } catch (fault) {
    if (storeFaultOf(fault) !== 'overloaded') throw fault
    throw new OutcomeUnknown(fault instanceof Error ? fault.message : String(fault))
  }
}
