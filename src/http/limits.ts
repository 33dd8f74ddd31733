/** A token bucket: `ratePerSecond` tokens flow in, and at most `burst` stay. */
export interface Allowance {
  readonly ratePerSecond: number
  readonly burst: number
}

/** Limits requests by name (an address, a caller) with one bucket for each. */
interface Limiter {
  /**
   * Takes the tokens of a request, one by default and never more than a burst. Returns 0 if the request may
   * pass, otherwise the milliseconds until enough tokens are there.
   */
  take(name: string | number, nowMs: number, tokens?: number): number
  /** Tokens in the bucket as it was when it was last looked at. */
  left(name: string | number): number
  /** Buckets remembered. */
  readonly size: number
}

interface Bucket {
  /** In thousandths, so a rate per second adds whole units each millisecond. */
  milliTokens: number
  filledAtMs: number
}

/**
 * Remembers at most `maxNames` names: it keeps the buckets in two generations, and forgets the older one when
 * the younger is full. A forgotten name starts with a full bucket, so forgetting errs in the caller's favor.
 */
export function makeLimiter(allowance: Allowance, maxNames = 100_000): Limiter {
  const { ratePerSecond, burst } = allowance
  let young = new Map<string | number, Bucket>()
  let old = new Map<string | number, Bucket>()
  function bucketOf(name: string | number, nowMs: number): Bucket {
    const known = young.get(name)
    if (known) return known
    const bucket = old.get(name) ?? { milliTokens: burst * 1000, filledAtMs: nowMs }
    if (young.size >= maxNames / 2) {
      old = young
      young = new Map()
    }
    young.set(name, bucket)
    return bucket
  }
  return {
    get size() {
      return young.size + old.size
    },
    left(name) {
      const bucket = young.get(name) ?? old.get(name)
      return bucket ? Math.floor(bucket.milliTokens / 1000) : burst
    },
    take(name, nowMs, tokens = 1) {
      const bucket = bucketOf(name, nowMs)
      const gained = Math.max(0, nowMs - bucket.filledAtMs) * ratePerSecond
      bucket.milliTokens = Math.min(burst * 1000, bucket.milliTokens + gained)
      bucket.filledAtMs = Math.max(bucket.filledAtMs, nowMs)
      const wanted = tokens * 1000
      if (bucket.milliTokens < wanted) return Math.ceil((wanted - bucket.milliTokens) / ratePerSecond)
      bucket.milliTokens -= wanted
      return 0
    },
  }
}
