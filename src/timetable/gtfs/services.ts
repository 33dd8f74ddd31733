import { type Day, dateOf, parseGtfsDate, weekdayOf } from './dates.ts'
import { type FeedRow, keepRow } from './feed-rows.ts'
import { type Field, type Reading, readTable } from './table.ts'

/** The dates of a GTFS service: a weekly pattern between two dates, and exceptions to it. */
export interface Service extends FeedRow {
  readonly id: string
  /** Monday first; all false if there are only exceptions. */
  readonly weekdays: readonly boolean[]
  readonly from: Day
  /** Included; before `from` if there are only exceptions. */
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
  await readTable(reading, { file, keys, mayBeAbsent: true }, (field, line, flaw) => {
    const id = field('service_id')
    const from = parseGtfsDate(field('start_date'))
    const to = parseGtfsDate(field('end_date'))
    const reason = flaw ?? calendarFlaw(field, from, to)
    const flaws = reason === undefined ? [] : [{ file, line, reason }]
    const days = { weekdays: weekdays(field), from: from ?? 0, to: to ?? -1 }
    const service = { id, ...days, added: new Set<Day>(), removed: new Set<Day>(), line, flaws }
    keepRow(services, id, service, { file, idColumn: 'service_id' }, reading.problems)
  })
}

function calendarFlaw(
  field: Field<CalendarColumn>,
  from: Day | undefined,
  to: Day | undefined,
): string | undefined {
  if (from === undefined) return `start_date ${field('start_date')} is not a date (YYYYMMDD)`
  if (to === undefined) return `end_date ${field('end_date')} is not a date (YYYYMMDD)`
  if (to < from) return `end_date ${field('end_date')} is before start_date ${field('start_date')}`
  const odd = weekdayColumns.find((day) => !/^[01]$/.test(field(day)))
  return odd && `${odd} is ${field(odd)}; it must be 0 or 1`
}

function weekdays(field: Field<CalendarColumn>): readonly boolean[] {
  return weekdayColumns.map((day) => field(day) === '1')
}

async function readExceptions(reading: Reading, services: Map<string, Service>): Promise<void> {
  const file = 'calendar_dates.txt'
  const keys = ['service_id', 'date', 'exception_type'] as const
  await readTable(reading, { file, keys, mayBeAbsent: true }, (field, line, flaw) => {
    const id = field('service_id')
    const day = parseGtfsDate(field('date'))
    const type = field('exception_type')
    const service = services.get(id) ?? onlyExceptions(id, line)
    services.set(id, service)
    const complain = (reason: string) => service.flaws.push({ file, line, reason })
    if (flaw) return complain(flaw)
    if (day === undefined) return complain(`date ${field('date')} is not a date (YYYYMMDD)`)
    if (type !== '1' && type !== '2')
      return complain(`exception_type is ${type}; it must be 1 (added) or 2 (removed)`)
    const [own, other] = type === '1' ? [service.added, service.removed] : [service.removed, service.added]
    if (other.has(day)) return complain(`service_id ${id} has two exceptions on ${dateOf(day)}`)
    if (own.has(day))
      reading.problems.warn('row twice', file, line, `repeats the exception for ${id} on ${dateOf(day)}`)
    own.add(day)
  })
}

function onlyExceptions(id: string, line: number): Service {
  return { id, weekdays: [], from: 0, to: -1, added: new Set(), removed: new Set(), line, flaws: [] }
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

/** How many days a service has between two days, both included, however far apart they are. */
export function countServiceDays(service: Service, from: Day, to: Day): number {
  const first = Math.max(from, service.from)
  const last = Math.min(to, service.to)
  const isInRange = (day: Day) => day >= from && day <= to
  const isInPattern = (day: Day) => day >= first && day <= last && service.weekdays[weekdayOf(day)] === true
  let count = 0
  for (let day = first; day <= Math.min(last, first + 6); day++)
    if (isInPattern(day)) count += Math.floor((last - day) / 7) + 1
  for (const day of service.removed) if (isInPattern(day)) count--
  for (const day of service.added) if (isInRange(day) && !isInPattern(day)) count++
  return count
}

/** The first and last day of a service; undefined if it has no days. */
export function serviceSpan(service: Service): { readonly first: Day; readonly last: Day } | undefined {
  let { from, to } = service
  // Both loops are short even if a calendar extends to the
  // year 9999: a week without a gap, and the removed days.
  if (!service.weekdays.includes(true)) to = from - 1
  while (from <= to && !runsOn(service, from)) from++
  while (to >= from && !runsOn(service, to)) to--
  const ends = [...service.added, ...(from <= to ? [from, to] : [])]
  if (ends.length === 0) return undefined
  const first = ends.reduce((a, b) => Math.min(a, b))
  return { first, last: ends.reduce((a, b) => Math.max(a, b)) }
}
