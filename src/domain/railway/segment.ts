/**
 * One passenger's ride on one run: the legs `[fromLeg, toLeg)`. Leg n leaves stop n, so a segment from stop a
 * to stop b is `{ fromLeg: a, toLeg: b }`, and `fromLeg < toLeg` always holds.
 */
export interface Segment {
  readonly fromLeg: number
  readonly toLeg: number
}

/** Half-open, so a passenger who alights at C and one who boards at C do not meet. */
export function overlaps(a: Segment, b: Segment): boolean {
  return a.fromLeg < b.toLeg && b.fromLeg < a.toLeg
}
