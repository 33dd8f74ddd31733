import { type Day, dateOf, parseGtfsDate, weekdayOf } from './dates.ts'
import { type Field, type Reading, readTable } from './table.ts'

/** The dates of a GTFS service: a weekly pattern between two dates, and exceptions to it. */
export interface Service {
  readonly id: string
  /** Monday first; all false where only exceptions are given. */
  readonly weekdays: readonly boolean[]
  readonly from: Day
  /** Included; before `from` where only exceptions are given. */
  readonly to: Day
  readonly added: Set<Day>
  readonly removed: Set<Day>
}

const weekdayColumns = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'] as const
type CalendarColumn = (typeof weekdayColumns)[number] | 'service_id' | 'start_date' | 'end_date'

/** Reads calendar.txt and calendar_dates.txt; either may be absent. */
export async function readServices(reading: Reading): Promise<ReadonlyMap<string, Service>> {
  const services = new Map<string, Service>()
  await readCalendar(reading, services)
  await readExceptions(reading, services)
  return services
}

async function readCalendar(reading: Reading, services: Map<string, Service>): Promise<void> {
  const file = 'calendar.txt'
  const keys: readonly CalendarColumn[] = ['service_id', ...weekdayColumns, 'start_date', 'end_date']
  await readTable(reading, { file, keys }, (field, line) => {
    const id = field('service_id')
    const from = parseGtfsDate(field('start_date'))
    const to = parseGtfsDate(field('end_date'))
    const complain = (reason: string) => reading.problems.add(file, line, reason)
    if (services.has(id)) return complain(`service_id ${id} is there twice`)
    if (from === undefined) return complain(`start_date ${field('start_date')} is no date (YYYYMMDD)`)
    if (to === undefined) return complain(`end_date ${field('end_date')} is no date (YYYYMMDD)`)
    if (to < from)
      return complain(`end_date ${field('end_date')} is before start_date ${field('start_date')}`)
    const odd = weekdayColumns.find((day) => !/^[01]$/.test(field(day)))
    if (odd) return complain(`${odd} is ${field(odd)}; it must be 0 or 1`)
    services.set(id, { id, weekdays: weekdays(field), from, to, added: new Set(), removed: new Set() })
  })
}

function weekdays(field: Field<CalendarColumn>): readonly boolean[] {
  return weekdayColumns.map((day) => field(day) === '1')
}

async function readExceptions(reading: Reading, services: Map<string, Service>): Promise<void> {
  const file = 'calendar_dates.txt'
  await readTable(reading, { file, keys: ['service_id', 'date', 'exception_type'] }, (field, line) => {
    const id = field('service_id')
    const day = parseGtfsDate(field('date'))
    const type = field('exception_type')
    const complain = (reason: string) => reading.problems.add(file, line, reason)
    if (day === undefined) return complain(`date ${field('date')} is no date (YYYYMMDD)`)
    if (type !== '1' && type !== '2')
      return complain(`exception_type is ${type}; it must be 1 (added) or 2 (removed)`)
    const service = services.get(id) ?? onlyExceptions(id)
    services.set(id, service)
    if (service.added.has(day) || service.removed.has(day))
      return complain(`service_id ${id} has two exceptions on ${dateOf(day)}`)
    if (type === '1') service.added.add(day)
    else service.removed.add(day)
  })
}

function onlyExceptions(id: string): Service {
  return { id, weekdays: [], from: 0, to: -1, added: new Set(), removed: new Set() }
}

function runsOn(service: Service, day: Day): boolean {
  if (service.added.has(day)) return true
  if (day < service.from || day > service.to || service.removed.has(day)) return false
  return service.weekdays[weekdayOf(day)] === true
}

/** The days of a service between two days, both included, ascending. */
export function serviceDays(service: Service, from: Day, to: Day): readonly Day[] {
  const days = [...service.added].filter((day) => day >= from && day <= to)
  for (let day = Math.max(from, service.from); day <= Math.min(to, service.to); day++)
    if (!service.added.has(day) && runsOn(service, day)) days.push(day)
  return days.sort((a, b) => a - b)
}

/** The first and the last day of a service; undefined where it has none at all. */
export function serviceSpan(service: Service): { readonly first: Day; readonly last: Day } | undefined {
  let { from, to } = service
  // Both loops are short even where a calendar reaches to the year 9999: a week without a gap, and the removed days.
  if (!service.weekdays.includes(true)) to = from - 1
  while (from <= to && !runsOn(service, from)) from++
  while (to >= from && !runsOn(service, to)) to--
  const ends = [...service.added, ...(from <= to ? [from, to] : [])]
  if (ends.length === 0) return undefined
  const first = ends.reduce((a, b) => Math.min(a, b))
  return { first, last: ends.reduce((a, b) => Math.max(a, b)) }
}
