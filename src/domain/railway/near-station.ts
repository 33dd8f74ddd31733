import type { StationCode } from '../ids.ts'
import { searchForm } from '../text.ts'
import { greatCircleMeters } from './great-circle.ts'
import type { Network } from './network.ts'
import type { Station } from './station.ts'

/** How far away a place may be that says where a station is: first the one distance, then the other. */
const nearMeters = [50_000, 200_000] as const
const cellDegrees = 0.5
const metersPerDegree = 111_000

/**
 * Says where a station is by another one that people know: the station with the most trains within 50 km,
 * else within 200 km, whose name does not begin like its own. Undefined if there is none or no place is
 * known.
 */
export function nearStations(network: Network): (station: Station) => Station | undefined {
  const cells = Map.groupBy(network.stationsByName.filter(isPlaced), cellOf)
  const trains = countTrains(network)
  const known = new Map<Station, Station | undefined>()
  return (station) => {
    if (!known.has(station)) known.set(station, isPlaced(station) ? find(station) : undefined)
    return known.get(station)
  }

  function find(station: Placed): Station | undefined {
    for (const meters of nearMeters) {
      const around = cellsAround(station, meters).flatMap((cell) => cells.get(cell) ?? [])
      const ranked = around
        .filter((other) => !isNamedLike(other, station))
        .map((other) => ({
          other,
          trains: trains.get(other.code) ?? 0,
          meters: metersBetween(station, other),
        }))
        .filter((one) => one.meters <= meters)
      // In the order of names, so that the first of two equal ones is always the same.
      const best = ranked.reduce<(typeof ranked)[number] | undefined>(
        (a, b) => (a && (b.trains - a.trains || a.meters - b.meters) <= 0 ? a : b),
        undefined,
      )
      if (best) return best.other
    }
    return undefined
  }
}

type Placed = Station & { readonly latitude: number; readonly longitude: number }

function isPlaced(station: Station): station is Placed {
  return station.latitude !== null && station.longitude !== null
}

function metersBetween(a: Station, b: Station): number {
  return greatCircleMeters(a, b) ?? Number.POSITIVE_INFINITY
}

/** "Springfield West" says nothing about where "Springfield" is. */
function isNamedLike(a: Station, b: Station): boolean {
  const [one, other] = [searchForm(a.name), searchForm(b.name)]
  return one.startsWith(other) || other.startsWith(one)
}

function countTrains(network: Network): ReadonlyMap<StationCode, number> {
  const counts = new Map<StationCode, number>()
  const trains = new Set([...network.runs()].map(({ train }) => train))
  for (const { stops } of trains)
    for (const code of new Set(stops.map((stop) => stop.stationCode)))
      counts.set(code, (counts.get(code) ?? 0) + 1)
  return counts
}

function cellOf({ latitude, longitude }: Pick<Placed, 'latitude' | 'longitude'>): string {
  // The meridians 180 and -180 are one.
  const eastward = (((longitude + 180) % 360) + 360) % 360
  return `${Math.floor(latitude / cellDegrees)} ${Math.floor(eastward / cellDegrees)}`
}

/** The cells within a distance, and some more; at the ends of the Earth all meridians are close. */
function cellsAround({ latitude, longitude }: Placed, meters: number): readonly string[] {
  const degrees = meters / metersPerDegree
  const rows = Math.ceil(degrees / cellDegrees)
  const farthest = Math.abs(latitude) + degrees
  const shrunk = farthest < 89 ? Math.cos((farthest * Math.PI) / 180) : 0
  const columns = Math.min(Math.ceil(degrees / shrunk / cellDegrees), 180 / cellDegrees)
  const cells = new Set<string>()
  for (let row = -rows; row <= rows; row++)
    for (let column = -columns; column <= columns; column++)
      cells.add(
        cellOf({ latitude: latitude + row * cellDegrees, longitude: longitude + column * cellDegrees }),
      )
  return [...cells]
}
