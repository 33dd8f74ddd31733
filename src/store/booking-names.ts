import type { BookingId, TrainRunId } from '../domain/ids.ts'
import type { SqlValue } from './columns/column.ts'
import type { Row } from './rows.ts'
import type { BookingName, WantedBookings } from './store.ts'

/** Keys of attempts that made no booking are of no interest. */
const ofKeys = `SELECT p.train_run_id, p.booking_id AS id FROM personal_keys k
  JOIN payments p ON p.train_run_id = k.train_run_id AND p.id = k.payment_id WHERE p.booking_id IS NOT NULL`

/**
 * The query for bookings. `isFoundBy` is a condition: the key `k` has one of the hashes in its parameter,
 * which are separated by spaces.
 */
export function bookingNamesQuery(
  wanted: WantedBookings,
  isFoundBy: string,
  limit: number,
): readonly [sql: string, values: readonly SqlValue[]] {
  switch (wanted.kind) {
    case 'plain':
      return [
        "SELECT train_run_id, id FROM bookings WHERE personal_data = 'PLAIN' ORDER BY id LIMIT ?",
        [limit],
      ]
    case 'traveled':
      return [
        `SELECT train_run_id, id FROM bookings WHERE personal_data <> 'ERASED' AND journey_date < ?
         ORDER BY journey_date, id LIMIT ?`,
        [wanted.before, limit],
      ]
    case 'wrapped':
      return [
        `${ofKeys} AND substr(k.wrapped_key, 4, 8) = ? ORDER BY p.booking_id LIMIT ?`,
        [wanted.by, limit],
      ]
    case 'unsearched':
      return [`${ofKeys} AND k.search IS NULL ORDER BY p.booking_id LIMIT ?`, [limit]]
    case 'found': {
      const { groups } = wanted
      // Nothing is wanted of a booking that it could be found by.
      const conditions = groups.length === 0 ? '1 = 0' : groups.map(() => isFoundBy).join(' AND ')
      const values = groups.map((hashes) => hashes.join(' '))
      return [`${ofKeys} AND ${conditions} ORDER BY p.booking_id DESC LIMIT ?`, [...values, limit]]
    }
  }
}

export function bookingNameOf(row: Row): BookingName {
  return { trainRunId: row.train_run_id as TrainRunId, id: row.id as BookingId }
}
