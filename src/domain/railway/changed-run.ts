import type { StationCode } from '../ids.ts'
import { type Instant, minuteMs } from '../instant.ts'
import { isSamePlace, type Place } from './keep-seats.ts'
import type { Stop } from './train-run.ts'

/** When and where a run calls. */
export interface Calls {
  readonly originAt: Instant
  readonly stops: readonly Stop[]
}

/** A run as it is sold, or as a newer timetable wants it. */
interface RunContent extends Calls {
  /** Digests of its coaches and of its fare. */
  readonly consist: string
  readonly fare: string
}

/** A run that somebody has, or has had, a claim on. */
export interface SoldRun extends RunContent {
  /** What it was before earlier changes: some of its passengers may have been told these times. */
  readonly formerCalls: readonly Calls[]
  /** Its seats that have a claim on any leg. */
  readonly claimed: readonly Place[]
}

export interface WantedRun extends RunContent {
  readonly seats: readonly Place[]
}

/**
 * What a newer timetable makes of a run that somebody has, or has had, a claim on. The run keeps its id.
 *
 * - `changed`: no seat is claimed any more, so it becomes what is wanted, whatever that is.
 * - `moved`: at other times, all of them near enough to those that passengers know.
 * - `recoached`: with other coaches, in which every claimed seat is there.
 * - `repriced`: at another fare, or along another distance.
 * - `renamed`: under another name or number.
 * - `waiting`: none of these; somebody has to decide.
 *
 * A run gets the first of these names that applies: one that is `moved` may have other coaches, another fare
 * and another name as well, and one that is `recoached` another fare and name.
 */
export type SoldRunChange = 'changed' | 'moved' | 'recoached' | 'repriced' | 'renamed' | 'waiting'

/** What becomes of a sold run that a newer timetable has otherwise; times may move by so many minutes. */
export function changeSoldRun(sold: SoldRun, wanted: WantedRun, mostMinutes: number): SoldRunChange {
  if (sold.claimed.length === 0) return 'changed'
  if (!isNear([sold, ...sold.formerCalls], wanted, mostMinutes)) return 'waiting'
  if (seatsLost(wanted.seats, sold.claimed).length > 0) return 'waiting'
  if (isMoved(sold, wanted)) return 'moved'
  if (sold.consist !== wanted.consist) return 'recoached'
  return sold.fare !== wanted.fare || !hasSameDistances(sold, wanted) ? 'repriced' : 'renamed'
}

/** What a run that waits would lose for those who have claims on it, had it become what is wanted. */
export type WaitingCause =
  /** It calls elsewhere: not at these stations any more, or not for everybody, and newly at those. */
  | {
      readonly what: 'stops'
      readonly lost: readonly StationCode[]
      readonly added: readonly StationCode[]
    }
  /** By how many minutes a time differs at most from one that passengers may have been told. */
  | { readonly what: 'times'; readonly minutes: number }
  /** Numbers of seats that are claimed, and that its coaches do not have. */
  | { readonly what: 'seats'; readonly seatNumbers: readonly string[] }

/** Why a sold run cannot become what is wanted; empty if it can. */
export function whyWaiting(sold: SoldRun, wanted: WantedRun, mostMinutes: number): readonly WaitingCause[] {
  const told: readonly Calls[] = [sold, ...sold.formerCalls]
  const hasSameStops = told.every((one) => hasStops(one, wanted))
  const minutes = hasSameStops ? Math.max(...told.map((one) => minutesMoved(one, wanted))) : 0
  const seats = seatsLost(wanted.seats, sold.claimed)
  return [
    ...(hasSameStops ? [] : [otherStops(sold, wanted)]),
    ...(minutes > mostMinutes ? [{ what: 'times' as const, minutes: Math.ceil(minutes) }] : []),
    ...(seats.length > 0 ? [{ what: 'seats' as const, seatNumbers: seats.map(({ number }) => number) }] : []),
  ]
}

function otherStops(sold: Calls, wanted: Calls): WaitingCause {
  const isServed = (stop: Stop) =>
    wanted.stops.some((next) => next.stationCode === stop.stationCode && hasSameUse(stop, next))
  const was = new Set(sold.stops.map(({ stationCode }) => stationCode))
  const codes = wanted.stops.map(({ stationCode }) => stationCode)
  return {
    what: 'stops',
    lost: [...new Set(sold.stops.filter((stop) => !isServed(stop)).map(({ stationCode }) => stationCode))],
    added: [...new Set(codes.filter((code) => !was.has(code)))],
  }
}

function hasStops({ stops }: Calls, wanted: Calls): boolean {
  const isKept = (stop: Stop, next: Stop | undefined) => next !== undefined && hasSameUse(stop, next)
  return (
    stops.length === wanted.stops.length && stops.every((stop, index) => isKept(stop, wanted.stops[index]))
  )
}

/** The most by which any time moves, in minutes; both have the same stops. */
function minutesMoved(one: Calls, wanted: Calls): number {
  const shifts = one.stops.flatMap((stop, index) => {
    const next = wanted.stops[index]
    return next ? shiftsOf(one, stop, wanted, next) : []
  })
  return Math.max(0, ...shifts.map(Math.abs)) / minuteMs
}

/** The same stops, at times near to all that were ever told. */
function isNear(told: readonly Calls[], wanted: Calls, mostMinutes: number): boolean {
  return told.every((one) => hasStops(one, wanted) && minutesMoved(one, wanted) <= mostMinutes)
}

/** Nobody loses the station at which they board or alight. */
function hasSameUse(stop: Stop, next: Stop): boolean {
  return (
    stop.stationCode === next.stationCode &&
    (next.canBoard || !stop.canBoard) &&
    (next.canAlight || !stop.canAlight)
  )
}

function isMoved(sold: Calls, wanted: Calls): boolean {
  return sold.stops.some((stop, index) => {
    const next = wanted.stops[index]
    return next !== undefined && shiftsOf(sold, stop, wanted, next).some((shift) => shift !== 0)
  })
}

/** By how many milliseconds arrival and departure move. */
function shiftsOf(sold: Calls, stop: Stop, wanted: Calls, next: Stop): readonly number[] {
  const originShift = wanted.originAt - sold.originAt
  return [
    originShift + (next.arrivalSeconds - stop.arrivalSeconds) * 1000,
    originShift + (next.departureSeconds - stop.departureSeconds) * 1000,
  ]
}

function hasSameDistances({ stops }: Calls, wanted: Calls): boolean {
  return stops.every((stop, index) => stop.distanceMeters === wanted.stops[index]?.distanceMeters)
}

/** The claimed seats that are not there under their number, in their class and of their kind. */
function seatsLost(seats: readonly Place[], claimed: readonly Place[]): readonly Place[] {
  const byNumber = new Map(seats.map((seat) => [seat.number, seat]))
  return claimed.filter((seat) => {
    const next = byNumber.get(seat.number)
    return next === undefined || !isSamePlace(seat, next)
  })
}
