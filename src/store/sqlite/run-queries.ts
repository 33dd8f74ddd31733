import type { TrainRunId } from '../../domain/ids.ts'
import type { Wanted } from '../backend.ts'
import type { Query } from './session.ts'

const ofRuns = 'train_run_id IN (SELECT value FROM json_each(?))'

const heldBy = `SELECT hold_id FROM seat_claims WHERE ${ofRuns} AND state = 'HELD'`

const stateSql = [
  `SELECT * FROM run_heads WHERE ${ofRuns}`,
  `SELECT * FROM seat_claims WHERE ${ofRuns}`,
  // A live hold has claims, and those of a run lie together; so do the attempts at paying for them.
  `SELECT * FROM seat_holds WHERE id IN (${heldBy})`,
  `SELECT * FROM payments WHERE hold_id IN (${heldBy}) AND status = 'REQUESTED'`,
  `SELECT train_run_id, 'hold' AS route, user_id, idempotency_key, id FROM seat_holds WHERE ${ofRuns}
   UNION ALL SELECT train_run_id, 'booking', user_id, idempotency_key, id FROM payments WHERE ${ofRuns}
   UNION ALL SELECT train_run_id, 'cancellation', user_id, idempotency_key, id FROM cancellations WHERE ${ofRuns}`,
]

/** The queries that load the pictures of runs, all as of one commit. */
export function stateQueries(ids: readonly TrainRunId[]): readonly Query[] {
  const list = JSON.stringify(ids)
  return stateSql.map((sql) => [sql, Array.from({ length: sql.split('?').length - 1 }, () => list)])
}

const byIds = 'IN (SELECT value FROM json_each(?))'

/** The queries for the records that a batch's scopes name. */
export function recordQueries(wanted: readonly Wanted[]): readonly Query[] {
  const list = (pick: (one: Wanted) => readonly number[]) => JSON.stringify(wanted.flatMap(pick))
  const [holds, payments, bookings] = [list((w) => w.holds), list((w) => w.payments), list((w) => w.bookings)]
  return [
    [`SELECT * FROM seat_holds WHERE id ${byIds}`, [holds]],
    [`SELECT * FROM payments WHERE id ${byIds}`, [payments]],
    [`SELECT * FROM bookings WHERE id ${byIds}`, [bookings]],
    [`SELECT * FROM booking_seats WHERE booking_id ${byIds} ORDER BY booking_id, seat_id`, [bookings]],
    [`SELECT * FROM cancellation_quotes WHERE id ${byIds}`, [list((w) => w.quotes)]],
    [`SELECT * FROM cancellations WHERE id ${byIds}`, [list((w) => w.cancellations)]],
    [
      `SELECT * FROM refunds WHERE id ${byIds} OR payment_id ${byIds}
       OR payment_id IN (SELECT payment_id FROM bookings WHERE id ${byIds}) ORDER BY id`,
      [list((w) => w.refunds), payments, bookings],
    ],
  ]
}
