import { runTable, stagedRunTable } from './columns/railway.ts'
import { nameList } from './columns/table.ts'
import type { ReadAll } from './read-all.ts'
import type { Row } from './rows.ts'

const selectStaged = (isIn: string) => `SELECT ${nameList(stagedRunTable.columns)} FROM staged_runs
  WHERE id > ? AND EXISTS (SELECT 1 FROM imports WHERE state ${isIn}) ORDER BY id LIMIT ?`
const selectStagedBy: Readonly<Record<PiecesOf, string>> = {
  now: selectStaged("= 'IN_EFFECT'"),
  ahead: selectStaged("IN ('PREPARING', 'IN_EFFECT')"),
}
const selectRuns = `SELECT ${nameList(runTable.columns)} FROM train_runs
  WHERE service_date >= ? AND (service_date > ? OR id > ?) ORDER BY service_date, id LIMIT ?`

/** Runs as they are, or as they will be once the import that is being prepared is in effect. */
export type PiecesOf = 'now' | 'ahead'

/**
 * The rows of the runs in effect from a date on, piece by piece. For each piece of the view, the database
 * would look again at all rows that an import in effect hides. So this reads what is behind the view: staged
 * rows first, since they are carried over meanwhile, and never back.
 */
export async function* runPieces(
  all: ReadAll,
  fromDate: string,
  runsInPiece: number,
  of: PiecesOf = 'now',
): AsyncGenerator<readonly Row[]> {
  const staged = new Set<number>()
  const stagedAfter = (last?: Row) => query(all, selectStagedBy[of], [Number(last?.id ?? 0), runsInPiece])
  for await (const rows of pieces(stagedAfter, runsInPiece)) {
    for (const { id } of rows) staged.add(Number(id))
    yield rows.filter((row) => row.is_removed === 0 && String(row.service_date) >= fromDate)
  }
  const runsAfter = (last?: Row) => {
    const [date, id] = [String(last?.service_date ?? fromDate), Number(last?.id ?? 0)]
    return query(all, selectRuns, [date, date, id, runsInPiece])
  }
  for await (const rows of pieces(runsAfter, runsInPiece))
    yield rows.filter(({ id }) => !staged.has(Number(id)))
}

/** What `readAfter` gives after each last row; while a piece is taken over, the next one is already read. */
async function* pieces(
  readAfter: (last?: Row) => Promise<readonly Row[]>,
  rowsInPiece: number,
): AsyncGenerator<readonly Row[]> {
  let next: Promise<readonly Row[]> | undefined = readAfter()
  while (next) {
    const rows: readonly Row[] = await next
    next = rows.length === rowsInPiece ? readAfter(rows.at(-1)) : undefined
    next?.catch(() => {})
    yield rows
  }
}

async function query(
  all: ReadAll,
  sql: string,
  values: readonly (string | number)[],
): Promise<readonly Row[]> {
  const [rows = []] = await all([[sql, values]])
  return rows
}
