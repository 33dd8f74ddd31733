import { after, dayMs, type Instant } from '../../domain/instant.ts'
import type { BookingName } from '../../store/store.ts'
import type { Deps } from '../deps.ts'
import { eraseOne } from './erase-one.ts'
import { inSlices, type Slices } from './in-slices.ts'

/** A train may be under way for some days after the date of a booking. */
const longestJourneyDays = 3

interface Retention extends Slices, Pick<Deps, 'store' | 'counters'> {
  /** How many days names and contacts are kept after the journey; 0 for ever. */
  readonly keepDays: number
}

/**
 * Erases names and contacts of bookings whose time is over, slice by slice, each for good and with its key.
 * Returns for how many milliseconds the oldest of those that are left should have been erased; 0 if none is.
 */
export async function eraseOldBookings(retention: Retention): Promise<number> {
  const { store, log, counters, keepDays } = retention
  if (keepDays === 0) return 0
  const before = dateOf(after(store.now(), -(keepDays + longestJourneyDays) * dayMs))
  const next = (limit: number) => store.listBookingNames({ kind: 'traveled', before }, limit)
  const count = await inSlices(retention, {
    next,
    change: async (one) => {
      const isErased = await eraseOne(retention, one, 'retention')
      if (isErased) counters.count('erased_bookings')
      return isErased
    },
    failed: 'names and contacts of a booking whose time is over could not be erased',
  })
  if (count > 0) log.info({ bookings: count, before }, 'names and contacts whose time is over were erased')
  const [oldest] = await next(1)
  return oldest ? overdueMs(retention, oldest, before) : 0
}

async function overdueMs({ store }: Retention, { id, trainRunId }: BookingName, before: string) {
  const record = await store.findBooking(id, trainRunId)
  return record ? Date.parse(before) - Date.parse(record.booking.journeyDate) : 0
}

/** In UTC, which is at most a day from any local date. */
function dateOf(at: Instant): string {
  return new Date(at).toISOString().slice(0, 10)
}
