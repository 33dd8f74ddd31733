import type { StationCode } from '../../domain/ids.ts'
import { type Coordinates, greatCircleMeters } from '../../domain/railway/great-circle.ts'
import { farApartMeters } from '../../domain/railway/same-station.ts'
import { noOtherNames, type Station } from '../../domain/railway/station.ts'
import { searchForm } from '../../domain/text.ts'
import type { Problems } from './problems.ts'
import { type FeedStop, type FeedStops, stationOf } from './stops.ts'
import type { FeedTrip } from './trips.ts'

/** The stations that the chosen trips call at. */
export interface Stations {
  readonly list: readonly Station[]
  codeOf(stop: FeedStop): StationCode
  nameOf(code: StationCode): string
  /** The line of the station in stops.txt. */
  lineOf(code: StationCode): number
}

/** A row of stops.txt that represents a station, and the first of its platforms at which a train calls. */
interface UsedStation {
  readonly row: FeedStop
  readonly stop: FeedStop
  readonly agencyTimeZone: string
}

/** Makes stations of the stops at which trains call: the parent if there is one, under its code. */
export function gatherStations(trips: Iterable<FeedTrip>, stops: FeedStops, problems: Problems): Stations {
  const rowOf = new Map<FeedStop, FeedStop>()
  const used = new Map<FeedStop, UsedStation>()
  for (const trip of trips)
    for (const { stop } of trip.stopTimes) {
      if (rowOf.has(stop)) continue
      const row = stationOf(stop, stops)
      rowOf.set(stop, row)
      if (!used.has(row)) used.set(row, { row, stop, agencyTimeZone: trip.route.agency.timeZone })
    }
  const codes = giveCodes([...used.values()], problems)
  const list = listStations(used.values(), codes)
  const names = new Map(list.map((station) => [station.code, station.name]))
  const lines = new Map([...codes].reverse().map(([row, code]) => [code, row.line]))
  return {
    list,
    codeOf: (stop) => codes.get(rowOf.get(stop) ?? stop) ?? (stop.id as StationCode),
    nameOf: (code) => names.get(code) ?? code,
    lineOf: (code) => lines.get(code) ?? 0,
  }
}

/**
 * Rows with the same code and name are one station if they are close together. If a publisher gave one code
 * to several places, such as the number of a track, their `stop_id` distinguishes them.
 */
function giveCodes(used: readonly UsedStation[], problems: Problems): ReadonlyMap<FeedStop, StationCode> {
  const rowsOfCode = new Map<string, FeedStop[]>()
  for (const { row } of used) {
    const rows = rowsOfCode.get(row.code)
    if (rows) rows.push(row)
    else rowsOfCode.set(row.code, [row])
  }
  const ownCodes = new Set<string>()
  for (const [code, rows] of rowsOfCode) if (code !== '' && isOnePlace(rows, problems)) ownCodes.add(code)
  const codes = new Map<FeedStop, StationCode>()
  const owners = new Map<string, FeedStop>()
  for (const { row } of used) {
    const code = ownCodes.has(row.code) ? row.code : row.id
    const owner = owners.get(code) ?? row
    if (owner !== row && !isSamePlace(owner, row)) {
      const reason = `the code ${code} is also that of ${owner.name} (line ${owner.line})`
      problems.add('stops.txt', row.line, reason)
    }
    owners.set(code, owner)
    codes.set(row, code as StationCode)
  }
  return codes
}

/** True if all rows that share a code are one station; warns if only their places distinguish them. */
function isOnePlace(rows: readonly FeedStop[], problems: Problems): boolean {
  const [first] = rows
  if (!first) return true
  const other = rows.find((row) => !isSamePlace(first, row))
  if (!other) return true
  if (searchForm(first.name) === searchForm(other.name)) {
    const reason =
      `has the code ${other.code} and the name ${other.name} of line ${first.line}, ` +
      'but lies more than 10 km away: they are two stations, each under its stop_id'
    problems.warn('station', 'stops.txt', other.line, reason)
  }
  return false
}

function isSamePlace(a: FeedStop, b: FeedStop): boolean {
  if (searchForm(a.name) !== searchForm(b.name)) return false
  return isNowhere(a) || isNowhere(b) || (greatCircleMeters(a, b) ?? 0) <= farApartMeters
}

/** True if the feed gives no place or 0,0, which programs write for an unknown place. */
export function isNowhere({ latitude, longitude }: Coordinates): boolean {
  if (latitude === null || longitude === null) return true
  // The nearest railway is hundreds of kilometers from that place in the Gulf of Guinea.
  return Math.abs(latitude) < 1 && Math.abs(longitude) < 1
}

function listStations(
  used: Iterable<UsedStation>,
  codes: ReadonlyMap<FeedStop, StationCode>,
): readonly Station[] {
  const stations = new Map<StationCode, Station>()
  for (const { row, stop, agencyTimeZone } of used) {
    const code = codes.get(row)
    const known = code === undefined ? undefined : stations.get(code)
    if (code === undefined || (known && !isNowhere(known))) continue
    const timeZone = row.timeZone || stop.timeZone || agencyTimeZone
    const { latitude, longitude } = isNowhere(row) ? stop : row
    const place = { latitude, longitude }
    stations.set(
      code,
      known
        ? { ...known, ...place }
        : { code, name: row.name || stop.name, timeZone, ...place, ...noOtherNames },
    )
  }
  return [...stations.values()]
}
