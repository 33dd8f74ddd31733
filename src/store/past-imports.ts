import type { Instant } from '../domain/instant.ts'
import type { ImportReport, PastImport, TrainDifference } from '../domain/railway/import-differences.ts'
import { type PastImportRow, pastImportTable, type StoredDifference } from './columns/railway.ts'
import { alone, insertion, query, type Statement } from './import-desk.ts'
import type { Row } from './rows.ts'
import { decodeDates, encodeDates } from './service-dates.ts'

/** Reports that are kept; who looks for an older one has it in the output of its import. */
const mostReports = 100

/** Keeps what an import does, as part of what takes effect, and forgets the oldest. */
export function keepReport(report: ImportReport, at: Instant): readonly Statement[] {
  return [
    insertion(pastImportTable, alone([pastImportRow(report, at)])),
    query('DELETE FROM past_imports WHERE id <= (SELECT max(id) FROM past_imports) - ?', [mostReports]),
  ]
}

/** Puts right what was kept last, where runs were planned again in the moment of taking effect. */
export function correctReport(report: ImportReport, at: Instant): readonly Statement[] {
  const { summary, differences } = pastImportRow(report, at)
  const last = 'id = (SELECT max(id) FROM past_imports)'
  return [
    query(`UPDATE past_imports SET summary = ?, differences = ? WHERE ${last}`, [
      JSON.stringify(summary),
      JSON.stringify(differences),
    ]),
  ]
}

function pastImportRow(report: ImportReport, importedAt: Instant): PastImportRow {
  const { differences, ...summary } = report
  return { id: 0, source: report.source, importedAt, summary, differences: differences.map(stored) }
}

function stored({ dates, ...difference }: TrainDifference): StoredDifference {
  return { ...difference, dates: encodeDates(dates) }
}

/** Sends a statement, and gives its rows. */
type Ask = (sql: string) => Promise<readonly Row[]>

/** The imports whose reports are kept, newest first, without their differences. */
export async function pastImportsOf(ask: Ask): Promise<readonly PastImport[]> {
  const rows = await ask('SELECT id, imported_at, summary FROM past_imports ORDER BY id DESC')
  return rows.map((row) => ({
    id: Number(row.id),
    importedAt: Number(row.imported_at) as Instant,
    summary: JSON.parse(String(row.summary)) as PastImport['summary'],
  }))
}

/** The whole report of an import; undefined if it is not kept. */
export async function importReportOf(ask: Ask, id: number): Promise<ImportReport | undefined> {
  const [row] = await ask(`SELECT * FROM past_imports WHERE id = ${Number(id)}`)
  if (!row) return undefined
  const { summary, differences } = pastImportTable.read(row)
  const dated = differences.map((one) => ({
    ...one,
    dates: decodeDates(one.dates, '0000-01-01', '9999-12-31'),
  }))
  return { ...summary, differences: dated }
}
