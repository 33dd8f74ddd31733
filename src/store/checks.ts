import { providerKeyPrefix } from '../domain/records/provider-key.ts'
import { runsInEffect } from './columns/railway.ts'
import { deskCheck } from './desk-queries.ts'
import { waitingRuns } from './waiting-runs.ts'

/**
 * The SQL that differs between the two databases in the checks below; everything else is the same for both.
 */
export interface CheckDialect {
  /** The number of seats of a hold, from its JSON column. */
  seatCountOf(hold: string): string
  /** The price of a seat in a hold, from its two JSON columns; NULL if the hold does not have the seat. */
  priceOf(hold: string, seatId: string): string
}

/** A check as SQL: the number of things, and the wrong ones, one line of text each in the first column. */
export interface SqlCheck {
  readonly name: string
  readonly rule: string
  readonly about: string
  readonly advice: string
  readonly needsServer?: boolean
  readonly comesWithRows?: true
  readonly count: string
  readonly wrong: string
}

const restore =
  'Stop the server, keep this database, and restore the last good ' +
  'backup; then report this with the lines above.'
const report =
  'Report this with the lines above: it is a bug, or someone changed the database without Holdfast.'

/**
 * After this many tries, the pauses between them are at least a minute, though the next try is never far off.
 */
const triesInMinute = 9
const isLate = `due_at IS NOT NULL AND (due_at + 60000 <= :now OR try_count >= ${triesInMinute})`

/**
 * What must be true of the rows, for both databases. `:now` is the time in milliseconds. Every statement is
 * one snapshot, so a check is exact while a server is at work. Joins of the sale name the run on both sides,
 * because a cluster stores its rows by run.
 */
