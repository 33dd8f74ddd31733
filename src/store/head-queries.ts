import type { TrainRunId } from '../domain/ids.ts'
import type { ChainEnd } from '../domain/records/checkpoint.ts'
import type { SqlValue } from './columns/column.ts'
import { headTable } from './columns/inventory.ts'
import type { Row } from './rows.ts'
import type { EndPage } from './store.ts'

type Ask = (sql: string, ...values: readonly SqlValue[]) => Promise<readonly Row[]>

/** Canceled runs with bookings that are still to be given back, in order. */
export async function cancelingRunsOf(ask: Ask): Promise<readonly TrainRunId[]> {
  // The condition of an index, which has nearly no runs.
  const where = `closures LIKE '%"CANCELING"%'`
  const rows = await ask(`SELECT train_run_id FROM ${headTable.name} WHERE ${where} ORDER BY train_run_id`)
  return rows.map((row) => Number(row.train_run_id) as TrainRunId)
}

/** Where audit chains end now, in the order of their runs. */
export async function auditEndsOf(ask: Ask, page: EndPage): Promise<readonly ChainEnd[]> {
  const rows = await ask(
    `SELECT * FROM ${headTable.name} WHERE train_run_id > ? ORDER BY train_run_id LIMIT ?`,
    ...[page.afterRunId, page.limit],
  )
  return rows
    .map(headTable.read)
    .map(({ trainRunId, auditSeq: seq, auditHash: hash }) => ({ trainRunId, seq, hash }))
}
