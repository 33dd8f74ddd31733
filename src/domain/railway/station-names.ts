import type { StationCode } from '../ids.ts'
import { noOtherNames, type Station } from './station.ts'
import type { TrainRun } from './train-run.ts'

/** What a station was called until an import changed it. */
export interface FormerStation extends Pick<Station, 'code' | 'name' | 'timeZone'> {
  /** The last version of the network that had it so. */
  readonly untilVersion: number
}

/**
 * Finds the station of a stop of a run, with the name and the time zone that the run was sold with; undefined
 * if no station has its code.
 */
export function stationFinder(
  stations: ReadonlyMap<StationCode, Station>,
  formerStations: Iterable<FormerStation>,
): (run: TrainRun, stopIndex: number) => Station | undefined {
  const formerOf = new Map<StationCode, FormerStation[]>()
  for (const former of formerStations) {
    const list = formerOf.get(former.code)
    if (list) list.push(former)
    else formerOf.set(former.code, [former])
  }
  for (const list of formerOf.values()) list.sort((a, b) => a.untilVersion - b.untilVersion)
  return ({ train, stationsAsOf }, stopIndex) => {
    const code = train.stops[stopIndex]?.stationCode
    const station = code === undefined ? undefined : stations.get(code)
    if (!station || stationsAsOf === null) return station
    const then = formerOf.get(station.code)?.find(({ untilVersion }) => untilVersion >= stationsAsOf)
    if (!then) return station
    const { name, timeZone } = then
    // The names in other languages that it has today are translations of its new name.
    return { ...station, name, timeZone, ...(name === station.name ? {} : noOtherNames) }
  }
}
