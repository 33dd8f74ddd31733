import path from 'node:path'
import { openPromise } from 'yauzl'

/*
 * A second reader of GTFS that shares no code with the first. It checks nothing and supports only the feeds
 * that the tests compare. Every difference between the two readers is a fault in one of them.
 */

export const realFeeds = path.resolve(import.meta.dirname, '../../../../shared/data/gtfs')

export type Row = Readonly<Record<string, string>>

/**
 * The simplest possible reader: the whole zip file in memory, one character at a time, nothing checked.
 */
export async function naiveTables(file: string): Promise<ReadonlyMap<string, readonly Row[]>> {
  const tables = new Map<string, readonly Row[]>()
  const zip = await openPromise(path.join(realFeeds, file), { lazyEntries: true, autoClose: false })
  for await (const entry of zip.eachEntry()) {
    const chunks: Buffer[] = []
    for await (const chunk of await zip.openReadStreamPromise(entry)) chunks.push(chunk)
    tables.set(entry.fileName, naiveRows(Buffer.concat(chunks).toString('utf8').replace('\ufeff', '')))
  }
  zip.close()
  return tables
}

function naiveRows(text: string): readonly Row[] {
  const rows: string[][] = [[]]
  let field = ''
  let isQuoted = false
  for (const letter of `${text.trimEnd()}\n`) {
    if (letter === '"') isQuoted = !isQuoted
    else if (isQuoted) field += letter
    else if (letter === ',' || letter === '\n') {
      rows.at(-1)?.push(field.trim())
      field = ''
      if (letter === '\n') rows.push([])
    } else field += letter
  }
  const [head = [], ...body] = rows
  return body
    .slice(0, -1)
    .map((row) => Object.fromEntries(head.map((name, index) => [name, row[index] ?? ''])))
}

/** The dates of each trip, `YYYYMMDD`, up to a date. */
export function naiveDates(tables: ReadonlyMap<string, readonly Row[]>, from: string, to: string) {
  const dates = new Map<string, Set<string>>()
  const daysOfWeek = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday']
  for (const row of tables.get('calendar.txt') ?? []) {
    const own = new Set<string>()
    const start = row.start_date ?? ''
    const at = new Date(`${start.slice(0, 4)}-${start.slice(4, 6)}-${start.slice(6)}T12:00:00Z`)
    for (; ; at.setUTCDate(at.getUTCDate() + 1)) {
      const date = at.toISOString().slice(0, 10).replaceAll('-', '')
      if (date > to || date > (row.end_date ?? '')) break
      if (date >= from && row[daysOfWeek[at.getUTCDay()] ?? ''] === '1') own.add(date)
    }
    dates.set(row.service_id ?? '', own)
  }
  for (const row of tables.get('calendar_dates.txt') ?? []) {
    const own = dates.get(row.service_id ?? '') ?? new Set<string>()
    dates.set(row.service_id ?? '', own)
    if (row.exception_type === '2') own.delete(row.date ?? '')
    else if ((row.date ?? '') >= from && (row.date ?? '') <= to) own.add(row.date ?? '')
  }
  return dates
}

export const seconds = (text = '') => text.split(':').reduce((sum, part) => sum * 60 + Number(part), 0)

/** A place along a trip; the meters follow the great circles between stations. */
interface NaiveStop {
  readonly station: string
  readonly arrival: number
  readonly departure: number
  readonly board: boolean
  readonly alight: boolean
  readonly meters: number
}

export interface NaiveTrip {
  readonly number: string
  readonly stops: readonly NaiveStop[]
  /** `YYYY-MM-DD` */
  readonly dates: readonly string[]
}

/** Every trip that a passenger can ride, with its dates within a range, `YYYYMMDD`. */
export function naiveTrips(
  tables: ReadonlyMap<string, readonly Row[]>,
  from: string,
  to: string,
): readonly NaiveTrip[] {
  const stops = new Map((tables.get('stops.txt') ?? []).map((row) => [row.stop_id ?? '', row]))
  const dates = naiveDates(tables, from, to)
  const calls = Map.groupBy(tables.get('stop_times.txt') ?? [], (row) => row.trip_id ?? '')
  const trips = (tables.get('trips.txt') ?? []).map((trip) => ({
    number: trip.trip_short_name ?? '',
    stops: naiveStops(calls.get(trip.trip_id ?? '') ?? [], stops),
    dates: [...(dates.get(trip.service_id ?? '') ?? [])]
      .map((date) => `${date.slice(0, 4)}-${date.slice(4, 6)}-${date.slice(6)}`)
      .sort(),
  }))
  return trips.filter(
    ({ stops: all, dates: days }) =>
      days.length > 0 &&
      all.some(
        (stop, at) =>
          stop.board && all.slice(at + 1).some((later) => later.alight && later.station !== stop.station),
      ),
  )
}

function naiveStops(calls: readonly Row[], stops: ReadonlyMap<string, Row>): readonly NaiveStop[] {
  const inOrder = calls.toSorted((a, b) => Number(a.stop_sequence) - Number(b.stop_sequence))
  let meters = 0
  return inOrder.map((call, at) => {
    const place = stationRow(call, stops)
    const before = inOrder[at - 1]
    if (before) meters += haversine(stationRow(before, stops), place)
    return {
      station: place?.stop_name ?? '',
      arrival: seconds(call.arrival_time || call.departure_time),
      departure: seconds(call.departure_time || call.arrival_time),
      board: call.pickup_type !== '1' && at < inOrder.length - 1,
      alight: call.drop_off_type !== '1' && at > 0,
      meters,
    }
  })
}

function stationRow(call: Row, stops: ReadonlyMap<string, Row>): Row | undefined {
  const stop = stops.get(call.stop_id ?? '')
  return stops.get(stop?.parent_station ?? '') ?? stop
}

function haversine(a: Row | undefined, b: Row | undefined): number {
  const [lat1 = 0, lon1 = 0, lat2 = 0, lon2 = 0] = [a?.stop_lat, a?.stop_lon, b?.stop_lat, b?.stop_lon].map(
    (degrees) => (Number(degrees) * Math.PI) / 180,
  )
  const half =
    Math.sin((lat2 - lat1) / 2) ** 2 + Math.cos(lat1) * Math.cos(lat2) * Math.sin((lon2 - lon1) / 2) ** 2
  return 2 * 6_371_008.8 * Math.asin(Math.sqrt(half))
}
