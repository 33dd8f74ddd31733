import type { StationCode } from '../../domain/ids.ts'
import { type Coordinates, greatCircleMeters } from '../../domain/railway/great-circle.ts'
import type { Stop } from '../../domain/railway/train-run.ts'
import type { Problems } from './problems.ts'
import type { FeedStop } from './stops.ts'
import { timeText } from './times.ts'
import type { FeedTrip, StopTime } from './trips.ts'

const file = 'stop_times.txt'

/** A call whose times are known or computed. */
interface TimedCall {
  readonly call: StopTime
  readonly arrival: number
  readonly departure: number
}

/** What this file needs to know about the stop of a call: its station and location. */
export interface Places {
  codeOf(stop: FeedStop): StationCode
  placeOf(code: StationCode): Coordinates
}

/**
 * The stops of a trip in order, checked: no sequence number twice, never backward in time. A time that the
 * feed leaves out is computed from the times around it and the distance between the stations. Undefined if
 * something is wrong; `problems` then says what.
 */
export function layStops(trip: FeedTrip, places: Places, problems: Problems): readonly Stop[] | undefined {
  const complain = (line: number, reason: string) => {
    problems.addToTrip(trip.id, { file, line, reason })
    return undefined
  }
  const calls = inOrder(trip, problems, complain)
  if (!calls) return undefined
  if (calls.length === 0) return []
  const known = metersAlong(calls.map((call) => places.placeOf(places.codeOf(call.stop))))
  const timed = timeCalls(calls, known, complain)
  if (!timed || !isForward(timed, complain)) return undefined
  const meters = withEnds(known, timed)
  return timed.map(({ call, arrival, departure }, index) => ({
    stationCode: places.codeOf(call.stop),
    arrivalSeconds: arrival,
    departureSeconds: departure,
    distanceMeters: Math.round(meters[index] ?? 0),
    canBoard: call.canBoard && index < timed.length - 1,
    canAlight: call.canAlight && index > 0,
  }))
}

type Complain = (line: number, reason: string) => undefined

/** Whether a passenger can board at one station and alight at a later, different one. */
export function canBeRidden(stops: readonly Stop[]): boolean {
  return stops.some(
    (from, index) =>
      from.canBoard &&
      stops.slice(index + 1).some((to) => to.canAlight && to.stationCode !== from.stationCode),
  )
}

/** The calls by sequence number. Of two identical calls, one is used. */
function inOrder(trip: FeedTrip, problems: Problems, complain: Complain): readonly StopTime[] | undefined {
  const calls: StopTime[] = []
  for (const call of trip.stopTimes.toSorted((a, b) => a.sequence - b.sequence)) {
    const before = calls.at(-1)
    if (call.sequence !== before?.sequence) calls.push(call)
    else if (isSameCall(before, call))
      problems.warn('row twice', file, call.line, `is the same as line ${before.line} and was ignored`)
    else return complain(call.line, `the trip has stop_sequence ${call.sequence} twice`)
  }
  return calls
}

function isSameCall(a: StopTime, b: StopTime): boolean {
  const isSameTime = a.arrival === b.arrival && a.departure === b.departure
  return a.stop === b.stop && isSameTime && a.canBoard === b.canBoard && a.canAlight === b.canAlight
}

/**
 * The great circle from stop to stop, added up: GTFS's shape_dist_traveled has no unit. It follows the
 * stops with a known place; stops between them are spaced evenly. Null before the first and after the last
 * known place.
 */
function metersAlong(places: readonly Coordinates[]): readonly (number | null)[] {
  const meters: (number | null)[] = places.map(() => null)
  let last = -1
  for (const [index, place] of places.entries()) {
    if (place.latitude === null) continue
    const before = places[last]
    const start = meters[last] ?? 0
    const way = before ? (greatCircleMeters(before, place) ?? 0) : 0
    for (let at = last < 0 ? index : last + 1; at <= index; at++)
      meters[at] = last < 0 ? 0 : start + (way * (at - last)) / (index - last)
    last = index
  }
  return meters
}

/** Before the first and after the last known place, the train is as fast as it is between them. */
function withEnds(known: readonly (number | null)[], timed: readonly TimedCall[]): readonly number[] {
  const first = known.findIndex((meters) => meters !== null)
  const last = known.findLastIndex((meters) => meters !== null)
  const secondsTo = (index: number) => (timed[index]?.arrival ?? 0) - (timed[first]?.departure ?? 0)
  const speed = first < last ? (known[last] ?? 0) / Math.max(1, secondsTo(last)) : 0
  const secondsBefore = (index: number) =>
    index < first ? (timed[first]?.arrival ?? 0) - (timed[index]?.departure ?? 0) : 0
  const meters = known.map(
    (at, index) => at ?? speed * (index < first ? -secondsBefore(index) : secondsTo(index)),
  )
  const start = meters[0] ?? 0
  return meters.map((at) => at - start)
}

function timeCalls(
  calls: readonly StopTime[],
  meters: readonly (number | null)[],
  complain: Complain,
): readonly TimedCall[] | undefined {
  for (const end of [calls[0], calls.at(-1)])
    if (end && (end.arrival === null || end.departure === null))
      return complain(end.line, 'the first and the last stop of a trip need a time')
  const timed: TimedCall[] = []
  let before = 0
  for (const [index, call] of calls.entries()) {
    if (call.arrival === null || call.departure === null) continue
    timed.push(...spread(calls, meters, before, index))
    timed.push({ call, arrival: call.arrival, departure: call.departure })
    before = index
  }
  return timed
}

/** The calls between two that have times. Each is later than the previous one if the seconds allow it. */
function spread(
  calls: readonly StopTime[],
  meters: readonly (number | null)[],
  before: number,
  next: number,
): readonly TimedCall[] {
  const departure = calls[before]?.departure ?? 0
  const seconds = (calls[next]?.arrival ?? departure) - departure
  let last = 0
  return calls.slice(before + 1, next).map((call, at) => {
    const index = before + 1 + at
    const share = shareOfWay(meters, before, index, next)
    // In whole seconds, rounded down: better early than missed. Each later stop keeps a second.
    const latest = seconds - (next - index)
    last = Math.max(Math.min(Math.floor(seconds * share), latest), Math.min(last + 1, latest), last)
    return { call, arrival: departure + last, departure: departure + last }
  })
}

/** By distance, or by the number of stops if the distance is unknown. */
function shareOfWay(meters: readonly (number | null)[], before: number, index: number, next: number): number {
  const [from, at, to] = [meters[before], meters[index], meters[next]]
  const isKnown = from != null && at != null && to != null && to > from
  return isKnown ? (at - from) / (to - from) : (index - before) / (next - before)
}

function isForward(calls: readonly TimedCall[], complain: Complain): boolean {
  return calls.every(({ call, arrival, departure }, index) => {
    const before = calls[index - 1]?.departure ?? arrival
    const reason =
      arrival < before
        ? `arrives at ${timeText(arrival)}, before it has left the stop before (${timeText(before)})`
        : departure < arrival
          ? `departs at ${timeText(departure)}, before it arrives (${timeText(arrival)})`
          : undefined
    if (reason) complain(call.line, reason)
    return !reason
  })
}
