/** A bucket of tokens: `ratePerSecond` flow in, at most `burst` stay. */
export interface Allowance {
  readonly ratePerSecond: number
  readonly burst: number
}

/** Limits requests by name (an address, a caller) with one bucket for each. */
export interface Limiter {
  /** 0 when the request may pass, and takes a token; else after how many milliseconds one will be there. */
  take(name: string | number, nowMs: number): number
  /** Buckets remembered. */
  readonly size: number
}

interface Bucket {
  /** In thousandths, so that a rate by the second fills whole ones each millisecond. */
  milliTokens: number
  filledAtMs: number
}

/**
 * Remembers at most `maxNames` names: the buckets are kept in two generations, and the older one is forgotten when the younger is
 * full. Whoever is forgotten starts with a full bucket, so forgetting errs in the caller's favor.
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
    take(name, nowMs) {
      const bucket = bucketOf(name, nowMs)
      const gained = Math.max(0, nowMs - bucket.filledAtMs) * ratePerSecond
      bucket.milliTokens = Math.min(burst * 1000, bucket.milliTokens + gained)
      bucket.filledAtMs = Math.max(bucket.filledAtMs, nowMs)
      if (bucket.milliTokens < 1000) return Math.ceil((1000 - bucket.milliTokens) / ratePerSecond)
      bucket.milliTokens -= 1000
      return 0
    },
  }
}

/** What one caller and one address may ask for; many callers can share an address, so it has more. */
export const allowances = {
  caller: { ratePerSecond: 50, burst: 200 },
  address: { ratePerSecond: 1_000, burst: 3_000 },
  /** New guests by address: each of them brings an allowance of its own. */
  newSessions: { ratePerSecond: 100, burst: 500 },
} satisfies Record<string, Allowance>
