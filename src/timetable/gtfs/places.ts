import type { StationCode } from '../../domain/ids.ts'
import { type Coordinates, greatCircleMeters } from '../../domain/railway/great-circle.ts'
import type { Station } from '../../domain/railway/station.ts'
import type { Problems } from './problems.ts'
import { isNowhere, type Stations } from './stations.ts'
import type { FeedTrip, StopTime } from './trips.ts'

/** Faster than any train in service, 500 km/h, so that only wrong places are found. */
const fastestMetersPerSecond = 140

/** Times are often whole minutes, so a ride of one minute may have taken two. */
const roundingSeconds = 60

const nowhere: Coordinates = { latitude: null, longitude: null }

/** Two consecutive stations of a train, and the longest time that any train takes between them. */
interface Hop {
  readonly from: StationCode
  readonly to: StationCode
  seconds: number
}

/**
 * The stations with only their possible places. A place that is missing, or that no train could reach in its
 * time, is reported and left out; distances then follow the stations with known places.
 */
export function checkPlaces(
  stations: Stations,
  trips: Iterable<FeedTrip>,
  problems: Problems,
): readonly Station[] {
  const places = new Map<StationCode, Station>()
  const lost = new Set<StationCode>()
  for (const station of stations.list)
    if (isNowhere(station)) lost.add(station.code)
    else places.set(station.code, station)
  const wrong = wrongPlaces(hopsOf(trips, stations), places)
  for (const { code, latitude, longitude } of stations.list) {
    const reason = wrong.has(code)
      ? `lies at ${latitude},${longitude}, where no train could be in the time of the timetable`
      : latitude === null || longitude === null
        ? 'has no coordinates'
        : `lies at ${latitude},${longitude}, where there is no railway`
    if (!lost.has(code) && !wrong.has(code)) continue
    const told = `${stations.nameOf(code)} ${reason}; distances are measured without it`
    problems.warn('station', 'stops.txt', stations.lineOf(code), told)
  }
  return stations.list.map((station) =>
    lost.has(station.code) || wrong.has(station.code) ? { ...station, ...nowhere } : station,
  )
}

function hopsOf(trips: Iterable<FeedTrip>, { codeOf }: Stations): readonly Hop[] {
  const hops = new Map<StationCode, Map<StationCode, Hop>>()
  for (const trip of trips) {
    const calls = trip.stopTimes.toSorted((a, b) => a.sequence - b.sequence)
    for (const [index, call] of calls.entries()) {
      const before = calls[index - 1]
      const seconds = before && secondsBetween(before, call)
      if (!before || seconds === undefined) continue
      const [from, to] = [codeOf(before.stop), codeOf(call.stop)].sort() as [StationCode, StationCode]
      const ofStation = hops.get(from) ?? new Map<StationCode, Hop>()
      hops.set(from, ofStation)
      const hop = ofStation.get(to) ?? { from, to, seconds }
      hop.seconds = Math.max(hop.seconds, seconds)
      ofStation.set(to, hop)
    }
  }
  return [...hops.values()].flatMap((ofStation) => [...ofStation.values()])
}

function secondsBetween(before: StopTime, call: StopTime): number | undefined {
  return before.departure === null || call.arrival === null ? undefined : call.arrival - before.departure
}

/**
 * If no train could travel between two places, the wrong one is the one with more impossible
 * connections; if they are equal, the one that is farther from the middle of the feed.
 */
function wrongPlaces(
  hops: readonly Hop[],
  places: ReadonlyMap<StationCode, Station>,
): ReadonlySet<StationCode> {
  const ways = hops.filter((hop) => places.has(hop.from) && places.has(hop.to))
  let bad = ways.filter((hop) => isImpossible(hop, places))
  const wrong = new Set<StationCode>()
  if (bad.length === 0) return wrong
  const middle = middleOf([...places.values()])
  while (bad.length > 0) {
    const all = countEnds(ways)
    const shares = [...countEnds(bad)].map(([code, count]) => ({
      code,
      share: count / (all.get(code) ?? count),
      meters: greatCircleMeters(places.get(code) ?? nowhere, middle) ?? 0,
    }))
    const worst = shares.reduce((a, b) => ((b.share - a.share || b.meters - a.meters) > 0 ? b : a))
    wrong.add(worst.code)
    bad = bad.filter((hop) => hop.from !== worst.code && hop.to !== worst.code)
  }
  return wrong
}

function isImpossible(hop: Hop, places: ReadonlyMap<StationCode, Station>): boolean {
  const meters = greatCircleMeters(places.get(hop.from) ?? nowhere, places.get(hop.to) ?? nowhere) ?? 0
  return meters > (Math.max(0, hop.seconds) + roundingSeconds) * fastestMetersPerSecond
}

function countEnds(hops: readonly Hop[]): ReadonlyMap<StationCode, number> {
  const counts = new Map<StationCode, number>()
  for (const { from, to } of hops)
    for (const code of [from, to]) counts.set(code, (counts.get(code) ?? 0) + 1)
  return counts
}

/** The median of latitudes and of longitudes: a few wrong places do not change it. */
function middleOf(stations: readonly Station[]): Coordinates {
  const medianOf = (values: readonly (number | null)[]) =>
    values.map(Number).toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? null
  return {
    latitude: medianOf(stations.map((station) => station.latitude)),
    longitude: medianOf(stations.map((station) => station.longitude)),
  }
}