export const sqlChecks = ({ seatCountOf, priceOf }: CheckDialect): readonly SqlCheck[] => [
  {
    name: 'claims_do_not_overlap',
    rule: 'I1',
    about: 'No two claims of one run and one seat overlap in legs.',
    advice: restore,
    count: 'SELECT count(*) FROM seat_claims',
    wrong: `SELECT 'run ' || a.train_run_id || ', seat ' || a.seat_id || ': legs ' || a.from_leg || '-' ||
      a.to_leg
        || ' and ' || b.from_leg || '-' || b.to_leg
      FROM seat_claims a JOIN seat_claims b ON b.train_run_id = a.train_run_id AND b.seat_id = a.seat_id
      WHERE a.from_leg < b.from_leg AND b.from_leg < a.to_leg`,
  },
  {
    name: 'claims_are_on_their_run',
    rule: 'I1',
    about: 'Every claim is on a seat and on legs that its run has.',
    advice: report,
    count: 'SELECT count(*) FROM seat_claims',
    wrong: `SELECT 'run ' || c.train_run_id || ', seat ' || c.seat_id || ': legs ' || c.from_leg || '-' ||
      c.to_leg
      FROM seat_claims c LEFT JOIN ${runsInEffect} r ON r.id = c.train_run_id
      LEFT JOIN coach_seats s ON s.id = c.seat_id
      WHERE r.id IS NULL OR s.id IS NULL
        OR (s.consist_id <> r.consist_id AND NOT EXISTS (
          SELECT 1 FROM former_runs f JOIN coach_seats kept ON kept.consist_id = r.consist_id
          WHERE f.train_run_id = r.id AND f.consist_id = s.consist_id AND kept.seat_number = s.seat_number
            AND kept.travel_class = s.travel_class AND kept.kind = s.kind))
        OR c.to_leg >= (SELECT count(*) FROM train_stops t WHERE t.train_id = r.train_id)`,
  },
  {
    name: 'holds_have_their_seats',
    rule: 'I2',
    about: 'Every live hold has a claim on each of its seats, for its segment and its time.',
    advice: report,
    count: "SELECT count(*) FROM seat_holds WHERE status IN ('ACTIVE', 'PINNED')",
    wrong: `SELECT 'hold ' || h.id || ' of run ' || h.train_run_id
      FROM seat_holds h
      WHERE h.status IN ('ACTIVE', 'PINNED') AND ${seatCountOf('h')} <> (
        SELECT count(*) FROM seat_claims c
        WHERE c.train_run_id = h.train_run_id AND c.hold_id = h.id AND c.state = 'HELD'
          AND c.from_leg = h.from_leg
          AND c.to_leg = h.to_leg AND c.expires_at = coalesce(h.pinned_until, h.expires_at)
          AND ${priceOf('h', 'c.seat_id')} IS NOT NULL)`,
  },
  {
    name: 'held_seats_have_their_hold',
    rule: 'I4',
    about: 'Every held seat belongs to a live hold, and every booked one to a booking.',
    advice: report,
    count: "SELECT count(*) FROM seat_claims WHERE state <> 'BLOCKED'",
    wrong: `SELECT 'run ' || c.train_run_id || ', seat ' || c.seat_id || ': ' || c.state
      FROM seat_claims c
      LEFT JOIN seat_holds h ON h.id = c.hold_id AND h.train_run_id = c.train_run_id
        AND h.status IN ('ACTIVE', 'PINNED')
      LEFT JOIN booking_seats s ON s.train_run_id = c.train_run_id AND s.booking_id = c.booking_id
        AND coalesce(s.moved_to, s.seat_id) = c.seat_id
        AND s.cancellation_id IS NULL
      LEFT JOIN bookings b ON b.train_run_id = s.train_run_id AND b.id = s.booking_id
        AND b.status = 'CONFIRMED'
      WHERE (c.state = 'HELD' AND h.id IS NULL) OR (c.state = 'BOOKED' AND (b.id IS NULL
        OR c.expires_at IS NOT NULL))`,
  },
  {
    name: 'bookings_have_their_seats',
    rule: 'I4',
    about: 'Every seat of a confirmed booking that was not canceled is claimed for the whole segment.',
    advice: report,
    count: 'SELECT count(*) FROM booking_seats WHERE cancellation_id IS NULL',
    wrong: `SELECT 'booking ' || b.booking_id || ', seat ' || s.seat_id
      FROM bookings b
      JOIN booking_seats s ON s.train_run_id = b.train_run_id AND s.booking_id = b.id
        AND s.cancellation_id IS NULL
      LEFT JOIN seat_claims c ON c.train_run_id = b.train_run_id
        AND c.seat_id = coalesce(s.moved_to, s.seat_id)
        AND c.from_leg = b.from_leg
        AND c.to_leg = b.to_leg AND c.state = 'BOOKED' AND c.booking_id = b.id
      WHERE b.status = 'CONFIRMED' AND c.seat_id IS NULL`,
  },
  {
    name: 'bookings_know_their_state',
    rule: 'I10',
    about:
      'A booking is canceled when none of its seats is left, and has its time of cancellation then only. ' +
      'It counts its passengers, and no bicycle hook.',
    advice: report,
    count: 'SELECT count(*) FROM bookings',
    wrong: `SELECT 'booking ' || b.booking_id || ' is ' || b.status
      FROM bookings b
      WHERE (b.status = 'CANCELLED') <> (b.cancellation_time IS NOT NULL)
        OR (b.status = 'CONFIRMED' AND NOT EXISTS
          (SELECT 1 FROM booking_seats s
            WHERE s.train_run_id = b.train_run_id AND s.booking_id = b.id AND s.cancellation_id IS NULL))
        OR CASE
          WHEN b.personal_data = 'ERASED' THEN b.num_passengers > (SELECT count(*) FROM booking_seats s
            WHERE s.train_run_id = b.train_run_id AND s.booking_id = b.id)
          ELSE b.num_passengers <> (SELECT count(s.passenger_age) FROM booking_seats s
            WHERE s.train_run_id = b.train_run_id AND s.booking_id = b.id)
        END`,
  },
  {
    name: 'money_is_for_seats',
    rule: 'I6',
    about: 'Captured money is the price of confirmed seats and of fees, or a refund of it is queued.',
    advice: 'Leave the server running for a minute, so that it reconciles, and look again.',
    count: "SELECT count(*) FROM payments WHERE status IN ('AUTHORIZED', 'CAPTURED')",
    wrong: `WITH kept AS (
        SELECT p.id, p.train_run_id, p.booking_id,
          CASE WHEN p.status = 'CAPTURED' OR (p.status = 'AUTHORIZED' AND p.due_step IS DISTINCT FROM 'VOID')
            THEN p.amount_cents - coalesce((SELECT sum(r.amount_cents) FROM refunds r
              WHERE r.train_run_id = p.train_run_id AND r.payment_id = p.id AND r.kind = 'REFUND'
                AND r.status <> 'LAPSED'), 0)
            ELSE 0 END AS cents,
          coalesce((SELECT sum(s.price_cents) FROM booking_seats s
            JOIN bookings b ON b.train_run_id = s.train_run_id AND b.id = s.booking_id
            WHERE s.train_run_id = p.train_run_id AND s.booking_id = p.booking_id
              AND s.cancellation_id IS NULL
              AND b.status = 'CONFIRMED'), 0)
          + coalesce((SELECT sum(c.fee_cents) FROM cancellations c
            WHERE c.train_run_id = p.train_run_id AND c.booking_id = p.booking_id), 0) AS due_cents
        FROM payments p WHERE p.booking_id IS NOT NULL OR p.status IN ('AUTHORIZED', 'CAPTURED'))
      SELECT 'payment ' || id || ' of run ' || train_run_id || ' keeps ' || cents || ' for seats and fees of '
        || due_cents
      FROM kept WHERE cents <> due_cents`,
  },
  {
    name: 'refunds_are_within_the_payment',
    rule: 'I10',
    about: 'Refunds never exceed the payment, and a quote is carried out once.',
    advice: report,
    count: 'SELECT count(*) FROM refunds',
    wrong: `SELECT 'payment ' || p.id || ': ' || sum(r.amount_cents) || ' of ' || p.amount_cents ||
      ' refunded'
      FROM refunds r JOIN payments p ON p.train_run_id = r.train_run_id AND p.id = r.payment_id
      WHERE r.kind = 'REFUND' AND r.status <> 'LAPSED'
      GROUP BY p.train_run_id, p.id, p.amount_cents HAVING sum(r.amount_cents) > p.amount_cents
      UNION ALL SELECT 'quote ' || quote_id || ' was carried out ' || count(*) || ' times'
      FROM cancellations GROUP BY train_run_id, quote_id HAVING count(*) > 1`,
  },
  deskCheck,
  {
    name: 'cancellations_add_up',
    rule: 'F5',
    about:
      'What a booking says was given back is what its cancellations gave ' +
      'back, and with their fees the price of the canceled seats.',
    advice: report,
    count: 'SELECT count(*) FROM bookings',
    wrong: `WITH given AS (
        SELECT b.booking_id, b.refunded_cents,
          coalesce((SELECT sum(c.refund_cents) FROM cancellations c
            WHERE c.train_run_id = b.train_run_id AND c.booking_id = b.id), 0) AS refund_cents,
          coalesce((SELECT sum(c.fee_cents) FROM cancellations c
            WHERE c.train_run_id = b.train_run_id AND c.booking_id = b.id), 0) AS fee_cents,
          coalesce((SELECT sum(s.price_cents) FROM booking_seats s WHERE s.train_run_id = b.train_run_id
            AND s.booking_id = b.id AND s.cancellation_id IS NOT NULL), 0) AS price_cents
        FROM bookings b)
      SELECT 'booking ' || booking_id || ' gave back ' || refunded_cents || ', its cancellations ' ||
        refund_cents || ' of '
        || price_cents || ', less fees of ' || fee_cents
      FROM given WHERE refunded_cents <> refund_cents OR refund_cents + fee_cents <> price_cents
        OR fee_cents < 0`,
  },
  {
    name: 'journal_matches_the_sale',
    rule: 'Y116',
    about: 'The journal has what payments came to, once, and every sale of a day that was closed long ago.',
    advice: report,
    count: 'SELECT count(*) FROM payments',
    wrong: `WITH posted AS MATERIALIZED (
        SELECT of_run_id, payment_id,
          sum(CASE WHEN event = 'booking_confirmed' THEN amount_cents ELSE 0 END) AS sold,
          sum(CASE WHEN event = 'payment_captured' THEN amount_cents ELSE 0 END) AS captured,
          sum(CASE WHEN event IN ('refund_done', 'compensation_paid') THEN amount_cents ELSE 0 END)
            AS paid_out
        FROM ledger_lines WHERE train_run_id = 0 GROUP BY of_run_id, payment_id),
      closed AS MATERIALIZED (SELECT coalesce(max(to_at), 0) - 604800000 AS to_at FROM closings
        WHERE train_run_id = 0 AND state = 'CLOSED')
      SELECT 'payment ' || p.id || ' of run ' || p.train_run_id || ' is in the journal with ' ||
        l.sold || ' sold, ' || l.captured || ' received and ' || l.paid_out || ' paid out'
      FROM payments p JOIN posted l ON l.of_run_id = p.train_run_id AND l.payment_id = p.id
      WHERE l.sold NOT IN (0, p.amount_cents) OR l.captured NOT IN (0, p.amount_cents)
        OR l.paid_out > (SELECT coalesce(sum(r.amount_cents), 0) FROM refunds r
          WHERE r.train_run_id = p.train_run_id AND r.payment_id = p.id AND r.status = 'DONE')
      UNION ALL SELECT 'booking ' || b.booking_id || ' is not in the journal'
      FROM bookings b JOIN closed c ON b.booking_time < c.to_at
        LEFT JOIN posted l ON l.of_run_id = b.train_run_id AND l.payment_id = b.payment_id
      WHERE b.total_cents > 0 AND coalesce(l.sold, 0) = 0`,
  },
  {
    name: 'prices_are_frozen',
    rule: 'I11',
    about: 'Hold, payment and booking have the same total, and a seat the same price in hold and booking.',
    advice: report,
    count: 'SELECT count(*) FROM bookings',
    wrong: `SELECT 'booking ' || b.booking_id
      FROM bookings b LEFT JOIN seat_holds h ON h.train_run_id = b.train_run_id AND h.id = b.hold_id
      LEFT JOIN payments p ON p.train_run_id = b.train_run_id AND p.id = b.payment_id
      WHERE h.total_cents IS DISTINCT FROM b.total_cents OR p.amount_cents IS DISTINCT FROM b.total_cents
        OR h.currency IS DISTINCT FROM b.currency OR p.currency IS DISTINCT FROM b.currency
        OR b.total_cents <>
          (SELECT sum(s.price_cents) FROM booking_seats s WHERE s.train_run_id = b.train_run_id
            AND s.booking_id = b.id)
        OR EXISTS (SELECT 1 FROM booking_seats s WHERE s.train_run_id = b.train_run_id AND s.booking_id = b.id
          AND s.price_cents IS DISTINCT FROM ${priceOf('h', 's.seat_id')})`,
  },
  {
    name: 'rows_know_each_other',
    rule: 'I4',
    about: 'Every hold, payment, booking, cancellation and refund has the rows that it names.',
    advice: report,
    count: `SELECT sum(rows) FROM (SELECT count(*) AS rows FROM seat_holds UNION ALL SELECT count(*)
      FROM payments
      UNION ALL SELECT count(*) FROM bookings UNION ALL SELECT count(*) FROM cancellations
      UNION ALL SELECT count(*) FROM refunds) AS counted`,
    wrong: `SELECT 'hold ' || h.id || ' is of no run' FROM seat_holds h
        LEFT JOIN ${runsInEffect} r ON r.id = h.train_run_id WHERE r.id IS NULL
      UNION ALL SELECT 'hold ' || h.id || ' is ' || h.status || ' without its booking' FROM seat_holds h
        LEFT JOIN bookings b ON b.train_run_id = h.train_run_id AND b.id = h.booking_id AND b.hold_id = h.id
        WHERE (h.status = 'CONSUMED') <> (b.id IS NOT NULL)
      UNION ALL SELECT 'payment ' || p.id || ' is for no hold' FROM payments p
        LEFT JOIN seat_holds h ON h.id = p.hold_id AND h.train_run_id = p.train_run_id WHERE h.id IS NULL
      UNION ALL SELECT 'booking ' || b.booking_id || ' has no payment' FROM bookings b
        LEFT JOIN payments p ON p.train_run_id = b.train_run_id AND p.id = b.payment_id
          AND p.booking_id = b.id
        WHERE p.id IS NULL
      UNION ALL SELECT 'cancellation ' || c.id || ' has no quote or booking' FROM cancellations c
        LEFT JOIN cancellation_quotes q ON q.train_run_id = c.train_run_id AND q.id = c.quote_id
        LEFT JOIN bookings b ON b.train_run_id = c.train_run_id AND b.id = c.booking_id
        WHERE q.id IS NULL OR b.id IS NULL
      UNION ALL SELECT 'refund ' || r.id || ' has no payment' FROM refunds r
        LEFT JOIN payments p ON p.train_run_id = r.train_run_id AND p.id = r.payment_id WHERE p.id IS NULL`,
  },
  {
    name: 'commits_are_counted',
    rule: 'I13',
    about: 'No row is of a later commit than the head of its run counts.',
    advice: report,
    count: 'SELECT count(*) FROM run_heads',
    wrong: `SELECT 'run ' || written.train_run_id || ' counts ' || coalesce(h.commit_seq, 0) ||
      ' commits and has one of ' || written.seq
      FROM (SELECT train_run_id, max(commit_seq) AS seq FROM (
          SELECT train_run_id, commit_seq FROM seat_holds UNION ALL SELECT train_run_id, commit_seq
            FROM bookings
          UNION ALL SELECT train_run_id, commit_seq FROM cancellations) AS rows
            GROUP BY train_run_id) AS written
      LEFT JOIN run_heads h ON h.train_run_id = written.train_run_id
      WHERE written.seq > coalesce(h.commit_seq, 0)`,
  },
  {
    name: 'changes_have_their_entry',
    rule: 'I14',
    about: 'Every hold and every booking has exactly one audit entry that tells of its making.',
    advice: report,
    count:
      'SELECT sum(rows) FROM (SELECT count(*) AS rows FROM seat_holds ' +
      'UNION ALL SELECT count(*) FROM bookings) AS counted',
    wrong: `SELECT 'hold ' || h.id || ' has ' || coalesce(told.times, 0) || ' entries' FROM seat_holds h
      LEFT JOIN (SELECT train_run_id, hold_id, count(*) AS times FROM audit_entries
        WHERE action = 'hold_placed'
        GROUP BY train_run_id, hold_id) AS told ON told.train_run_id = h.train_run_id AND told.hold_id = h.id
      WHERE told.times IS DISTINCT FROM 1
      UNION ALL SELECT 'booking ' || b.booking_id || ' has ' || coalesce(told.times, 0) || ' entries'
        FROM bookings b
      LEFT JOIN (SELECT train_run_id, booking_id, count(*) AS times FROM audit_entries
        WHERE action = 'booking_confirmed'
        GROUP BY train_run_id, booking_id) AS told ON told.train_run_id = b.train_run_id
          AND told.booking_id = b.id
      WHERE told.times IS DISTINCT FROM 1`,
  },
  {
    name: 'holds_end_in_time',
    rule: 'I9',
    about: 'No hold is marked live a minute after its time.',
    advice: 'Look into the log for faults of the expiry; new passengers get these seats in any case.',
    needsServer: true,
    count: "SELECT count(*) FROM seat_holds WHERE status IN ('ACTIVE', 'PINNED')",
    wrong: `SELECT 'hold ' || id || ' of run ' || train_run_id FROM seat_holds
      WHERE status IN ('ACTIVE', 'PINNED') AND coalesce(pinned_until, expires_at) + 60000 <= :now`,
  },
  {
    name: 'sold_runs_are_decided',
    rule: 'O93',
    about: 'No run with claims waits for a decision because it differs too much in a newer timetable.',
    advice:
      'These trains are off sale, and their passengers have other tickets than the trains that will run: ' +
      'tell them, or import a timetable that has the trains as they were sold. ' +
      '"holdfast runs --waiting" lists all of them.',
    comesWithRows: true,
    count: 'SELECT count(*) FROM run_heads',
    wrong: `SELECT 'run ' || train_run_id || ': ' || train_number || ' on ' || service_date
      FROM (${waitingRuns}) AS waiting ORDER BY service_date, train_run_id`,
  },
  {
    name: 'refunds_are_accepted',
    rule: 'P18',
    about: 'No refund is refused by the payment service.',
    advice:
      'Passengers are owed this money. Ask the payment service, with these keys, why it refuses, and ' +
      'have it allow the refund or make it itself: the server knows of it within a minute.',
    comesWithRows: true,
    count: 'SELECT count(*) FROM refunds',
    wrong: `SELECT 'refund ${providerKeyPrefix}' || r.train_run_id || '-' || r.payment_id || '-r' || r.id ||
      ' of payment ${providerKeyPrefix}' || r.train_run_id
        || '-' || r.payment_id || ': ' || r.amount_cents || ' ' || p.currency || ' (cents), refused in ' ||
          r.try_count || ' tries'
      FROM refunds r JOIN payments p ON p.train_run_id = r.train_run_id AND p.id = r.payment_id
      WHERE r.status = 'QUEUED' AND r.refused_at IS NOT NULL`,
  },
  {
    name: 'payments_are_resolved',
    rule: 'I16',
    about: 'No payment is undecided, and nothing is due to the provider, for more than a minute.',
    advice: 'Check that the payment service is reachable; the server continues automatically once it is.',
    needsServer: true,
    count: "SELECT count(*) FROM payments WHERE status = 'REQUESTED' OR due_at IS NOT NULL",
    wrong: `SELECT 'payment ' || id || ' of run ' || train_run_id || ' is ' || status || coalesce(', due for '
      || due_step, '')
      FROM payments WHERE (status = 'REQUESTED' AND deadline_at + 60000 <= :now) OR ${isLate}
      UNION ALL SELECT 'refund ' || id || ' of payment ' || payment_id FROM refunds WHERE refused_at IS NULL
        AND ${isLate}`,
  },
  {
    name: 'messages_are_sent',
    rule: 'J9',
    about:
      'No e-mail waits for more than ten minutes, and none of the last day was given up because the mail ' +
      'server was away.',
    advice:
      'See that SMTP_URL and MAIL_FROM are right and that the mail server is reachable; the log says why ' +
      'each try failed. What waits is sent by itself; what was given up was of no use anymore.',
    needsServer: true,
    count: 'SELECT count(*) FROM messages',
    wrong: `SELECT 'message ' || id || ' (' || kind || ') '
        || CASE WHEN state = 'GIVEN_UP' THEN 'was given up' ELSE 'waits' END
        || ' after ' || try_count || ' tries'
      FROM messages WHERE (due_at IS NOT NULL AND created_at + 600000 <= :now)
        OR (state = 'GIVEN_UP' AND ended_at >= give_up_at AND ended_at + 86400000 > :now)`,
  },
]
