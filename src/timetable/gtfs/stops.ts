import type { Coordinates } from './great-circle.ts'
import { type Field, type Reading, readTable } from './table.ts'
import { isTimeZone } from './time-zone.ts'

/** A row of stops.txt: a platform, a station, or something within one. */
export interface FeedStop extends Coordinates {
  readonly id: string
  readonly line: number
  readonly code: string
  readonly name: string
  readonly parentId: string
  /** Empty where the agency's holds. */
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

const file = 'stops.txt'

/** A boarding area lies in a platform and that in a station (GTFS reference, `location_type`); more steps are a circle. */
const maxParents = 3

export async function readStops(reading: Reading): Promise<FeedStops> {
  const stops = new Map<string, FeedStop>()
  const form = {
    file,
    keys: ['stop_id'] as const,
    columns: ['stop_name'] as const,
    optional: ['stop_code', 'stop_lat', 'stop_lon', 'parent_station', 'stop_timezone'] as const,
  }
  await readTable<StopColumn>(reading, form, (field, line) => {
    const complain = (reason: string) => reading.problems.add(file, line, reason)
    const id = field('stop_id')
    const latitude = parseDegrees(field('stop_lat'), 90)
    const longitude = parseDegrees(field('stop_lon'), 180)
    if (stops.has(id)) return complain(`stop_id ${id} is there twice`)
    if (latitude === undefined) return complain(`stop_lat ${field('stop_lat')} is no latitude`)
    if (longitude === undefined) return complain(`stop_lon ${field('stop_lon')} is no longitude`)
    if (field('stop_timezone') !== '' && !isTimeZone(field('stop_timezone')))
      return complain(`stop_timezone ${field('stop_timezone')} is no time zone (such as Europe/Berlin)`)
    stops.set(id, { ...namesOf(field), id, line, latitude, longitude })
  })
  for (const stop of stops.values()) checkParents(stop, stops, reading)
  return stops
}

function namesOf(field: Field<StopColumn>): Pick<FeedStop, 'code' | 'name' | 'parentId' | 'timeZone'> {
  return {
    code: field('stop_code'),
    name: field('stop_name'),
    parentId: field('parent_station'),
    timeZone: field('stop_timezone'),
  }
}

/** Null where the field is empty, undefined where it is no number within the limit. */
function parseDegrees(text: string, limit: number): number | null | undefined {
  if (text === '') return null
  const degrees = Number(text)
  return Number.isFinite(degrees) && Math.abs(degrees) <= limit ? degrees : undefined
}

function checkParents(stop: FeedStop, stops: FeedStops, reading: Reading): void {
  const chain = [...ancestry(stop, stops)]
  const last = chain.at(-1) ?? stop
  if (last.parentId === '') return
  const reason = stops.has(last.parentId)
    ? `parent_station ${stop.parentId} leads round in a circle`
    : `parent_station ${last.parentId} is not in ${file}`
  if (last === stop || stops.has(last.parentId)) reading.problems.add(file, stop.line, reason)
}

/** The stop, the one it lies in, and so on to the outermost. */
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
