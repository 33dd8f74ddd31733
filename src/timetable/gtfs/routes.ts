import { type FeedRow, keepRow } from './feed-rows.ts'
import { nameProblems } from './name-problems.ts'
import { type Field, type Reading, readTable } from './table.ts'
import { isTimeZone } from './time-zone.ts'

export interface Agency extends FeedRow {
  readonly name: string
  readonly timeZone: string
  /** Of its texts, as a tag; empty if the feed does not say. */
  readonly language: string
}

export interface Route extends FeedRow {
  readonly id: string
  readonly shortName: string
  readonly longName: string
  /** NaN if the feed does not give it, which is a flaw of the row. */
  readonly type: number
  readonly agency: Agency
}

type AgencyColumn = 'agency_name' | 'agency_timezone' | 'agency_id' | 'agency_lang'

/** The agencies of a feed by `agency_id`, which may be empty if there is only one. */
export async function readAgencies(reading: Reading): Promise<ReadonlyMap<string, Agency>> {
  const file = 'agency.txt'
  const agencies = new Map<string, Agency>()
  const form = {
    file,
    keys: ['agency_name', 'agency_timezone'] as const,
    optional: ['agency_id', 'agency_lang'] as const,
  }
  await readTable<AgencyColumn>(reading, form, (field, line, flaw) => {
    const id = field('agency_id')
    const timeZone = field('agency_timezone')
    const noZone = `agency_timezone ${timeZone} is not a time zone (such as Europe/Berlin)`
    const reasons = flaw ? [flaw] : isTimeZone(timeZone) ? [] : [noZone]
    const flaws = reasons.map((reason) => ({ file, line, reason }))
    const agency = { name: field('agency_name'), timeZone, language: field('agency_lang'), line, flaws }
    keepRow(agencies, id, agency, { file, idColumn: 'agency_id' }, reading.problems)
  })
  return agencies
}

type RouteColumn = 'route_id' | 'route_type' | 'agency_id' | 'route_short_name' | 'route_long_name'

const file = 'routes.txt'

/** The routes of a feed by `route_id`. */
export async function readRoutes(
  reading: Reading,
  agencies: ReadonlyMap<string, Agency>,
): Promise<ReadonlyMap<string, Route>> {
  const routes = new Map<string, Route>()
  const form = {
    file,
    keys: ['route_id', 'route_type'] as const,
    optional: ['agency_id', 'route_short_name', 'route_long_name'] as const,
  }
  await readTable<RouteColumn>(reading, form, (field, line, flaw) => {
    const id = field('route_id')
    const names = { shortName: field('route_short_name'), longName: field('route_long_name') }
    const agency = agencyOf(field('agency_id'), agencies)
    const isType = /^\d{1,4}$/.test(field('route_type'))
    const type = isType ? Number(field('route_type')) : Number.NaN
    const reason = flaw ?? routeFlaw(field, isType, agency)
    const own = reason === undefined ? [] : [{ file, line, reason }]
    const flaws = [...own, ...routeNameProblems(field, line)]
    const route = { ...names, id, line, type, agency: agency ?? noAgency, flaws }
    keepRow(routes, id, route, { file, idColumn: 'route_id' }, reading.problems)
  })
  return routes
}

const noAgency: Agency = { name: '', timeZone: 'UTC', language: '', line: 0, flaws: [] }

function agencyOf(id: string, agencies: ReadonlyMap<string, Agency>): Agency | undefined {
  const only = agencies.size === 1 ? [...agencies.values()][0] : undefined
  return agencies.get(id) ?? (id === '' ? only : undefined)
}

function routeFlaw(
  field: Field<RouteColumn>,
  isType: boolean,
  agency: Agency | undefined,
): string | undefined {
  if (!isType) return `route_type ${field('route_type')} is not a number`
  if (agency) return undefined
  return field('agency_id') === ''
    ? 'agency_id is empty, and the feed has several'
    : `agency_id ${field('agency_id')} is not in agency.txt`
}

function routeNameProblems(field: Field<RouteColumn>, line: number) {
  return nameProblems(file, line, {
    route_id: field('route_id'),
    route_short_name: field('route_short_name'),
    route_long_name: field('route_long_name'),
  })
}

/** The routes to read: rail, all, or those of the given types. */
export type Modes = 'rail' | 'all' | readonly number[]

/** Rail is 2, and 100 to 117 of the extended route types that Google and many publishers use. */
export function isOfMode(route: Route, modes: Modes): boolean {
  // A route of unknown type may be a railway, so its flaw should be reported.
  if (modes === 'all' || Number.isNaN(route.type)) return true
  if (modes === 'rail') return route.type === 2 || (route.type >= 100 && route.type <= 117)
  return modes.includes(route.type)
}
