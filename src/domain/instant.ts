/**
 * A moment, in whole milliseconds since 1970-01-01T00:00Z. It is an integer, so that it compares with `<` and
 * both databases can store it.
 */
export type Instant = number & { readonly __unit: 'epoch_ms' }

/** The moment `milliseconds` after `at`. */
export function after(at: Instant, milliseconds: number): Instant {
  return (at + milliseconds) as Instant
}

/** The earlier of two moments; an absent one never counts as earlier. */
export function earlier(a: Instant | null, b: Instant | null): Instant | null {
  if (a === null) return b
  if (b === null) return a
  return a < b ? a : b
}

export const dayMs = 86_400_000
export const minuteMs = 60_000

const units = [
  [dayMs, 'day'],
  [3_600_000, 'hour'],
  [minuteMs, 'minute'],
  [1_000, 'second'],
] as const

/** A span of time as people say it, in its largest whole unit: `3 days`. */
export function spanOf(milliseconds: number): string {
  const [size, unit] = units.find(([least]) => milliseconds >= least) ?? [1, 'millisecond']
  const count = Math.floor(milliseconds / size)
  return `${count} ${unit}${count === 1 ? '' : 's'}`
}
