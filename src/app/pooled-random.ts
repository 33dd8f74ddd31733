const poolBytes = 8192

/**
 * Hands out random bytes from a pool that is filled at once: asking the system for each token costs more than
 * deciding on its hold. Every byte is handed out once, and is then wiped from the pool.
 */
export function pooledRandom(fill: (count: number) => Uint8Array): (count: number) => Uint8Array {
  let pool = new Uint8Array(0)
  let used = 0
  return (count) => {
    if (count > poolBytes) return fill(count)
    if (used + count > pool.length) {
      pool = Uint8Array.from(fill(poolBytes))
      used = 0
    }
    const bytes = pool.slice(used, used + count)
    pool.fill(0, used, used + count)
    used += count
    return bytes
  }
}
