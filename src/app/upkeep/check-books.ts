import { totalsWith } from '../../domain/money/close-day.ts'
import type { Closing, LedgerLine } from '../../domain/records/ledger.ts'
import type { Inspector } from '../../store/inspector.ts'
import { digestWith } from '../money/close-day.ts'

const linesInPage = 5_000

/**
 * Whether the lines of every closed day are those that it was closed with: their numbers follow each other
 * from day to day, they add up to its totals, and they give its digest.
 */
export async function checkBooks(inspector: Pick<Inspector, 'ledger'>) {
  const ledger = await inspector.ledger()
  const wrong: string[] = []
  let [number, digest] = [1, '']
  for (const closing of ledger.closings) {
    if (closing.firstNumber !== number)
      wrong.push(`day ${closing.day} begins with line ${closing.firstNumber} instead of ${number}`)
    const found = await readDay(closing, digest, ledger.lines)
    if (found.problem !== undefined) wrong.push(`day ${closing.day}: ${found.problem}`)
    number = closing.nextNumber
    digest = closing.digest
  }
  const beyond = await ledger.lines(number, 1)
  if (beyond.length > 0) wrong.push(`line ${beyond[0]?.id} is of no day`)
  return { lines: number - 1, wrong }
}

/** Reads the lines of a day, and says what is wrong with them first. */
async function readDay(
  { day, firstNumber, nextNumber, totals, digest }: Closing,
  before: string,
  linesFrom: (from: number, limit: number) => Promise<readonly LedgerLine[]>,
): Promise<{ readonly problem?: string }> {
  let [now, sums] = [before, [] as Closing['totals']]
  for (let number = firstNumber; number < nextNumber; ) {
    const lines = await linesFrom(number, Math.min(linesInPage, nextNumber - number))
    const odd = lines.findIndex((line, index) => line.id !== number + index || line.day !== day)
    if (lines.length === 0 || odd >= 0) return { problem: `line ${number + Math.max(odd, 0)} is missing` }
    now = lines.reduce(digestWith, now)
    sums = totalsWith(sums, lines)
    number += lines.length
  }
  if (JSON.stringify(sums) !== JSON.stringify(totals))
    return { problem: 'the lines do not add up to its totals' }
  return now === digest ? {} : { problem: 'a line was changed' }
}
