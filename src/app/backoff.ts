/** Pause before the first further try of a step; it doubles with each. */
const firstBackoffMs = 500

/** The longest pause: a provider that did not answer may be back at any time, one that refuses has to be spoken to by a person. */
const longestBackoffMs = { unanswered: 30_000, refused: 3_600_000 } as const

/** Doubles with each try up to a bound; between half of it and all of it, so that many do not come at the same time. */
export function backoff(why: keyof typeof longestBackoffMs, tryCount: number, random: number): number {
  const fullMs = Math.min(longestBackoffMs[why], firstBackoffMs * 2 ** Math.min(tryCount, 16))
  return Math.ceil(fullMs * (0.5 + random / 2))
}

/** Whether a try, counted from 1, is worth a line in the log: the first, and then after twice as many each time. */
export function isWorthTelling(tryCount: number): boolean {
  return (tryCount & (tryCount - 1)) === 0
}
