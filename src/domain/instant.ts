/** A moment, in whole milliseconds since 1970-01-01T00:00Z. An integer, so that it compares with `<` and both databases store it. */
export type Instant = number & { readonly __unit: 'epoch_ms' }

/** The moment `milliseconds` after `at`. */
export function after(at: Instant, milliseconds: number): Instant {
  return (at + milliseconds) as Instant
}

/** The earlier of two moments; the absence of one never counts as early. */
export function earlier(a: Instant | null, b: Instant | null): Instant | null {
  if (a === null) return b
  if (b === null) return a
  return a < b ? a : b
}
