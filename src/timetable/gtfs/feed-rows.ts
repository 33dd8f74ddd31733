import type { GtfsProblem, Problems } from './problems.ts'

/** A row of a file, and its mistakes. They are reported only if a train uses the row. */
export interface FeedRow {
  readonly line: number
  readonly flaws: GtfsProblem[]
}

interface KeptIn {
  readonly file: string
  readonly idColumn: string
}

/**
 * Keeps a row under its id. The same row again is ignored with a warning. A different row with the same
 * id is a flaw of the first one, because nobody knows which of them is right.
 */
export function keepRow<T extends FeedRow>(
  rows: Map<string, T>,
  id: string,
  row: T,
  { file, idColumn }: KeptIn,
  problems: Problems,
): void {
  const known = rows.get(id)
  if (!known) rows.set(id, row)
  else if (contentOf(known) === contentOf(row))
    problems.warn('row twice', file, row.line, `is the same as line ${known.line} and was ignored`)
  else known.flaws.push({ file, line: row.line, reason: `${idColumn} ${id || '(empty)'} is there twice` })
}

function contentOf({ line: _line, flaws, ...content }: FeedRow): string {
  return JSON.stringify([content, flaws.map(({ reason }) => reason)])
}
