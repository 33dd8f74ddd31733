import type { TrainRunId } from '../domain/ids.ts'
import type { WaitingRun } from '../domain/railway/waiting-run.ts'
import { runsInEffect } from './columns/railway.ts'
import type { Row } from './rows.ts'

/**
 * The runs that wait for a decision at the time `:now`, in milliseconds, in no order. After two days a run
 * has left, and nothing is left to decide.
 */
export const waitingRuns = `SELECT r.id AS train_run_id, t.train_number, t.train_name, r.service_date
  FROM ${runsInEffect} r JOIN trains t ON t.id = r.train_id
  WHERE r.off_sale_reason = 'WAITING' AND r.origin_at + 172800000 > :now`

/** Sends a statement, and gives its rows. */
type Ask = (sql: string) => Promise<readonly Row[]>

/**
 * The runs that wait, by date. The bookings of each are a statement of their own: a cluster does not join a
 * table that every worker has with a sum over one that is divided.
 */
export async function waitingRunsOf(ask: Ask, now: number): Promise<readonly WaitingRun[]> {
  const runs = await ask(`${waitingRuns.replaceAll(':now', String(now))} ORDER BY service_date, train_run_id`)
  if (runs.length === 0) return []
  const ids = runs.map((run) => Number(run.train_run_id)).join(', ')
  const counted = await ask(`SELECT train_run_id, count(*) AS bookings FROM bookings
    WHERE status = 'CONFIRMED' AND train_run_id IN (${ids}) GROUP BY train_run_id`)
  const bookings = new Map(counted.map((row) => [Number(row.train_run_id), Number(row.bookings)]))
  return runs.map((run) => ({
    trainRunId: run.train_run_id as TrainRunId,
    trainNumber: String(run.train_number),
    trainName: String(run.train_name),
    serviceDate: String(run.service_date),
    bookings: bookings.get(Number(run.train_run_id)) ?? 0,
  }))
}
