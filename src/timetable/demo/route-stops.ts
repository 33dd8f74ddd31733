import type { StationCode } from '../../domain/ids.ts'
import type { Stop } from '../../domain/railway/train-run.ts'
import { lines, products, type Service, stations } from './halvora.ts'

/** A station that a train passes, and the distance so far. */
interface Point {
  readonly code: string
  readonly meters: number
}

/** Tracks bend: they are longer than the straight line by this factor. */
const bend = 1.12
/** The time that slowing down and starting again takes at each stop. */
const callSeconds = 90
const earthRadiusMeters = 6_371_000

/**
 * The calls of a service's trains, outward or back, with the
 * first departure at `departureSeconds` of the service day.
 */
export function stopsOf(service: Service, direction: 'out' | 'back', departureSeconds: number): Stop[] {
  const { speed, haltMinutes } = products[service.product]
  const points = calledPoints(service, direction)
  const metersPerSecond = speed / 3.6
  let clock = departureSeconds
  return points.map(({ code, meters }, index) => {
    const before = points[index - 1]
    if (before) clock = toFullMinute(clock + (meters - before.meters) / metersPerSecond + callSeconds)
    const arrivalSeconds = clock
    if (before && index < points.length - 1) clock += haltMinutes * 60
    return {
      stationCode: code as StationCode,
      arrivalSeconds,
      departureSeconds: clock,
      distanceMeters: meters,
      canBoard: true,
      canAlight: true,
    }
  })
}

function calledPoints(service: Service, direction: 'out' | 'back'): Point[] {
  const codes = routeCodes(service)
  const way = direction === 'out' ? codes : codes.toReversed()
  const calls = service.calls === 'all' ? codes : service.calls.split(' ')
  const stray = calls.find((code) => !codes.includes(code))
  if (stray)
    throw new Error(`${service.product} ${service.number} calls at ${stray}, which is not on its route`)
  return measured(way).filter((point) => calls.includes(point.code))
}

/** Every station of the route in outward order, including those where trains do not call. */
function routeCodes(service: Service): string[] {
  return service.route.flatMap(([line, from, to], part) => {
    const codes = lines[line].split(' ')
    const [start, end] = [codes.indexOf(from), codes.indexOf(to)]
    if (start < 0 || end < 0) throw new Error(`line ${line} does not go from ${from} to ${to}`)
    const way = start < end ? codes.slice(start, end + 1) : codes.slice(end, start + 1).toReversed()
    // The station where two parts meet belongs to the first part.
    return part === 0 ? way : way.slice(1)
  })
}

function measured(codes: readonly string[]): Point[] {
  let meters = 0
  return codes.map((code, index) => {
    const before = codes[index - 1]
    if (before !== undefined) meters += trackMeters(before, code)
    return { code, meters }
  })
}

/** To the nearest hundred meters, as timetables print it. */
function trackMeters(from: string, to: string): number {
  const [a, b] = [positionOf(from), positionOf(to)]
  const half = (x: number, y: number) => Math.sin((y - x) / 2) ** 2
  const haversine =
    half(a.latitude, b.latitude) +
    Math.cos(a.latitude) * Math.cos(b.latitude) * half(a.longitude, b.longitude)
  return Math.round((2 * earthRadiusMeters * Math.asin(Math.sqrt(haversine)) * bend) / 100) * 100
}

/** In radians. */
function positionOf(wanted: string): { latitude: number; longitude: number } {
  const station = stations.find(([code]) => code === wanted)
  if (!station) throw new Error(`there is no station ${wanted}`)
  const [, , latitude, longitude] = station
  return { latitude: (latitude * Math.PI) / 180, longitude: (longitude * Math.PI) / 180 }
}

function toFullMinute(seconds: number): number {
  return Math.ceil(seconds / 60) * 60
}
