/** One cell: null is an empty one. */
type Cell = string | number | null

/** Spreadsheets take a text that begins so for a formula, which might do anything. */
const formula = /^[=+\-@\t\r]/

/** A table as RFC 4180 has it, with a line of names; texts that spreadsheets would carry out are quoted. */
export function csvOf(names: readonly string[], rows: readonly (readonly Cell[])[]): string {
  return [names, ...rows].map((row) => `${row.map(cellOf).join(',')}\r\n`).join('')
}

function cellOf(cell: Cell): string {
  if (cell === null) return ''
  if (typeof cell === 'number') return String(cell)
  const text = formula.test(cell) ? `'${cell}` : cell
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}

export const csvType = 'text/csv; charset=utf-8'

/** Whether the client asks for CSV instead of JSON (RFC 9110 section 12.5.1); JSON is what others get. */
export function wantsCsv(accept: string | undefined): boolean {
  return (accept ?? '').split(',').some((one) => one.trim().toLowerCase().startsWith('text/csv'))
}
