import { type Reading, readTable } from './table.ts'
import { isTimeZone } from './time-zone.ts'

export interface Agency {
  readonly name: string
  readonly timeZone: string
}

export interface Route {
  readonly id: string
  readonly shortName: string
  readonly longName: string
  readonly type: number
  readonly agency: Agency
}

/** The agencies of a feed by `agency_id`, which may be empty where there is only one. */
export async function readAgencies(reading: Reading): Promise<ReadonlyMap<string, Agency>> {
  const file = 'agency.txt'
  const agencies = new Map<string, Agency>()
  const form = { file, keys: ['agency_name', 'agency_timezone'] as const, optional: ['agency_id'] as const }
  await readTable<'agency_name' | 'agency_timezone' | 'agency_id'>(reading, form, (field, line) => {
    const id = field('agency_id')
    const timeZone = field('agency_timezone')
    if (agencies.has(id))
      return reading.problems.add(file, line, `agency_id ${id || '(empty)'} is there twice`)
    if (!isTimeZone(timeZone))
      reading.problems.add(file, line, `agency_timezone ${timeZone} is no time zone (such as Europe/Berlin)`)
    // Kept even so: its routes should not be told as faults of their own.
    agencies.set(id, { name: field('agency_name'), timeZone })
  })
  return agencies
}

type RouteColumn = 'route_id' | 'route_type' | 'agency_id' | 'route_short_name' | 'route_long_name'

/** The routes of a feed by `route_id`. */
export async function readRoutes(
  reading: Reading,
  agencies: ReadonlyMap<string, Agency>,
): Promise<ReadonlyMap<string, Route>> {
  const file = 'routes.txt'
  const routes = new Map<string, Route>()
  const only = agencies.size === 1 ? [...agencies.values()][0] : undefined
  const form = {
    file,
    keys: ['route_id', 'route_type'] as const,
    optional: ['agency_id', 'route_short_name', 'route_long_name'] as const,
  }
  await readTable<RouteColumn>(reading, form, (field, line) => {
    const complain = (reason: string) => reading.problems.add(file, line, reason)
    const id = field('route_id')
    const agencyId = field('agency_id')
    const agency = agencies.get(agencyId) ?? (agencyId === '' ? only : undefined)
    if (routes.has(id)) return complain(`route_id ${id} is there twice`)
    if (!/^\d{1,4}$/.test(field('route_type')))
      return complain(`route_type ${field('route_type')} is no number`)
    if (!agency)
      return complain(
        agencyId === ''
          ? 'agency_id is empty, and the feed has several'
          : `agency_id ${agencyId} is not in agency.txt`,
      )
    const names = { shortName: field('route_short_name'), longName: field('route_long_name') }
    routes.set(id, { ...names, id, type: Number(field('route_type')), agency })
  })
  return routes
}

/** Which routes are read: rail, all of them, or those of the given types. */
export type Modes = 'rail' | 'all' | readonly number[]

/** Rail is 2, and 100 to 117 of the extended route types that Google and many publishers use. */
export function isOfMode(route: Route, modes: Modes): boolean {
  if (modes === 'all') return true
  if (modes === 'rail') return route.type === 2 || (route.type >= 100 && route.type <= 117)
  return modes.includes(route.type)
}
