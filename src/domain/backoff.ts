/** Pause before the first retry of a step; it doubles with each one. */
const firstBackoffMs = 500

/**
 * The longest pause, by cause. A service that did not answer may be back at any time, a fault of ours waits
 * for a newer program, and a person has to talk to a provider that refuses.
 */
const longestBackoffMs = { unanswered: 30_000, failed: 600_000, refused: 3_600_000 } as const

export type BackoffReason = keyof typeof longestBackoffMs

/**
 * Doubles with each try, up to a bound. It is spread between half of that and all of it, so that many retries
 * do not come at the same time.
 */
export function backoff(why: BackoffReason, tryCount: number, random: number): number {
  const fullMs = Math.min(longestBackoffMs[why], firstBackoffMs * 2 ** Math.min(tryCount, 16))
  return Math.ceil(fullMs * (0.5 + random / 2))
}

/** Whether a try, counted from 1, is worth a line in the log: the 1st, 2nd, 4th, 8th and so on. */
export function isWorthTelling(tryCount: number): boolean {
  return (tryCount & (tryCount - 1)) === 0
}
