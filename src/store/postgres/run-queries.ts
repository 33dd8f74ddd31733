import type { HoldId, TrainRunId } from '../../domain/ids.ts'
import type { Instant } from '../../domain/instant.ts'
import type { RunMark } from '../../domain/inventory/run-state.ts'
import type { Wanted } from '../backend.ts'
import { runsInEffect } from '../columns/railway.ts'
import { peopleQueries } from '../people-queries.ts'
import { idList, literal, ofRuns, type Query } from './sql.ts'

/**
 * The queries that load the pictures of runs, all as of one commit; with the holds that ran out or were
 * booked, and whose time ends after a moment.
 */
export function stateQueries(ids: readonly TrainRunId[], endedSince: Instant): readonly Query[] {
  const those = ofRuns(ids)
  return [
    [`SELECT * FROM run_heads WHERE ${those}`, []],
    [`SELECT * FROM seat_claims WHERE ${those}`, []],
    [
      `SELECT * FROM seat_holds WHERE ${those} AND status IN ('ACTIVE', 'PINNED')
       UNION ALL SELECT * FROM seat_holds WHERE ${those} AND status IN ('RELEASED', 'EXPIRED')
         AND payment_id IS NULL AND expires_at > ${literal(endedSince)}
         AND status = 'EXPIRED' AND (address_block IS NOT NULL OR standing IS NOT NULL)
       UNION ALL SELECT * FROM seat_holds WHERE ${those} AND status = 'CONSUMED'
         AND standing IS NOT NULL AND expires_at > ${literal(endedSince)}`,
      [],
    ],
    [`SELECT * FROM payments WHERE ${those} AND status = 'REQUESTED'`, []],
    [
      `SELECT train_run_id, 'hold' AS route, user_id, idempotency_key, id FROM seat_holds WHERE ${those}
       UNION ALL SELECT train_run_id, 'booking', user_id, idempotency_key, id FROM payments WHERE ${those}
       UNION ALL SELECT train_run_id, 'cancellation', user_id, idempotency_key, id FROM cancellations
         WHERE ${those}`,
      [],
    ],
    [`SELECT * FROM ${runsInEffect} WHERE ${ofRuns(ids, 'id')}`, []],
  ]
}

/**
 * Entries, with the hold that leads to what they changed. An entry about seats that its hold does not have,
 * because passengers were moved, counts as about no hold: the run is loaded whole.
 */
export const entriesByHold = `(SELECT train_run_id, seq, hash,
    CASE WHEN facts LIKE '%"moved":%' THEN NULL ELSE hold_id END AS hold_id FROM audit_entries)`

/**
 * The queries for what the audit chain of a run names after a mark, all as of one commit. Nobody asks for
 * more entries than this.
 */
export function changeQueries(mark: RunMark, mostEntries: number): readonly Query[] {
  const { trainRunId, auditSeq, duePaymentIds } = mark
  const run = literal(trainRunId)
  const last = literal(auditSeq + mostEntries)
  // As arrays, which the planner evaluates first before it looks the rows up by their keys.
  const named = (column: string) =>
    `ARRAY(SELECT ${column} FROM audit_entries WHERE train_run_id = ` +
    `${run} AND seq > ${literal(auditSeq)} AND seq <= ${last})`
  const holds = `FROM seat_holds WHERE train_run_id = ${run} AND id = ANY (${named('hold_id')})`
  return [
    `SELECT * FROM run_heads WHERE train_run_id = ${run}`,
    `SELECT seq, hold_id, hash FROM ${entriesByHold} e WHERE train_run_id = ${run} ` +
      `AND seq >= ${literal(auditSeq)} AND seq <= ${last} ORDER BY seq`,
    `SELECT * ${holds}`,
    `SELECT * FROM seat_claims WHERE train_run_id = ${run}
     AND seat_id = ANY (ARRAY(SELECT json_array_elements_text(seat_ids::json)::bigint ${holds}))`,
    `SELECT * FROM payments WHERE train_run_id = ${run} AND id = ANY ` +
      `(${named('payment_id')} || ` +
      `ARRAY[${duePaymentIds.map(literal).join(', ')}]::bigint[])`,
    `SELECT 'cancellation' AS route, user_id, idempotency_key, id FROM cancellations
     WHERE train_run_id = ${run} AND booking_id = ANY (${named('booking_id')})`,
    `SELECT * FROM ${runsInEffect} WHERE id = ${run}`,
  ].map((sql): Query => [sql, []])
}

/** The queries for the records of one run that the scopes of a batch name. */
export function recordQueries({ trainRunId, ...wanted }: Wanted): readonly Query[] {
  const rows = (table: string, column: string, ids: readonly number[], order = 'id'): Query => [
    `SELECT * FROM ${table} WHERE train_run_id = ? AND ${column} IN (${idList(ids)}) ORDER BY ${order}`,
    [trainRunId],
  ]
  const ofPayments = `payment_id IN (${idList(wanted.payments)})
       OR payment_id IN (SELECT payment_id FROM bookings WHERE train_run_id = ?
         AND id IN (${idList(wanted.bookings)}))`
  return [
    rows('seat_holds', 'id', wanted.holds),
    rows('payments', 'id', wanted.payments),
    rows('bookings', 'id', wanted.bookings),
    rows('booking_seats', 'booking_id', wanted.bookings, 'booking_id, seat_id'),
    rows('cancellation_quotes', 'id', wanted.quotes),
    rows('cancellations', 'id', wanted.cancellations),
    [
      `SELECT * FROM refunds WHERE train_run_id = ? AND (id IN (${idList(wanted.refunds)}) OR ${ofPayments})
       ORDER BY id`,
      [trainRunId, trainRunId],
    ],
    [
      `SELECT * FROM desk_entries WHERE train_run_id = ? AND (${ofPayments}) ORDER BY id`,
      [trainRunId, trainRunId],
    ],
    ...rareQueries(trainRunId, wanted),
  ]
}

/** What few decisions look at. */
function rareQueries(
  trainRunId: TrainRunId,
  { cleared, access, people }: Pick<Wanted, 'cleared' | 'access' | 'people'>,
): readonly Query[] {
  const stretches = stretchQuery(trainRunId, cleared)
  if (access.length === 0 && !people) return cleared.length === 0 ? [] : [stretches]
  const ofBookings = `train_run_id = ? AND booking_id IN (${idList(access)})`
  return [
    stretches,
    [`SELECT * FROM access_codes WHERE ${ofBookings} ORDER BY id`, [trainRunId]],
    [`SELECT * FROM booking_grants WHERE ${ofBookings} ORDER BY user_id`, [trainRunId]],
    ...(people ? peopleQueries(people).queries : []),
  ]
}

/** The entries of holds to be cleared, and earlier cleared ones from the first of them on. */
function stretchQuery(trainRunId: TrainRunId, holdIds: readonly HoldId[]): Query {
  const ofHolds = `train_run_id = ? AND hold_id IN (${idList(holdIds)})`
  const sql = `SELECT * FROM audit_entries WHERE ${ofHolds}
    UNION ALL SELECT * FROM audit_entries WHERE train_run_id = ? AND action = 'entries_cleared'
      AND seq >= (SELECT min(seq) - 1 FROM audit_entries WHERE ${ofHolds})`
  return [sql, [trainRunId, trainRunId, trainRunId]]
}
