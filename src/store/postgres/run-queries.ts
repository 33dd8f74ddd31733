import type { TrainRunId } from '../../domain/ids.ts'
import type { RunMark } from '../../domain/picture.ts'
import type { Wanted } from '../backend.ts'
import { idList, literal, type Query } from './sql.ts'

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

/** The queries for what the audit chain of a run names after a mark, all as of one commit; beyond so many entries nobody asks. */
export function changeQueries(mark: RunMark, mostEntries: number): readonly Query[] {
  const { trainRunId, auditSeq, duePaymentIds } = mark
  const run = literal(trainRunId)
  const last = literal(auditSeq + mostEntries)
  // As arrays, which the planner works out first and then looks the rows up by their keys.
  const named = (column: string) =>
    `ARRAY(SELECT ${column} FROM audit_entries WHERE train_run_id = ${run} AND seq > ${literal(auditSeq)} AND seq <= ${last})`
  const holds = `FROM seat_holds WHERE train_run_id = ${run} AND id = ANY (${named('hold_id')})`
  return [
    `SELECT * FROM run_heads WHERE train_run_id = ${run}`,
    `SELECT seq, hold_id, hash FROM audit_entries WHERE train_run_id = ${run} AND seq >= ${literal(auditSeq)} AND seq <= ${last} ORDER BY seq`,
    `SELECT * ${holds}`,
    `SELECT * FROM seat_claims WHERE train_run_id = ${run}
     AND seat_id = ANY (ARRAY(SELECT json_array_elements_text(seat_ids::json)::bigint ${holds}))`,
    `SELECT * FROM payments WHERE train_run_id = ${run} AND id = ANY (${named('payment_id')} || ARRAY[${duePaymentIds.map(literal).join(', ')}]::bigint[])`,
    `SELECT 'cancellation' AS route, user_id, idempotency_key, id FROM cancellations
     WHERE train_run_id = ${run} AND booking_id = ANY (${named('booking_id')})`,
  ].map((sql): Query => [sql, []])
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
