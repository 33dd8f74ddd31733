import { actsRunId } from '../domain/records/acts-run.ts'
import type { Closing, LedgerLine } from '../domain/records/ledger.ts'
import { closingTable, ledgerLineTable } from './columns/people.ts'
import type { Row } from './rows.ts'

/** The closings of days, in order, and the lines of the journal, as a database has them. */
export interface StoredLedger {
  readonly closings: readonly Closing[]
  /** Lines in order of their numbers, from a number on. */
  lines(from: number, limit: number): Promise<readonly LedgerLine[]>
}

export async function ledgerOf(
  ask: (sql: string) => readonly Row[] | Promise<readonly Row[]>,
): Promise<StoredLedger> {
  const ofRun = `WHERE train_run_id = ${actsRunId}`
  const closings = await ask(`SELECT * FROM closings ${ofRun} ORDER BY id`)
  return {
    closings: closings.map(closingTable.read),
    lines: async (from, limit) =>
      (
        await ask(
          `SELECT * FROM ledger_lines ${ofRun} AND id >= ${Number(from)} ORDER BY id LIMIT ${Number(limit)}`,
        )
      ).map(ledgerLineTable.read),
  }
}
