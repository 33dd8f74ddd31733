import type { HoldId, TrainRunId } from '../domain/ids.ts'
import type { Instant } from '../domain/instant.ts'
import type { Row } from './rows.ts'
import type { EndedHold, EndedPage } from './store.ts'

// Ended holds without any payment attempt, as SQL for both databases: by their own index, across all runs.

export const endedHoldsSql = `SELECT train_run_id, id, expires_at FROM seat_holds
  WHERE status IN ('RELEASED', 'EXPIRED') AND payment_id IS NULL
    AND expires_at < ? AND (expires_at, id) > (?, ?)
  ORDER BY expires_at, id LIMIT ?`

export function endedHoldsParams({ before, after, limit }: EndedPage): readonly number[] {
  return [before, after?.expiresAt ?? -1, after?.id ?? 0, limit]
}

export function endedHoldOf(row: Row): EndedHold {
  return {
    trainRunId: Number(row.train_run_id) as TrainRunId,
    id: Number(row.id) as HoldId,
    expiresAt: Number(row.expires_at) as Instant,
  }
}
