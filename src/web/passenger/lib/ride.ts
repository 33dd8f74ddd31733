import type { Pair } from '../../shared/api/operations.ts'
import type { Run, Stop } from '../../shared/api-types.ts'

/** One segment of a run, with what a passenger reads about it. */
interface Ride {
  readonly from: Stop
  readonly to: Stop
  /** Local times of the stations. */
  readonly departure: string
  readonly arrival: string
}

/**
 * The segment of a run between two stations, the shortest one if the train calls twice at a station.
 * Undefined if the run does not connect them in this order.
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
      from: board,
      to: alight,
      departure: board.departure_time,
      arrival: alight.arrival_time,
    }
  }
  return best
}

/** The stops of that segment, in order; all of the run if it does not connect the stations. */
export function rideStops(run: Pick<Run, 'stops'>, pair: Pair): readonly Stop[] {
  const ride = rideOf(run, pair)
  if (!ride) return run.stops
  return run.stops.slice(run.stops.indexOf(ride.from), run.stops.indexOf(ride.to) + 1)
}
