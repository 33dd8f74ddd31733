import type { RunWrite } from '../backend.ts'
import { nameList, type Table } from '../columns/table.ts'
import { literal, tuples } from './sql.ts'
import { type Write, writesOf } from './writes.ts'

/**
 * The statements of one run's commit as one message, with their values in them. Each names the run, so that a
 * cluster knows where to send it, and nothing is prepared, so that every pooler passes it.
 */
export function runWrites(write: RunWrite): string {
  return writesOf(write)
    .filter(({ rows }) => rows.length > 0)
    .map((one) => asText(one, `train_run_id = ${literal(write.trainRunId)}`))
    .join(';\n')
}

function asText(write: Write, isOfRun: string): string {
  const { kind, table, columns, rows } = write
  const others = write.key.filter((name) => name !== 'train_run_id')
  switch (kind) {
    case 'insert':
      return `INSERT INTO ${table} (${nameList(columns)}) VALUES ${tuples(rows)}`
    case 'update': {
      const isSame = others.map((name) => ` AND t.${name} = v.${name}`).join('')
      const values = `(VALUES ${tuples(rows)}) v (${nameList(columns)})`
      return `UPDATE ${table} t SET ${assignments(write)} FROM ${values} WHERE t.${isOfRun}${isSame}`
    }
    case 'delete': {
      // The run comes first in every row.
      const keys = tuples(rows.map((row) => row.slice(1)))
      return `DELETE FROM ${table} WHERE ${isOfRun} AND (${others.join(', ')}) IN (${keys})`
    }
  }
}

/** A column that is NULL in every row of VALUES has no type of its own. */
function assignments({ columns, key, more }: Write): string {
  const typed = ({ name, kind }: Table['columns'][number]) =>
    `${name} = v.${name}::${kind === 'text' ? 'text' : 'bigint'}`
  return (
    columns
      .filter(({ name }) => !key.includes(name))
      .map(typed)
      .join(', ') + more
  )
}
