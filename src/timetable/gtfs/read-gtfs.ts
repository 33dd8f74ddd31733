import { setImmediate } from 'node:timers/promises'
import type { Timetable } from '../../domain/timetable.ts'
import type { Stop } from '../../domain/train-run.ts'
import type { ConsistRules, FareRules } from '../rules.ts'
import { type DateOptions, type DatesReport, dateTrips, type LaidTrip } from './date-trips.ts'
import { type Feed, openFeed } from './feed.ts'
import { type Departures, readFrequencies } from './frequencies.ts'
import { canBeRidden, layStops } from './lay-stops.ts'
import { Problems } from './problems.ts'
import { type Agency, type Modes, type Route, readAgencies, readRoutes } from './routes.ts'
import { readServices } from './services.ts'
import { gatherStations, type Stations } from './stations.ts'
import { readStopTimes } from './stop-times.ts'
import { type FeedStops, readStops } from './stops.ts'
import { type ProgressListener, type Reading, readTable } from './table.ts'
import { planTrains } from './trains.ts'
import { type FeedTrip, type FeedTrips, readTrips } from './trips.ts'

export interface ReadGtfsOptions extends DateOptions {
  /** Names the feed; by default its publisher, else its only agency, else the file. */
  readonly source?: string
  /** By default rail alone. */
  readonly modes?: Modes
  readonly consistRules: ConsistRules
  readonly fareRules: FareRules
  readonly onProgress?: ProgressListener
}

/** What was read and what was left out, for the operator. */
export interface GtfsReport extends DatesReport {
  /** Trips of the chosen modes, and their calls. */
  readonly trips: number
  readonly stopTimes: number
  readonly tripsOfOtherModes: number
  /** Left out: nobody can board and alight at two different stations. */
  readonly tripsNobodyCanRide: number
}

export interface GtfsTimetable extends Timetable {
  readonly report: GtfsReport
}

/** Everything of the feed that is not a train yet. */
interface FeedTables {
  readonly agencies: ReadonlyMap<string, Agency>
  readonly stops: FeedStops
  readonly trips: FeedTrips
  readonly departures: Departures
  readonly stopTimes: number
}

/** Reads a GTFS feed, zip file or folder, whole or not at all: throws `GtfsRefused` with file, line and reason of what is wrong. */
export async function readGtfs(source: string, options: ReadGtfsOptions): Promise<GtfsTimetable> {
  const feed = await openFeed(source)
  try {
    const reading: Reading = {
      feed,
      problems: new Problems(),
      onProgress: options.onProgress ?? (() => undefined),
    }
    const tables = await readTables(reading, options.modes ?? 'rail')
    const stations = gatherStations(tables.trips.chosen.values(), tables.stops, reading.problems)
    const laid = await layTrips(reading, tables, stations)
    reading.problems.refuseIfAny()
    const dated = dateTrips(laid, options, reading.problems)
    const trains = planTrains(dated.drafts, stations, options.consistRules, options.fareRules)
    const served = new Set(trains.flatMap((train) => train.stops.map((stop) => stop.stationCode)))
    return {
      source: options.source ?? (await feedName(reading, tables.agencies)),
      stations: stations.list.filter((station) => served.has(station.code)),
      consists: options.consistRules.consists,
      fares: options.fareRules.fares,
      trains,
      report: {
        trips: tables.trips.chosen.size,
        stopTimes: tables.stopTimes,
        tripsOfOtherModes: tables.trips.others.size,
        tripsNobodyCanRide: tables.trips.chosen.size - new Set(laid.map(({ trip }) => trip)).size,
        ...dated.report,
      },
    }
  } finally {
    feed.close()
  }
}

/** File by file, and no further where what comes next would only repeat what is wrong. */
async function readTables(reading: Reading, modes: Modes): Promise<FeedTables> {
  const { problems } = reading
  requireFiles(reading.feed, problems)
  const agencies = await readAgencies(reading)
  const routes = await readRoutes(reading, agencies)
  const services = await readServices(reading)
  const stops = await readStops(reading)
  problems.refuseIfAny()
  const trips = await readTrips(reading, routes, services, modes)
  if (trips.chosen.size === 0) problems.add('trips.txt', null, noTrips(routes, modes))
  problems.refuseIfAny()
  const stopTimes = await readStopTimes(reading, trips, stops)
  const departures = await readFrequencies(reading, trips)
  return { agencies, stops, trips, departures, stopTimes }
}

function requireFiles(feed: Feed, problems: Problems): void {
  for (const file of ['agency.txt', 'routes.txt', 'stops.txt', 'trips.txt', 'stop_times.txt'])
    if (feed.sizeOf(file) === undefined)
      problems.add(file, null, 'is missing; without it this is no GTFS feed')
  if (feed.sizeOf('calendar.txt') === undefined && feed.sizeOf('calendar_dates.txt') === undefined)
    problems.add('calendar.txt', null, 'is missing, and calendar_dates.txt too; one of them must be there')
  problems.refuseIfAny()
}

function noTrips(routes: ReadonlyMap<string, Route>, modes: Modes): string {
  const types = [...new Set([...routes.values()].map((route) => route.type))].sort((a, b) => a - b)
  const wanted = modes === 'rail' ? 'rail (route_type 2 or 100 to 117)' : 'the chosen modes'
  return `has no trip of ${modes === 'all' ? 'any mode' : wanted}; the routes are of type ${types.join(', ') || 'none'}`
}

/** Trips between two turns of the event loop, so that a server that imports still answers. */
const tripsAtOnce = 200

async function layTrips(
  reading: Reading,
  tables: FeedTables,
  stations: Stations,
): Promise<readonly LaidTrip[]> {
  const laid: LaidTrip[] = []
  let done = 0
  const total = tables.trips.chosen.size
  for (const trip of tables.trips.chosen.values()) {
    const stops = layStops(trip, stations.codeOf, reading.problems)
    if (stops && canBeRidden(stops)) laid.push(...repeat(trip, stops, tables.departures.get(trip)))
    if (++done % tripsAtOnce !== 0 && done < total) continue
    reading.onProgress('trains', done, total)
    await setImmediate()
  }
  return laid
}

/** One train for each departure that frequencies.txt gives the trip; its own times where it gives none. */
function repeat(
  trip: FeedTrip,
  stops: readonly Stop[],
  departures: readonly number[] | undefined,
): readonly LaidTrip[] {
  if (!departures) return [{ trip, stops, isRepeated: false }]
  const first = stops[0]?.departureSeconds ?? 0
  return departures.map((departure) => {
    const moved = stops.map((stop) => ({
      ...stop,
      arrivalSeconds: Math.max(0, stop.arrivalSeconds + departure - first),
      departureSeconds: stop.departureSeconds + departure - first,
    }))
    return { trip, stops: moved, isRepeated: true }
  })
}

async function feedName(reading: Reading, agencies: ReadonlyMap<string, Agency>): Promise<string> {
  let publisher = ''
  const form = { file: 'feed_info.txt', keys: [], optional: ['feed_publisher_name'] as const }
  await readTable<'feed_publisher_name'>(reading, form, (field) => {
    publisher ||= field('feed_publisher_name')
  })
  reading.problems.refuseIfAny()
  const only = agencies.size === 1 ? [...agencies.values()][0]?.name : undefined
  return publisher || only || reading.feed.name
}
