import type { StationCode } from '../../domain/ids.ts'
import type { Station } from '../../domain/station.ts'
import type { Problems } from './problems.ts'
import { type FeedStop, type FeedStops, stationOf } from './stops.ts'
import type { FeedTrip } from './trips.ts'

/** The stations that the chosen trips call at. */
export interface Stations {
  readonly list: readonly Station[]
  codeOf(stop: FeedStop): StationCode
  nameOf(code: StationCode): string
}

/** A row of stops.txt that stands for a station, and the zone of those who call there first. */
interface UsedStation {
  readonly row: FeedStop
  readonly stop: FeedStop
  readonly agencyTimeZone: string
}

/** Makes stations of the stops that trains call at: the parent where there is one, under its `stop_code`, else its `stop_id`. */
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
  const list = listStations(used.values(), codes, problems)
  const names = new Map(list.map((station) => [station.code, station.name]))
  return {
    list,
    codeOf: (stop) => codes.get(rowOf.get(stop) ?? stop) ?? (stop.id as StationCode),
    nameOf: (code) => names.get(code) ?? code,
  }
}

/**
 * Rows with one code and one name are one station. Where publishers gave one code to places of different names, their `stop_id`
 * tells them apart.
 */
function giveCodes(used: readonly UsedStation[], problems: Problems): ReadonlyMap<FeedStop, StationCode> {
  const namesOfCode = new Map<string, Set<string>>()
  for (const { row } of used) {
    const names = namesOfCode.get(row.code) ?? new Set()
    namesOfCode.set(row.code, names.add(row.name))
  }
  const codes = new Map<FeedStop, StationCode>()
  const owners = new Map<string, FeedStop>()
  for (const { row } of used) {
    const isOwn = row.code !== '' && namesOfCode.get(row.code)?.size === 1
    const code = isOwn ? row.code : row.id
    const owner = owners.get(code) ?? row
    if (owner.name !== row.name)
      problems.add(
        'stops.txt',
        row.line,
        `the code ${code} is also that of ${owner.name} (line ${owner.line})`,
      )
    owners.set(code, owner)
    codes.set(row, code as StationCode)
  }
  return codes
}

function listStations(
  used: Iterable<UsedStation>,
  codes: ReadonlyMap<FeedStop, StationCode>,
  problems: Problems,
): readonly Station[] {
  const stations = new Map<StationCode, Station>()
  for (const { row, stop, agencyTimeZone } of used) {
    const code = codes.get(row)
    if (code === undefined || stations.has(code)) continue
    const name = row.name || stop.name
    if (name === '') problems.add('stops.txt', row.line, 'stop_name is empty, and trains call there')
    const timeZone = row.timeZone || stop.timeZone || agencyTimeZone
    const { latitude, longitude } = row.latitude === null || row.longitude === null ? stop : row
    stations.set(code, { code, name, timeZone, latitude, longitude })
  }
  return [...stations.values()]
}
