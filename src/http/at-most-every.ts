/**
 * Makes something at most once per interval, and once at a time: all callers meanwhile get the same result.
 * After a failure, the next call tries again.
 */
export function atMostEvery<T>(
  everyMs: number,
  nowMs: () => number,
  make: () => Promise<T>,
): () => Promise<T> {
  let made: Promise<T> | undefined
  let askAgainAtMs = 0
  return () => {
    if (made && nowMs() < askAgainAtMs) return made
    const making = make()
    made = making
    askAgainAtMs = Number.POSITIVE_INFINITY
    making.then(
      () => {
        askAgainAtMs = nowMs() + everyMs
      },
      () => {
        askAgainAtMs = 0
      },
    )
    return making
  }
}
