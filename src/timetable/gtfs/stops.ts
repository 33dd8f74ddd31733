import type { Coordinates } from '../../domain/railway/great-circle.ts'
import { type FeedRow, keepRow } from './feed-rows.ts'
import { nameProblems } from './name-problems.ts'
import type { GtfsProblem } from './problems.ts'
import { type Field, type Reading, readTable } from './table.ts'
import { isTimeZone } from './time-zone.ts'

/** A row of stops.txt: a platform, a station, or something within one. */
export interface FeedStop extends Coordinates, FeedRow {
  readonly id: string
  readonly code: string
  readonly name: string
  /** How the name is spoken; empty if the feed does not say. */
  readonly spokenName: string
  readonly parentId: string
  /** Empty if the agency's applies. */
  readonly timeZone: string
}

/** The stops of a feed by `stop_id`. */
export type FeedStops = ReadonlyMap<string, FeedStop>

type StopColumn =
  | 'stop_id'
  | 'stop_name'
  | 'stop_code'
  | 'stop_lat'
  | 'stop_lon'
  | 'location_type'
  | 'parent_station'
  | 'stop_timezone'
  | 'tts_stop_name'

const file = 'stops.txt'

/**
 * A boarding area is in a platform, which is in a station
 * (GTFS reference, `location_type`); more steps mean a circle.
 */
const maxParents = 3

export async function readStops(reading: Reading): Promise<FeedStops> {
  const stops = new Map<string, FeedStop>()
  const form = {
    file,
    keys: ['stop_id'] as const,
    columns: ['stop_name'] as const,
    optional: [
      'stop_code',
      'stop_lat',
      'stop_lon',
      'parent_station',
      'stop_timezone',
      'tts_stop_name',
    ] as const,
  }
  await readTable<StopColumn>(reading, form, (field, line, flaw) => {
    const id = field('stop_id')
    const latitude = parseDegrees(field('stop_lat'), 90)
    const longitude = parseDegrees(field('stop_lon'), 180)
    const reason = flaw ?? stopFlaw(field, latitude, longitude)
    const flaws = reason === undefined ? [] : [{ file, line, reason }]
    const place = { latitude: latitude ?? null, longitude: longitude ?? null }
    keepRow(stops, id, { ...namesOf(field), ...place, id, line, flaws }, keptIn, reading.problems)
  })
  return stops
}

const keptIn = { file, idColumn: 'stop_id' }

function stopFlaw(
  field: Field<StopColumn>,
  latitude: number | null | undefined,
  longitude: number | null | undefined,
): string | undefined {
  if (latitude === undefined) return `stop_lat ${field('stop_lat')} is not a latitude`
  if (longitude === undefined) return `stop_lon ${field('stop_lon')} is not a longitude`
  const zone = field('stop_timezone')
  if (zone === '' || isTimeZone(zone)) return undefined
  return `stop_timezone ${zone} is not a time zone (such as Europe/Berlin)`
}

function namesOf(field: Field<StopColumn>): Omit<FeedStop, 'id' | 'latitude' | 'longitude' | keyof FeedRow> {
  return {
    code: field('stop_code'),
    name: field('stop_name'),
    spokenName: field('tts_stop_name'),
    parentId: field('parent_station'),
    timeZone: field('stop_timezone'),
  }
}

/** Null if the field is empty, undefined if it is not a number within the limit. */
function parseDegrees(text: string, limit: number): number | null | undefined {
  if (text === '') return null
  const degrees = Number(text)
  return Number.isFinite(degrees) && Math.abs(degrees) <= limit ? degrees : undefined
}

/** All mistakes in a stop at which a train calls, and in its station. */
export function stopFlaws(stop: FeedStop, stops: FeedStops): readonly GtfsProblem[] {
  const chain = [...ancestry(stop, stops)]
  const station = chain.at(-1) ?? stop
  return [
    ...chain.flatMap(({ flaws }) => flaws),
    ...parentFlaws(stop, station, stops),
    ...nameFlaws(stop, station),
  ]
}

function parentFlaws(stop: FeedStop, last: FeedStop, stops: FeedStops): GtfsProblem[] {
  if (last.parentId === '') return []
  const reason = stops.has(last.parentId)
    ? `parent_station ${stop.parentId} leads round in a circle`
    : `parent_station ${last.parentId} is not in ${file}`
  return [{ file, line: stops.has(last.parentId) ? stop.line : last.line, reason }]
}

function nameFlaws(stop: FeedStop, station: FeedStop): GtfsProblem[] {
  const { line, name } = station.name === '' ? stop : station
  const code = station.code === '' ? { stop_id: station.id } : { stop_code: station.code }
  const empty = { file, line: station.line, reason: 'stop_name is empty, and trains call there' }
  return [
    ...nameProblems(file, station.line, code),
    ...nameProblems(file, line, { stop_name: name }),
    ...(name === '' ? [empty] : []),
  ]
}

/** The stop, its parent, and so on to the outermost. */
function* ancestry(stop: FeedStop, stops: FeedStops): Generator<FeedStop> {
  let current: FeedStop | undefined = stop
  for (let step = 0; current && step <= maxParents; step++) {
    yield current
    current = stops.get(current.parentId)
  }
}

/** The station that a stop belongs to: its outermost parent, or itself. */
export function stationOf(stop: FeedStop, stops: FeedStops): FeedStop {
  return [...ancestry(stop, stops)].at(-1) ?? stop
}
