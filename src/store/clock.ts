import { dayMs, type Instant, spanOf } from '../domain/instant.ts'
import type { Misdated } from './misdated.ts'

/** The source of the time; a test provides its own. */
export interface Clock {
  now(): Instant
}

/** Trains with bookings that would have left while no server was running. */
export interface TrainsLeft {
  readonly count: number
  /** The name of the first of them; null if there is none. */
  readonly first: string | null
}

/** How the deciding clock compares with the times in the database, in milliseconds. */
export interface ClockState {
  /** This machine's clock, or the database's own where that one decides. */
  readonly now: number
  /** The latest time that the file was worked on; null where the database's own clock decides. */
  readonly markAt: number | null
  /** What keeps a server from starting. */
  readonly trainsLeft: TrainsLeft
  readonly misdated: Misdated
}

/**
 * Wall time at the start plus the monotonic time since then. It never goes back and does not follow jumps of
 * the wall clock. If the start is behind `highWater`, the latest time in the database, the clock continues
 * from there.
 */
export function monotonicClock(highWater: number, warn: (message: string) => void): Clock {
  const wall = Date.now()
  if (wall < highWater)
    warn(
      `the clock is ${spanOf(highWater - wall)} behind the database and is held at ` +
        'its time; if the clock is right, stop and run "holdfast clock"',
    )
  else if (highWater > 0 && wall - highWater > dayMs)
    warn(`the clock is ${spanOf(wall - highWater)} ahead of the database, which is taken for downtime`)
  const base = Math.max(wall, highWater) - performance.now()
  let last = 0
  return {
    now() {
      last = Math.max(last, Math.floor(base + performance.now()))
      return last as Instant
    },
  }
}
