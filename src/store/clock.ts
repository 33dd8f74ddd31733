import type { Instant } from '../domain/instant.ts'

/** Where the time comes from; a test gives its own. */
export interface Clock {
  now(): Instant
}

/**
 * Wall time at the start plus monotonic time since: it never goes back, and a jump of the wall clock while running is not
 * followed. A start behind `highWater`, the latest time in the database, goes on from there.
 */
export function monotonicClock(highWater: number, warn: (message: string) => void): Clock {
  const wall = Date.now()
  if (wall < highWater)
    warn(`the clock is ${highWater - wall} ms behind the database and is held at its time`)
  const base = Math.max(wall, highWater) - performance.now()
  let last = 0
  return {
    now() {
      last = Math.max(last, Math.floor(base + performance.now()))
      return last as Instant
    },
  }
}
