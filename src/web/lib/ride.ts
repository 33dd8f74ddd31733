import type { Pair } from '../api/operations.ts'
import type { Run } from '../api-types.ts'

/** One segment of a run as a passenger reads it. */
export interface Ride {
  readonly fromName: string
  readonly toName: string
  /** Local times of the stations. */
  readonly departure: string
  readonly arrival: string
}

/**
 * The segment of a run between two stations. Where a train calls twice at one, it is the shortest way forward. Undefined where the
 * run does not go so.
 */
export function rideOf(run: Pick<Run, 'stops'>, { from, to }: Pair): Ride | undefined {
  let best: Ride | undefined
  let bestLength = Infinity
  for (const [start, board] of run.stops.entries()) {
    if (board.station_code !== from || board.departure_time === null) continue
    const length = run.stops.slice(start + 1).findIndex((stop) => stop.station_code === to)
    const alight = run.stops[start + 1 + length]
    if (length < 0 || length >= bestLength || !alight || alight.arrival_time === null) continue
    bestLength = length
    best = {
      fromName: board.name,
      toName: alight.name,
      departure: board.departure_time,
      arrival: alight.arrival_time,
    }
  }
  return best
}
