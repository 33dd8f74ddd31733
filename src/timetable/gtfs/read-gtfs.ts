import { setImmediate } from 'node:timers/promises'
import type { Station } from '../../domain/railway/station.ts'
import type { Timetable, TrainPlan } from '../../domain/railway/timetable.ts'
import type { Stop } from '../../domain/railway/train-run.ts'
import { lineProblem, longestOperatorText } from '../../domain/text.ts'
import type { PairOfRules } from '../rules.ts'
import { type DateOptions, type DatesReport, dateTrips, type LaidTrip } from './date-trips.ts'
import { mergeEqualDrafts } from './equal-trips.ts'
import { type Feed, openFeed } from './feed.ts'
import { type FeedInfo, readFeedInfo } from './feed-info.ts'
import { type Frequencies, readFrequencies } from './frequencies.ts'
import { refuseUnknownWays } from './known-ways.ts'
import { canBeRidden, layStops, type Places } from './lay-stops.ts'
import { nameStations } from './other-names.ts'
import { checkPlaces } from './places.ts'
import { type GtfsProblem, Problems, type Warnings } from './problems.ts'
import { type Agency, type Modes, type Route, readAgencies, readRoutes } from './routes.ts'
import { readServices } from './services.ts'
import { gatherStations, type Stations } from './stations.ts'
import { type CallCounts, readStopTimes } from './stop-times.ts'
import { type FeedStops, readStops } from './stops.ts'
import type { ProgressListener, Reading } from './table.ts'
import { planTrains } from './trains.ts'
import { readTranslations, type Translations } from './translations.ts'
import { type FeedTrip, type FeedTrips, readTrips } from './trips.ts'

export interface ReadGtfsOptions extends DateOptions, PairOfRules {
  /** Names the feed; by default its publisher, otherwise its only agency, otherwise the file. */
  readonly source?: string
  /** By default only rail. */
  readonly modes?: Modes
  /** Leaves out the trips that have a fault, and lists them, instead of refusing the feed. */
  readonly skipBadTrips?: boolean
  readonly onProgress?: ProgressListener
}

/** For the operator: what was read and what was left out. */
interface GtfsReport extends DatesReport, CallCounts, Warnings {
  /** Trips of the chosen modes. */
  readonly trips: number
  readonly tripsOfOtherModes: number
  /** Left out: no passenger can board at one station and alight at another. */
  readonly tripsNobodyCanRide: number
  /** Left out: they follow a headway, without a departure time that one could reserve. */
  readonly tripsWithoutTimes: number
  /** Left out, each with its first mistake. */
  readonly badTrips: readonly (GtfsProblem & { readonly tripId: string })[]
  /** Runs that the feed has more than once, not counting the first of each. */
  readonly equalRuns: number
  /** Left out by a rule. */
  readonly trainsNotForSale: number
  /** The last date within the horizon on which a train runs. */
  readonly lastRunDate: string
  /** True when nothing runs on the last days of the horizon. */
  readonly endsWithinHorizon: boolean
}

export interface GtfsTimetable extends Timetable {
  readonly report: GtfsReport
}

/** The contents of the feed before they become trains. */
interface FeedTables {
  readonly agencies: ReadonlyMap<string, Agency>
  readonly stops: FeedStops
  readonly trips: FeedTrips
  readonly frequencies: Frequencies
  readonly calls: CallCounts
  readonly info: FeedInfo
  readonly translations: Translations
}

/**
 * Reads a GTFS feed, a zip file or folder, entirely or not at all:
 * throws `GtfsRefused` with the file, line and reason of each mistake.
 */
export async function readGtfs(source: string, options: ReadGtfsOptions): Promise<GtfsTimetable> {
  const feed = await openFeed(source)
  try {
    const reading: Reading = {
      feed,
      problems: new Problems(options.skipBadTrips),
      onProgress: options.onProgress ?? (() => undefined),
    }
    return await readFeed(reading, options)
  } finally {
    feed.close()
  }
}

async function readFeed(reading: Reading, options: ReadGtfsOptions): Promise<GtfsTimetable> {
  const { problems } = reading
  const tables = await readTables(reading, options.modes ?? 'rail')
  const stations = gatherStations(tables.trips.chosen.values(), tables.stops, problems)
  const list = checkPlaces(stations, tables.trips.chosen.values(), problems)
  const laid = await layTrips(reading, tables, placesOf(stations, list))
  problems.refuseIfAny()
  const dated = dateTrips(laid, options, problems)
  const { drafts, equalRuns } = mergeEqualDrafts(dated.drafts)
  const { translations } = tables
  const { trains, trainsNotForSale } = planTrains(drafts, stations, options, translations, problems)
  if (trains.length === 0) problems.refuse('trips.txt', 'has no train that the rules leave on sale')
  refuseUnknownWays(trains, options, problems)
  const served = new Set(trains.flatMap((train) => train.stops.map((stop) => stop.stationCode)))
  const name = sourceOf(reading, options.source, tables)
  const named = list.filter((station) => served.has(station.code))
  return {
    source: name,
    // Past trains are left out, except those still under way.
    firstDate: laterOf(dated.report.firstDate, options.today),
    stations: nameStations(
      named,
      tables.trips.chosen.values(),
      stations,
      tables.stops,
      translations,
      problems,
    ).map((station) => ({ ...station, line: stations.lineOf(station.code) })),
    consists: options.consistRules.consists,
    fares: options.fareRules.fares,
    trains,
    report: {
      ...countTrips(tables, laid, problems),
      ...dated.report,
      equalRuns,
      trainsNotForSale,
      ...endOf(trains, options),
      badTrips: problems.badTrips(),
      ...problems.warnings(),
    },
  }
}

