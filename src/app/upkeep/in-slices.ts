import type { TrainRunId } from '../../domain/ids.ts'
import type { Deps } from '../deps.ts'

/** Bookings or accounts in one slice; those of one run are changed in one commit. */
const sliceSize = 50
/** The pause between two slices, so that sales go on meanwhile. */
const sliceApartMs = 20

/** Work on many bookings or accounts, which goes on beside the sale. */
export interface Slices {
  readonly log: Deps['log']
  /** Waits; false if the work has to stop. */
  readonly pause: (milliseconds: number) => Promise<boolean>
}

/** A booking, or an account of run 0. */
interface Named {
  readonly trainRunId: TrainRunId
  readonly id: number
}

/** What is done to bookings or accounts, and to which. */
interface Work<One extends Named> {
  /** The next ones that wait for it. */
  readonly next: (limit: number) => Promise<readonly One[]>
  /** True if this one does not wait anymore because of it. */
  readonly change: (one: One) => Promise<boolean>
  /** What the log says of one, and of the whole, that it failed for. */
  readonly failed: string
}

/**
 * Changes them slice by slice, and returns how many were changed. It may stop at any time, and goes on
 * where it stopped. A failure is logged; what failed waits for the next call.
 */
export async function inSlices<One extends Named>(
  { log, pause }: Slices,
  { next, change, failed }: Work<One>,
): Promise<number> {
  const changeOne = async (one: One) => {
    try {
      return await change(one)
    } catch (fault) {
      log.warn({ err: fault, trainRunId: one.trainRunId, id: one.id }, `${failed}; it is skipped`)
      return false
    }
  }
  let count = 0
  try {
    for (;;) {
      const found = await next(sliceSize)
      const changed = await Promise.all(found.map(changeOne))
      count += changed.filter(Boolean).length
      // What cannot be changed comes again, first of all.
      const isStuck = !changed.includes(true)
      if (found.length < sliceSize || isStuck || !(await pause(sliceApartMs))) return count
    }
  } catch (fault) {
    log.warn({ err: fault }, `${failed}; the next try is within the hour`)
    return count
  }
}
