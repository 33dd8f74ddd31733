import type { Segment } from './segment.ts'

/** All segments of a run with this many stops. */
export function segmentsOf(stopCount: number): readonly Segment[] {
  return Array.from({ length: stopCount }, (_, fromLeg) =>
    Array.from({ length: stopCount - fromLeg - 1 }, (_, index) => ({ fromLeg, toLeg: fromLeg + index + 1 })),
  ).flat()
}

/** All ordered pairs of the items. */
export function legPairs(stopCount: number): readonly (readonly [Segment, Segment])[] {
  return segmentsOf(stopCount).flatMap((a) => segmentsOf(stopCount).map((b) => [a, b] as const))
}

/** All texts of a given length over some letters. */
export function textsOf(letters: string, length: number): readonly string[] {
  if (length === 0) return ['']
  return textsOf(letters, length - 1).flatMap((text) => [...letters].map((letter) => text + letter))
}
