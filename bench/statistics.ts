/** The value that `percent` of the values do not exceed; NaN for an empty list. */
export function percentile(values: readonly number[], percent: number): number {
  const sorted = Float64Array.from(values).sort()
  return sorted[Math.min(sorted.length - 1, Math.ceil((sorted.length * percent) / 100) - 1)] ?? Number.NaN
}

export function median(values: readonly number[]): number {
  return percentile(values, 50)
}

/** Each value divided by the other one of its round. */
export function ratios(own: readonly number[], base: readonly number[]): readonly number[] {
  return own.map((value, round) => value / (base[round] ?? Number.NaN))
}

/** From the lowest to the highest value. */
export function spreadText(values: readonly number[], digits: number): string {
  return `${Math.min(...values).toFixed(digits)} to ${Math.max(...values).toFixed(digits)}`
}
