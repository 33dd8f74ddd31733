import type { TrainRunId } from '../../domain/ids.ts'
import type { RunMark } from '../../domain/inventory/run-state.ts'
import type { WaitsFor } from '../backend.ts'
import { headTable } from '../columns/inventory.ts'
import { nameList } from '../columns/table.ts'
import { changeStatements } from './changes-as-arrays.ts'
import { lockTimeout } from './connections.ts'
import { databaseNow } from './leases.ts'
import { sellingTurn, turnTimeout } from './locks.ts'
import type { Prepared } from './prepared-flush.ts'
import { ofRuns, type Query } from './sql.ts'

const headColumns = headTable.columns.filter(({ name }) => !['audit_head', 'closures'].includes(name))
const selectHeads = `SELECT ${nameList(headColumns)} FROM run_heads WHERE`
const selectNow = `SELECT ${databaseNow} AS now`
/** The statements that wait for the turn; their answers say nothing. */
export const waitForTurn = [
  `SELECT set_config('lock_timeout', '${turnTimeout}', true)`,
  `SELECT pg_advisory_xact_lock(${sellingTurn})`,
  `SELECT set_config('lock_timeout', '${lockTimeout}', true)`,
]
const forUpdate = { head: 'FOR UPDATE', turn: 'FOR UPDATE SKIP LOCKED', nothing: 'FOR UPDATE SKIP LOCKED' }

/**
 * Locks heads, and then reads the time, so that a commit's time is never before that of a commit it waited
 * for. Only a transaction that has no head waits for one, or for its turn, so no two transactions wait for
 * each other.
 */
export function lockHeads(ids: readonly TrainRunId[], waitsFor: WaitsFor): readonly Query[] {
  return [
    ...(waitsFor === 'turn' ? waitForTurn.map((sql): Query => [sql, []]) : []),
    [`${selectHeads} ${ofRuns(ids)} ${forUpdate[waitsFor]}`, []],
    [selectNow, []],
  ]
}

/** The same prepared, and what changed since the marks. */
export function lockStatements(
  ids: readonly TrainRunId[],
  waitsFor: WaitsFor,
  marks: readonly RunMark[],
): readonly Prepared[] {
  const text = `${selectHeads} train_run_id = ANY ($1::bigint[]) ${forUpdate[waitsFor]}`
  const name = waitsFor === 'head' ? 'lock_head' : 'lock_free_heads'
  return [
    ...(waitsFor === 'turn'
      ? waitForTurn.map((text, index) => ({ name: `turn_${index}`, text, values: [] }))
      : []),
    { name, text, values: [`{${ids.join(',')}}`], columns: headColumns },
    { name: 'now', text: selectNow, values: [], columns: [{ name: 'now', kind: 'integer' }] },
    ...(marks.length > 0 ? changeStatements(marks) : []),
  ]
}
