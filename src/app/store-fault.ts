import { OutcomeUnknown, StoreBusy, StoreUnavailable } from '../store/faults.ts'

/** What a fault of the store means to whoever asked: nothing was written, or nobody knows; undefined where it is none. */
export function storeFaultOf(error: unknown): 'overloaded' | 'outcome_unknown' | undefined {
  if (error instanceof OutcomeUnknown) return 'outcome_unknown'
  return error instanceof StoreUnavailable || error instanceof StoreBusy ? 'overloaded' : undefined
}
