import { isOfMode, type Modes, type Route } from './routes.ts'
import type { Service } from './services.ts'
import type { FeedStop } from './stops.ts'
import { type Reading, readTable } from './table.ts'

/** A call of a trip as stop_times.txt has it; times are null where the feed leaves them out. */
export interface StopTime {
  readonly line: number
  readonly sequence: number
  readonly stop: FeedStop
  readonly arrival: number | null
  readonly departure: number | null
  readonly canBoard: boolean
  readonly canAlight: boolean
}

/** A row of trips.txt whose route is among the chosen modes. */
export interface FeedTrip {
  readonly id: string
  readonly line: number
  readonly route: Route
  readonly service: Service
  /** What timetables print as the train's number; empty where the feed has none. */
  readonly shortName: string
  readonly headsign: string
  /** In the order of the file until they are sorted. */
  readonly stopTimes: StopTime[]
}

export interface FeedTrips {
  readonly chosen: ReadonlyMap<string, FeedTrip>
  /** Trips of other modes; known, so that a reference to one is no fault. */
  readonly others: ReadonlySet<string>
}

type TripColumn = 'trip_id' | 'route_id' | 'service_id' | 'trip_short_name' | 'trip_headsign'

const file = 'trips.txt'

export async function readTrips(
  reading: Reading,
  routes: ReadonlyMap<string, Route>,
  services: ReadonlyMap<string, Service>,
  modes: Modes,
): Promise<FeedTrips> {
  const chosen = new Map<string, FeedTrip>()
  const others = new Set<string>()
  const form = {
    file,
    keys: ['trip_id', 'route_id', 'service_id'] as const,
    optional: ['trip_short_name', 'trip_headsign'] as const,
  }
  await readTable<TripColumn>(reading, form, (field, line) => {
    const complain = (reason: string) => reading.problems.add(file, line, reason)
    const id = field('trip_id')
    const route = routes.get(field('route_id'))
    const service = services.get(field('service_id'))
    if (chosen.has(id) || others.has(id)) return complain(`trip_id ${id} is there twice`)
    if (!route) return complain(`route_id ${field('route_id')} is not in routes.txt`)
    if (!isOfMode(route, modes)) return others.add(id)
    if (!service)
      return complain(
        `service_id ${field('service_id')} is neither in calendar.txt nor in calendar_dates.txt`,
      )
    const names = { shortName: field('trip_short_name'), headsign: field('trip_headsign') }
    chosen.set(id, { ...names, id, line, route, service, stopTimes: [] })
  })
  return { chosen, others }
}
