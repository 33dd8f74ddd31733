import type { TrainRunId } from '../../domain/ids.ts'
import type { Wanted } from '../backend.ts'
import { idList, type Query } from './sql.ts'

/** The queries that load the pictures of runs, all as of one commit. */
export function stateQueries(ids: readonly TrainRunId[]): readonly Query[] {
  const ofRuns = ids.length === 1 ? `train_run_id = ${idList(ids)}` : `train_run_id IN (${idList(ids)})`
  return [
    [`SELECT * FROM run_heads WHERE ${ofRuns}`, []],
    [`SELECT * FROM seat_claims WHERE ${ofRuns}`, []],
    [`SELECT * FROM seat_holds WHERE ${ofRuns} AND status IN ('ACTIVE', 'PINNED')`, []],
    [`SELECT * FROM payments WHERE ${ofRuns} AND status = 'REQUESTED'`, []],
    [
      `SELECT train_run_id, 'hold' AS route, user_id, idempotency_key, id FROM seat_holds WHERE ${ofRuns}
       UNION ALL SELECT train_run_id, 'booking', user_id, idempotency_key, id FROM payments WHERE ${ofRuns}
       UNION ALL SELECT train_run_id, 'cancellation', user_id, idempotency_key, id FROM cancellations WHERE ${ofRuns}`,
      [],
    ],
  ]
}

/** The queries for the records that the scopes of a batch name; every batch is of one run. */
export function recordQueries({ trainRunId, ...wanted }: Wanted): readonly Query[] {
  const rows = (table: string, column: string, ids: readonly number[], order = 'id'): Query => [
    `SELECT * FROM ${table} WHERE train_run_id = ? AND ${column} IN (${idList(ids)}) ORDER BY ${order}`,
    [trainRunId],
  ]
  return [
    rows('seat_holds', 'id', wanted.holds),
    rows('payments', 'id', wanted.payments),
    rows('bookings', 'id', wanted.bookings),
    rows('booking_seats', 'booking_id', wanted.bookings, 'booking_id, seat_id'),
    rows('cancellation_quotes', 'id', wanted.quotes),
    rows('cancellations', 'id', wanted.cancellations),
    [
      `SELECT * FROM refunds WHERE train_run_id = ? AND (id IN (${idList(wanted.refunds)})
       OR payment_id IN (${idList(wanted.payments)})
       OR payment_id IN (SELECT payment_id FROM bookings WHERE train_run_id = ? AND id IN (${idList(wanted.bookings)})))
       ORDER BY id`,
      [trainRunId, trainRunId],
    ],
  ]
}
