import type { TrainRunId } from '../../domain/ids.ts'
import type { RunChanges, RunMark } from '../../domain/inventory/run-state.ts'
import { cancellationTable } from '../columns/after-sale.ts'
import { auditTable, claimTable, headTable } from '../columns/inventory.ts'
import { paymentTable } from '../columns/money.ts'
import { runsInEffect, runTable } from '../columns/railway.ts'
import { holdTable } from '../columns/sale.ts'
import { nameList, type Table } from '../columns/table.ts'
import { mostEntriesBehind } from '../pictures.ts'
import type { Row } from '../rows.ts'
import type { Prepared } from './prepared-flush.ts'
import { entriesByHold } from './run-queries.ts'

/** The entries of the runs after their marks; a mark far behind is of no use, however much there is. */
const entriesAfter = `FROM unnest($1::bigint[], $2::bigint[]) m (run, last)
  JOIN audit_entries e ON e.train_run_id = m.run
    AND e.seq > m.last AND e.seq <= m.last + ${mostEntriesBehind}`

const named = (column: string) =>
  `(SELECT DISTINCT e.train_run_id AS run, e.${column} AS id ${entriesAfter} WHERE e.${column} IS NOT NULL)`

const namedHolds = `${named('hold_id')} n JOIN seat_holds t ON t.train_run_id = n.run AND t.id = n.id`

/** The columns of a table that a statement gives, and the statement. */
function select({ name, columns }: Table, names: string, rest: string) {
  const chosen = names === '*' ? columns : names.split(' ').flatMap((one) => ofName(columns, one))
  const list = nameList(chosen.map((column) => ({ ...column, name: `t.${column.name}` })))
  return { name: `changes_of_${name}`, text: `SELECT ${list} ${rest}`, columns: chosen }
}

function ofName(columns: Table['columns'], name: string): Table['columns'] {
  return columns.filter((column) => column.name === name)
}

/**
 * What the audit chains of several runs name after their marks: the same as `changeQueries` of each run, in
 * the same order, without their columns for the route of a key.
 */
const statements = [
  select(headTable, '*', 'FROM run_heads t WHERE t.train_run_id = ANY ($1::bigint[])'),
  select(
    auditTable,
    'train_run_id seq hold_id hash',
    `FROM unnest($1::bigint[], $2::bigint[]) m (run, last) JOIN ${entriesByHold} t ON t.train_run_id = m.run
      AND t.seq >= m.last AND t.seq <= m.last + ${mostEntriesBehind} ORDER BY t.train_run_id, t.seq`,
  ),
  select(holdTable, '*', `FROM ${namedHolds}`),
  select(
    claimTable,
    '*',
    `FROM (SELECT DISTINCT t.train_run_id AS run, s.id::bigint AS id
       FROM ${namedHolds}, json_array_elements_text(t.seat_ids::json) s (id)) n
     JOIN seat_claims t ON t.train_run_id = n.run AND t.seat_id = n.id`,
  ),
  select(
    paymentTable,
    '*',
    `FROM (SELECT * FROM ${named('payment_id')} UNION SELECT * FROM unnest($3::bigint[], $4::bigint[])) n
     JOIN payments t ON t.train_run_id = n.run AND t.id = n.id`,
  ),
  select(
    cancellationTable,
    'train_run_id user_id idempotency_key id',
    `FROM ${named('booking_id')} n JOIN cancellations t ON t.train_run_id = n.run AND t.booking_id = n.id`,
  ),
  select(runTable, '*', `FROM ${runsInEffect} t WHERE t.id = ANY ($1::bigint[])`),
]

/** One message of prepared statements for all changes of runs since their marks. */
export function changeStatements(marks: readonly RunMark[]): readonly Prepared[] {
  const due = marks.flatMap((mark) => mark.duePaymentIds.map((id) => [mark.trainRunId, id] as const))
  const values = [
    arrayOf(marks.map((mark) => mark.trainRunId)),
    arrayOf(marks.map((mark) => mark.auditSeq)),
    arrayOf(due.map(([run]) => run)),
    arrayOf(due.map(([, id]) => id)),
  ]
  return statements.map((one) => ({ ...one, values: values.slice(0, placesIn(one.text)) }))
}

/** The number of the last place for a value. */
function placesIn(text: string): number {
  return [4, 3, 2, 1].find((place) => text.includes(`$${place}::`)) ?? 0
}

function arrayOf(values: readonly number[]): string {
  return `{${values.join(',')}}`
}

/** The answers for one run at a time, as `changesOf` takes them. */
export function byRun(answers: readonly (readonly Row[])[]) {
  const grouped = answers.map((rows, index) =>
    Map.groupBy(rows, (row) => row[statements[index]?.columns === runTable.columns ? 'id' : 'train_run_id']),
  )
  return (id: TrainRunId): readonly (readonly Row[])[] => grouped.map((rows) => rows.get(id) ?? [])
}

/** What changed since marks, and came with the heads; undefined if it cannot be determined. */
export type EarlyChanges = ReadonlyMap<
  TrainRunId,
  { readonly mark: RunMark; readonly changes: RunChanges | undefined }
>

/** The changes that could be determined. */
export function changesByRun(
  all: Iterable<readonly [TrainRunId, { readonly changes: RunChanges | undefined }]>,
) {
  const found = new Map<TrainRunId, RunChanges>()
  for (const [id, { changes }] of all) if (changes) found.set(id, changes)
  return found
}
