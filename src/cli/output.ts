import type { OnProgress } from './operations.ts'

/** A stream that text goes to. */
export interface Sink {
  write(text: string): unknown
  readonly isTTY?: boolean
  readonly columns?: number
}

/** Where a command speaks: results on standard output, everything else on standard error. */
export interface Output {
  readonly isJson: boolean
  /** The result: the value where JSON was asked for, else the text. */
  result(value: unknown, text: () => string): void
  /** A remark for a person; not written where JSON was asked for. */
  note(text: string): void
  /** A progress bar on a terminal, nothing elsewhere. */
  progress(label: string): OnProgress
  /** Takes the progress bar away. */
  endProgress(): void
}

const barWidth = 30
const redrawEveryMs = 100

export function createOutput(
  isJson: boolean,
  stdout: Sink,
  stderr: Sink,
  monotonicMs: () => number = () => performance.now(),
): Output {
  let drawn = false
  function endProgress(): void {
    if (drawn) stderr.write('\r\x1b[K')
    drawn = false
  }
  return {
    isJson,
    result(value, text) {
      endProgress()
      stdout.write(isJson ? `${JSON.stringify(value, null, 2)}\n` : withEnd(text()))
    },
    note(text) {
      endProgress()
      if (!isJson) stderr.write(withEnd(text))
    },
    progress(label) {
      if (!stderr.isTTY) return () => {}
      let lastMs = Number.NEGATIVE_INFINITY
      return (done, total) => {
        const nowMs = monotonicMs()
        if (nowMs - lastMs < redrawEveryMs && done < total) return
        lastMs = nowMs
        drawn = true
        stderr.write(`\r\x1b[K${bar(label, done, total)}`)
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

function withEnd(text: string): string {
  return text.endsWith('\n') || text === '' ? text : `${text}\n`
}

/** Rows in columns as wide as their widest cell; numbers stand to the right. */
export function table(head: readonly string[], rows: readonly (readonly (string | number)[])[]): string {
  const all = [head, ...rows.map((row) => row.map(String))]
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
  return all.map(line).join('\n')
}

function displayWidth(text: string): number {
  return [...text.normalize('NFC')].length
}

/** An amount in the smallest unit as people write it: `12.50 EUR`, `500 JPY`. */
export function money(cents: number, currency: string): string {
  const { maximumFractionDigits: digits = 2 } = new Intl.NumberFormat('en', {
    style: 'currency',
    currency,
  }).resolvedOptions()
  return `${(cents / 10 ** digits).toFixed(digits)} ${currency}`
}
