import type { PaymentId, TrainRunId } from '../domain/ids.ts'
import type { SqlValue } from './columns/column.ts'
import { personalKeyTable } from './columns/sale.ts'
import type { Row } from './rows.ts'

type Ask = (sql: string, ...values: readonly SqlValue[]) => Promise<readonly Row[]>

/** A wrapped key by its run and number; undefined once it is destroyed. */
export async function findPersonalKey(
  ask: Ask,
  trainRunId: TrainRunId,
  id: PaymentId,
): Promise<string | undefined> {
  const sql = `SELECT * FROM ${personalKeyTable.name} WHERE train_run_id = ? AND payment_id = ?`
  const [row] = await ask(sql, trainRunId, id)
  return row && personalKeyTable.read(row).wrapped
}
