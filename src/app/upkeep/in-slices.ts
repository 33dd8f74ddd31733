import type { BookingName } from '../../store/store.ts'
import type { Deps } from '../deps.ts'

/** Bookings in one slice; those of one run are changed in one commit. */
const sliceSize = 50
/** The pause between two slices, so that sales go on meanwhile. */
const sliceApartMs = 20

/** Work on many bookings, which goes on beside the sale. */
export interface Slices {
  readonly log: Deps['log']
  /** Waits; false if the work has to stop. */
  readonly pause: (milliseconds: number) => Promise<boolean>
}

/** What is done to bookings, and to which. */
interface Work {
  /** The next bookings that wait for it. */
  readonly next: (limit: number) => Promise<readonly BookingName[]>
  /** True if the booking does not wait anymore because of this. */
  readonly change: (booking: BookingName) => Promise<boolean>
  /** What the log says of a booking, and of the whole, that it failed for. */
  readonly failed: string
}

/**
 * Changes bookings slice by slice, and returns how many were changed. It may stop at any time, and goes on
 * where it stopped. A failure is logged; the bookings wait for the next call.
 */
export async function inSlices({ log, pause }: Slices, { next, change, failed }: Work): Promise<number> {
  const changeOne = async (one: BookingName) => {
    try {
      return await change(one)
    } catch (fault) {
      log.warn({ err: fault, trainRunId: one.trainRunId, bookingId: one.id }, `${failed}; it is skipped`)
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
