import { dayMs } from '../domain/instant.ts'

// What a clock that was ahead leaves behind once it is right again, as SQL for both databases. Moments are
// inserted as literals.

/** A clock set by hand or by the network may go back by moments, which is not a fault. */
const toleranceMs = 60_000
/** A quote lasts a day at most. */
const longestQuoteMs = dayMs
/** Longer than any pause before the next try of a due step. */
const longestPauseMs = 2 * 3_600_000

/** Rows that only a wrong clock can have dated this way, as counts. */
export interface Misdated {
  readonly holds: number
  readonly payments: number
  readonly quotes: number
}

/** Live holds placed after `now`. They would keep their seats long after their time. */
export function misdatedHolds(now: number): string {
  return `SELECT train_run_id, id FROM seat_holds
    WHERE status IN ('ACTIVE', 'PINNED') AND created_at > ${now + toleranceMs} ORDER BY train_run_id, id`
}

/** How a database keeps leases on due work: as columns of the row, or in the memory of its one process. */
type LeaseKeeping = 'columns' | 'memory'

/**
 * One row with the counts of the other two kinds: payment steps that wait too long, and quotes that last too
 * long.
 */
export function misdatedCounts(now: number, leases: LeaseKeeping): string {
  const late = isLate(now, leases)
  return `SELECT (SELECT count(*) FROM payments WHERE ${late}) + (SELECT count(*) FROM refunds WHERE ${late})
      + (SELECT count(*) FROM payments WHERE ${isOpen(now)}) AS payments,
    (SELECT count(*) FROM cancellation_quotes WHERE ${isOverlong(now)}) AS quotes`
}

/** Makes waiting steps due now, and ends the quotes. Holds end by a decision of their run. */
export function putRight(now: number, leases: LeaseKeeping): readonly string[] {
  const due = `due_at = ${now}${leases === 'columns' ? ', lease_until = NULL, fence = fence + 1' : ''}`
  return [
    `UPDATE payments SET ${due} WHERE ${isLate(now, leases)}`,
    `UPDATE refunds SET ${due} WHERE ${isLate(now, leases)}`,
    `UPDATE payments SET deadline_at = ${now} WHERE ${isOpen(now)}`,
    `UPDATE cancellation_quotes SET valid_until = ${now} WHERE ${isOverlong(now)}`,
  ]
}

function isLate(now: number, leases: LeaseKeeping): string {
  const latest = now + longestPauseMs
  return leases === 'memory'
    ? `due_at > ${latest}`
    : `due_at IS NOT NULL AND (due_at > ${latest} OR lease_until > ${latest})`
}

function isOpen(now: number): string {
  return `status = 'REQUESTED' AND created_at > ${now + toleranceMs} AND deadline_at > ${now}`
}

function isOverlong(now: number): string {
  return `valid_until > ${now + longestQuoteMs + toleranceMs}`
}
