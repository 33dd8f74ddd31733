import { type FeedRow, keepRow } from './feed-rows.ts'
import { nameProblems } from './name-problems.ts'
import { isOfMode, type Modes, type Route } from './routes.ts'
import type { Service } from './services.ts'
import type { FeedStop } from './stops.ts'
import { type Field, type Reading, readTable } from './table.ts'

/** A call of a trip as stop_times.txt has it; times are null if the feed leaves them out. */
export interface StopTime {
  readonly line: number
  readonly sequence: number
  readonly stop: FeedStop
  readonly arrival: number | null
  readonly departure: number | null
  readonly canBoard: boolean
  readonly canAlight: boolean
  /** What the train shows when it leaves; empty if that is the headsign of the trip. */
  readonly headsign: string
}

/** A row of trips.txt whose route is among the chosen modes. */
export interface FeedTrip extends FeedRow {
  readonly id: string
  readonly route: Route
  readonly service: Service
  /** The train's number as timetables print it; empty if the feed has none. */
  readonly shortName: string
  readonly headsign: string
  /** The same vehicle runs the trips of one block; empty if the feed does not say. */
  readonly blockId: string
  /** In the order of the file until sorted. */
  readonly stopTimes: StopTime[]
}

export interface FeedTrips {
  readonly chosen: ReadonlyMap<string, FeedTrip>
  /** Trips that are not read, kept so that a reference to one is not a fault. */
  readonly others: ReadonlySet<string>
  readonly tripsOfOtherModes: number
}

type TripColumn = 'trip_id' | 'route_id' | 'service_id' | 'trip_short_name' | 'trip_headsign' | 'block_id'

const file = 'trips.txt'

export async function readTrips(
  reading: Reading,
  routes: ReadonlyMap<string, Route>,
  services: ReadonlyMap<string, Service>,
  modes: Modes,
): Promise<FeedTrips> {
  const chosen = new Map<string, FeedTrip>()
  const others = new Set<string>()
  let tripsOfOtherModes = 0
  const form = {
    file,
    keys: ['trip_id', 'route_id', 'service_id'] as const,
    optional: ['trip_short_name', 'trip_headsign', 'block_id'] as const,
  }
  await readTable<TripColumn>(reading, form, (field, line, flaw) => {
    const id = field('trip_id')
    const route = routes.get(field('route_id'))
    const service = services.get(field('service_id'))
    if (route && !isOfMode(route, modes)) {
      others.add(id)
      tripsOfOtherModes++
      return
    }
    const reason = flaw ?? missingReason(field, route, service)
    if (!route || !service || reason !== undefined) {
      // A trip without an id cannot be left out by its id.
      const problem = { file, line, reason: reason ?? '' }
      if (id === '') reading.problems.add(file, line, problem.reason)
      else reading.problems.addToTrip(id, problem)
      others.add(id)
      return
    }
    keepRow(chosen, id, tripOf(field, line, route, service), { file, idColumn: 'trip_id' }, reading.problems)
  })
  tellFlaws(chosen.values(), others, reading)
  return { chosen, others, tripsOfOtherModes }
}

function missingReason(
  field: Field<TripColumn>,
  route: Route | undefined,
  service: Service | undefined,
): string | undefined {
  if (!route) return `route_id ${field('route_id')} is not in routes.txt`
  if (service) return undefined
  return `service_id ${field('service_id')} is neither in calendar.txt nor in calendar_dates.txt`
}

function tripOf(field: Field<TripColumn>, line: number, route: Route, service: Service): FeedTrip {
  const names = { shortName: field('trip_short_name'), headsign: field('trip_headsign') }
  const texts = { trip_short_name: names.shortName, trip_headsign: names.headsign }
  const flaws = nameProblems(file, line, texts)
  return {
    ...names,
    id: field('trip_id'),
    line,
    flaws,
    route,
    service,
    blockId: field('block_id'),
    stopTimes: [],
  }
}

function tellFlaws(trips: Iterable<FeedTrip>, others: ReadonlySet<string>, { problems }: Reading): void {
  for (const trip of trips) {
    const { route, service } = trip
    const flaws = [...trip.flaws, ...route.flaws, ...route.agency.flaws, ...service.flaws]
    for (const flaw of flaws) problems.addToTrip(trip.id, flaw)
    if (others.has(trip.id))
      problems.addToTrip(trip.id, { file, line: trip.line, reason: `trip_id ${trip.id} is there twice` })
  }
}
