import type { StationCode } from '../../domain/ids.ts'
import type { Stop } from '../../domain/train-run.ts'
import { greatCircleMeters } from './great-circle.ts'
import type { Problems } from './problems.ts'
import type { FeedStop } from './stops.ts'
import { timeText } from './times.ts'
import type { FeedTrip, StopTime } from './trips.ts'

const file = 'stop_times.txt'

/** A call whose times are known or worked out. */
interface TimedCall {
  readonly call: StopTime
  readonly arrival: number
  readonly departure: number
}

/**
 * The stops of a trip in order, checked: no sequence number twice, never backwards in time. A time that the feed leaves out is
 * worked out from those around it by the way between the stations. Undefined where something is wrong; `problems` has it.
 */
export function layStops(
  trip: FeedTrip,
  codeOf: (stop: FeedStop) => StationCode,
  problems: Problems,
): readonly Stop[] | undefined {
  const calls = trip.stopTimes.toSorted((a, b) => a.sequence - b.sequence)
  if (calls.length === 0) return []
  const meters = metersAlong(calls)
  const timed = isInOrder(calls, problems) ? timeCalls(calls, meters, problems) : undefined
  if (!timed || !isForward(timed, problems)) return undefined
  return timed.map(({ call, arrival, departure }, index) => ({
    stationCode: codeOf(call.stop),
    arrivalSeconds: arrival,
    departureSeconds: departure,
    distanceMeters: Math.round(meters[index] ?? 0),
    canBoard: call.canBoard && index < timed.length - 1,
    canAlight: call.canAlight && index > 0,
  }))
}

/** Whether somebody can board at one station and alight at another one after it. */
export function canBeRidden(stops: readonly Stop[]): boolean {
  return stops.some(
    (from, index) =>
      from.canBoard &&
      stops.slice(index + 1).some((to) => to.canAlight && to.stationCode !== from.stationCode),
  )
}

function isInOrder(calls: readonly StopTime[], problems: Problems): boolean {
  return calls.every((call, index) => {
    if (call.sequence !== calls[index - 1]?.sequence) return true
    problems.add(file, call.line, `the trip has stop_sequence ${call.sequence} twice`)
    return false
  })
}

/** The great circle from stop to stop, added up: GTFS's shape_dist_traveled has no unit. Nothing where coordinates are missing. */
function metersAlong(calls: readonly StopTime[]): readonly number[] {
  let sum = 0
  return calls.map((call, index) => {
    const before = calls[index - 1]
    if (before) sum += greatCircleMeters(before.stop, call.stop) ?? 0
    return sum
  })
}

function timeCalls(
  calls: readonly StopTime[],
  meters: readonly number[],
  problems: Problems,
): readonly TimedCall[] | undefined {
  for (const end of [calls[0], calls.at(-1)])
    if (end && (end.arrival === null || end.departure === null)) {
      problems.add(file, end.line, 'the first and the last stop of a trip need a time')
      return undefined
    }
  let before = 0
  return calls.map((call, index) => {
    if (call.arrival !== null && call.departure !== null) {
      before = index
      return { call, arrival: call.arrival, departure: call.departure }
    }
    const next = calls.findIndex((other, at) => at > index && other.arrival !== null)
    const seconds = between(calls, meters, before, index, next)
    return { call, arrival: seconds, departure: seconds }
  })
}

/** By the share of the way; by the share of the stops where the way is not known. In whole seconds, downward: better early than missed. */
function between(
  calls: readonly StopTime[],
  meters: readonly number[],
  before: number,
  index: number,
  next: number,
): number {
  const departure = calls[before]?.departure ?? 0
  const arrival = calls[next]?.arrival ?? departure
  const way = (meters[next] ?? 0) - (meters[before] ?? 0)
  const share =
    way > 0 ? ((meters[index] ?? 0) - (meters[before] ?? 0)) / way : (index - before) / (next - before)
  return Math.floor(departure + (arrival - departure) * share)
}

function isForward(calls: readonly TimedCall[], problems: Problems): boolean {
  return calls.every(({ call, arrival, departure }, index) => {
    const before = calls[index - 1]?.departure ?? arrival
    const reason =
      arrival < before
        ? `arrives at ${timeText(arrival)}, before it has left the stop before (${timeText(before)})`
        : departure < arrival
          ? `departs at ${timeText(departure)}, before it arrives (${timeText(arrival)})`
          : undefined
    if (reason) problems.add(file, call.line, reason)
    return !reason
  })
}