function endOf(trains: readonly TrainPlan[], { today, horizonDays = 60 }: DateOptions) {
  const horizon = Temporal.PlainDate.from(today).add({ days: horizonDays }).toString()
  let lastRunDate = today
  for (const { serviceDates } of trains) {
    const last = serviceDates.findLast((date) => date <= horizon) ?? today
    if (last > lastRunDate) lastRunDate = last
  }
  return { lastRunDate, endsWithinHorizon: lastRunDate < horizon }
}

function placesOf({ codeOf }: Stations, list: readonly Station[]): Places {
  const stations = new Map(list.map((station) => [station.code, station]))
  return { codeOf, placeOf: (code) => stations.get(code) ?? { latitude: null, longitude: null } }
}

function countTrips(
  { trips, frequencies, calls }: FeedTables,
  laid: readonly LaidTrip[],
  problems: Problems,
) {
  const rideable = new Set(laid.map(({ trip }) => trip))
  const good = [...trips.chosen.values()].filter((trip) => !problems.isBad(trip.id))
  const left = good.filter((trip) => !rideable.has(trip))
  const tripsWithoutTimes = left.filter((trip) => frequencies.withoutTimes.has(trip)).length
  return {
    ...calls,
    trips: trips.chosen.size,
    tripsOfOtherModes: trips.tripsOfOtherModes,
    tripsWithoutTimes,
    tripsNobodyCanRide: left.length - tripsWithoutTimes,
  }
}

/** Reads file by file, and stops where the next one would only repeat the same mistakes. */
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
  const calls = await readStopTimes(reading, trips, stops)
  const frequencies = await readFrequencies(reading, trips)
  if (calls.callsOnRequest > 0)
    problems.warn('request', 'stop_times.txt', null, onRequest(calls.callsOnRequest))
  const info = await readFeedInfo(reading, agencies)
  const translations = await readTranslations(reading, { stops, trips }, info.language)
  return { agencies, stops, trips, frequencies, calls, info, translations }
}

function onRequest(count: number): string {
  return (
    `has ${count} calls on request (pickup_type or drop_off_type 2 or 3); they are sold like ` +
    'all others, and the railway must make the train stop'
  )
}

function requireFiles(feed: Feed, problems: Problems): void {
  for (const file of ['agency.txt', 'routes.txt', 'stops.txt', 'trips.txt', 'stop_times.txt'])
    if (feed.sizeOf(file) === undefined)
      problems.add(file, null, 'is missing; without it this is not a GTFS feed')
  if (!feed.sizeOf('calendar.txt') && !feed.sizeOf('calendar_dates.txt'))
    problems.add('calendar.txt', null, 'is missing, and calendar_dates.txt too; one of them must be there')
  problems.refuseIfAny()
}

function noTrips(routes: ReadonlyMap<string, Route>, modes: Modes): string {
  const types = [...new Set([...routes.values()].map((route) => route.type))].sort((a, b) => a - b)
  const wanted = modes === 'rail' ? 'rail (route_type 2 or 100 to 117)' : 'the chosen modes'
  return (
    `has no trip of ${modes === 'all' ? 'any mode' : wanted}; the ` +
    `routes are of type ${types.join(', ') || 'none'}`
  )
}

/** Trips per turn of the event loop, so that a server still answers during an import. */
const tripsAtOnce = 200

async function layTrips(
  reading: Reading,
  { trips, frequencies }: FeedTables,
  places: Places,
): Promise<readonly LaidTrip[]> {
  const laid: LaidTrip[] = []
  let done = 0
  const total = trips.chosen.size
  for (const trip of trips.chosen.values()) {
    const stops = layStops(trip, places, reading.problems)
    if (stops && canBeRidden(stops) && !reading.problems.isBad(trip.id))
      laid.push(...repeat(trip, stops, frequencies))
    if (++done % tripsAtOnce !== 0 && done < total) continue
    reading.onProgress('trains', done, total)
    await setImmediate()
  }
  return laid
}

/** One train for each departure of the trip in frequencies.txt, or at its own times if there is none. */
function repeat(trip: FeedTrip, stops: readonly Stop[], frequencies: Frequencies): readonly LaidTrip[] {
  const departures = frequencies.departures.get(trip)
  if (!departures) return frequencies.withoutTimes.has(trip) ? [] : [{ trip, stops, isRepeated: false }]
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

function laterOf(one: string, other: string): string {
  return one < other ? other : one
}

function sourceOf(
  { feed, problems }: Reading,
  given: string | undefined,
  { agencies, info }: FeedTables,
): string {
  const only = agencies.size === 1 ? [...agencies.values()][0]?.name : undefined
  const source = given ?? (info.publisher || only || feed.name)
  const problem = lineProblem(source, longestOperatorText)
  if (problem !== undefined)
    problems.refuse(feed.name, `the name of the feed ${problem}; give one with --source`)
  return source
}
