import { lineProblem, longestOperatorText } from '../../domain/text.ts'
import type { GtfsProblem } from './problems.ts'

/** Mistakes in the texts of a row that passengers read. An empty text is not a mistake here. */
export function nameProblems(
  file: string,
  line: number,
  names: Readonly<Record<string, string>>,
): GtfsProblem[] {
  return Object.entries(names).flatMap(([column, text]) => {
    const problem = text === '' ? undefined : lineProblem(text, longestOperatorText)
    return problem === undefined ? [] : [{ file, line, reason: `${column} ${problem}` }]
  })
}
