import type { TrainRunId } from '../domain/ids.ts'
import { actsRunId } from '../domain/records/acts-run.ts'
import type { SqlValue } from './columns/column.ts'
import type { TrailOf, TrailPage } from './store.ts'

type Condition = readonly [sql: string, values: readonly SqlValue[]]

/** A condition that finds the audit entries of a run by an index. */
export type EntriesOfRun = (trainRunId: TrainRunId) => Condition

/**
 * The query for a page of audit entries, newest first. A train has a few thousand entries, which may all be
 * read for a page; those of run 0, which grow for years, are in an index by time and read no further than the
 * page.
 */
export function auditTrailQuery(
  { trainRunId, holdId }: TrailOf,
  { from, to, before, limit }: TrailPage,
  entriesOfRun: EntriesOfRun,
): readonly [sql: string, values: readonly SqlValue[]] {
  const [isMeant, values]: Condition =
    holdId !== null
      ? ['train_run_id = ? AND hold_id = ?', [trainRunId, holdId]]
      : trainRunId === actsRunId
        ? ['train_run_id = ? AND hold_id IS NULL', [trainRunId]]
        : entriesOfRun(trainRunId)
  const end = before ?? { at: to, seq: Number.MAX_SAFE_INTEGER }
  const sql = `SELECT * FROM audit_entries WHERE ${isMeant} AND at >= ? AND at <= ? AND (at, seq) < (?, ?)
    ORDER BY at DESC, seq DESC LIMIT ?`
  return [sql, [...values, from, to, end.at, end.seq, limit]]
}
