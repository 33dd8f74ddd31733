import type { TrainRunId } from '../../domain/ids.ts'
import type { Records } from '../../domain/inventory/overlay.ts'
import type { Wanted } from '../backend.ts'
import { recordsOf } from '../run-rows.ts'
import type { OpenTransaction } from './connections.ts'
import { recordQueries } from './run-queries.ts'
import { script } from './sql.ts'

/** The records that decisions of a batch look at, in one message. */
export async function loadRecords(
  transaction: OpenTransaction,
  wanted: readonly Wanted[],
): Promise<ReadonlyMap<TrainRunId, Records>> {
  const queries = wanted.map(recordQueries)
  const answers = await transaction.send(script(queries.flat()))
  const found = new Map<TrainRunId, Records>()
  let start = 0
  for (const [index, one] of wanted.entries()) {
    const end = start + (queries[index]?.length ?? 0)
    for (const [id, records] of recordsOf([one], answers.slice(start, end))) found.set(id, records)
    start = end
  }
  return found
}
