import type { OnProgress } from './operations.ts'
import { type Sink, showInLine } from './terminal.ts'

/** What a command prints: results on standard output, everything else on standard error. */
export interface Output {
  readonly isJson: boolean
  /**
   * The result: the value if the user asked for JSON, otherwise one or more lines; text inside a line cannot
   * start another one.
   */
  result(value: unknown, lines: () => string | readonly string[]): void
  /** A remark for a person; not written if the user asked for JSON. */
  note(text: string): void
  /** A progress bar on a terminal, nothing elsewhere. */
  progress(label: string): OnProgress
  /** Removes the progress bar. */
  endProgress(): void
}

const barWidth = 30
const redrawEveryMs = 100
const clearLine = '\r\x1b[K'

export function createOutput(
  isJson: boolean,
  stdout: Sink,
  stderr: Sink,
  monotonicMs: () => number = () => performance.now(),
): Output {
  let drawn = false
  function endProgress(): void {
    if (drawn) stderr.steer(clearLine)
    drawn = false
  }
  return {
    isJson,
    result(value, lines) {
      endProgress()
      const said = isJson ? [JSON.stringify(value, null, 2)] : [lines()].flat().map(showInLine)
      stdout.write(said.map((line) => `${line}\n`).join(''))
    },
    note(text) {
      endProgress()
      if (!isJson) stderr.write(`${showInLine(text)}\n`)
    },
    progress(label) {
      if (!stderr.isTTY) return () => {}
      let lastMs = Number.NEGATIVE_INFINITY
      return (done, total) => {
        const nowMs = monotonicMs()
        if (nowMs - lastMs < redrawEveryMs && done < total) return
        lastMs = nowMs
        drawn = true
        stderr.steer(clearLine)
        stderr.write(bar(label, done, total))
      }
    },
    endProgress,
  }
}

function bar(label: string, done: number, total: number): string {
  if (total <= 0) return `${label} ${done}`
  const share = Math.min(1, done / total)
  const filled = Math.round(share * barWidth)
  return `${label} [${'#'.repeat(filled)}${' '.repeat(barWidth - filled)}] ${Math.floor(share * 100)} %`
}

/** Rows in columns as wide as their widest cell; numbers are aligned on the right. */
export function table(
  head: readonly string[],
  rows: readonly (readonly (string | number)[])[],
): readonly string[] {
  const all = [head, ...rows.map((row) => row.map((cell) => showInLine(String(cell))))]
  const widths = head.map((_, column) => Math.max(...all.map((row) => displayWidth(row[column] ?? ''))))
  const isNumber = head.map(
    (_, column) => rows.length > 0 && rows.every((row) => typeof row[column] === 'number'),
  )
  const line = (row: readonly string[]): string =>
    row
      .map((cell, column) => {
        const gap = ' '.repeat((widths[column] ?? 0) - displayWidth(cell))
        return isNumber[column] ? gap + cell : cell + gap
      })
      .join('  ')
      .trimEnd()
  return all.map(line)
}

function displayWidth(text: string): number {
  return [...text.normalize('NFC')].length
}

/** An amount in the smallest unit, written as people write it: `12.50 EUR`, `500 JPY`. */
export function money(cents: number, currency: string): string {
  const { maximumFractionDigits: digits = 2 } = new Intl.NumberFormat('en', {
    style: 'currency',
    currency,
  }).resolvedOptions()
  return `${(cents / 10 ** digits).toFixed(digits)} ${currency}`
}
