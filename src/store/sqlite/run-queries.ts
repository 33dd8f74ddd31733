import type { TrainRunId } from '../../domain/ids.ts'
import type { Instant } from '../../domain/instant.ts'
import type { Wanted } from '../backend.ts'
import { runsInEffect } from '../columns/railway.ts'
import { peopleQueries } from '../people-queries.ts'
import type { Query } from './session.ts'

const ofRuns = 'train_run_id IN (SELECT value FROM json_each(?))'

const heldBy = `SELECT hold_id FROM seat_claims WHERE ${ofRuns} AND state = 'HELD'`

const headsSql = `SELECT * FROM run_heads WHERE ${ofRuns}`
const claimsSql = `SELECT * FROM seat_claims WHERE ${ofRuns}`
// A live hold has claims, and those of a run are stored together; so are its payment attempts.
const holdsSql = `SELECT * FROM seat_holds WHERE id IN (${heldBy})
  UNION ALL SELECT * FROM seat_holds INDEXED BY seat_holds_ended
    WHERE status IN ('RELEASED', 'EXPIRED') AND payment_id IS NULL AND expires_at > ?
      AND status = 'EXPIRED' AND (address_block IS NOT NULL OR standing IS NOT NULL) AND ${ofRuns}
  UNION ALL SELECT * FROM seat_holds INDEXED BY seat_holds_key
    WHERE ${ofRuns} AND status = 'CONSUMED' AND standing IS NOT NULL AND expires_at > ?`
const paymentsSql = `SELECT * FROM payments WHERE hold_id IN (${heldBy}) AND status = 'REQUESTED'`
const keysSql = `SELECT train_run_id, 'hold' AS route, user_id, idempotency_key, id FROM seat_holds
    WHERE ${ofRuns}
  UNION ALL SELECT train_run_id, 'booking', user_id, idempotency_key, id FROM payments WHERE ${ofRuns}
  UNION ALL SELECT train_run_id, 'cancellation', user_id, idempotency_key, id FROM cancellations
    WHERE ${ofRuns}`

/**
 * The queries that load the pictures of runs, all as of one commit; with the holds that ran out or were
 * booked, and whose time ends after a moment.
 */
export function stateQueries(ids: readonly TrainRunId[], endedSince: Instant): readonly Query[] {
  const list = JSON.stringify(ids)
  return [
    [headsSql, [list]],
    [claimsSql, [list]],
    [holdsSql, [list, endedSince, list, list, endedSince]],
    [paymentsSql, [list]],
    [keysSql, [list, list, list]],
    runQuery(ids),
  ]
}

/** The query for the rows of runs. */
export function runQuery(ids: readonly TrainRunId[]): Query {
  return [`SELECT * FROM ${runsInEffect} WHERE id IN (SELECT value FROM json_each(?))`, [JSON.stringify(ids)]]
}

const byIds = 'IN (SELECT value FROM json_each(?))'

/** Of payments that are named, or whose bookings are. */
const ofPayments = `payment_id ${byIds}
       OR payment_id IN (SELECT payment_id FROM bookings WHERE id ${byIds})`

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
      `SELECT * FROM refunds WHERE id ${byIds} OR ${ofPayments} ORDER BY id`,
      [list((w) => w.refunds), payments, bookings],
    ],
    [`SELECT * FROM desk_entries WHERE ${ofPayments} ORDER BY id`, [payments, bookings]],
    ...rareQueries(wanted),
  ]
}

/** What few decisions look at. */
function rareQueries(wanted: readonly Wanted[]): readonly Query[] {
  const cleared = wanted.filter((one) => one.cleared.length > 0)
  const bookings = JSON.stringify(wanted.flatMap((one) => one.access))
  const people = wanted.find((one) => one.people)?.people
  if (bookings === '[]' && !people) return cleared.length === 0 ? [] : [stretchQuery(cleared)]
  return [
    stretchQuery(cleared),
    [`SELECT * FROM access_codes WHERE booking_id ${byIds} ORDER BY id`, [bookings]],
    [`SELECT * FROM booking_grants WHERE booking_id ${byIds} ORDER BY user_id`, [bookings]],
    ...(people ? peopleQueries(people).queries : []),
  ]
}

/** The entries of holds to be cleared, and earlier cleared ones from the first of them on. */
function stretchQuery(wanted: readonly Wanted[]): Query {
  const holds = JSON.stringify(wanted.flatMap((one) => one.cleared))
  const runs = JSON.stringify(wanted.map((one) => one.trainRunId))
  const sql = `SELECT * FROM audit_entries WHERE hold_id ${byIds}
    UNION ALL SELECT * FROM audit_entries WHERE action = 'entries_cleared' AND train_run_id ${byIds}
      AND seq >= (SELECT min(seq) - 1 FROM audit_entries WHERE hold_id ${byIds})`
  return [sql, [holds, runs, holds]]
}
