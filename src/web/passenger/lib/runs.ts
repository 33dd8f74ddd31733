import type { FoundRun } from '../../shared/api-types.ts'

export type RunSort = 'departure' | 'arrival' | 'duration' | 'price'
export type DayPart = 'any' | 'night' | 'morning' | 'afternoon' | 'evening'

export interface RunFilter {
  /** Empty: all classes. */
  readonly travelClass: string
  readonly dayPart: DayPart
  /** Only runs with room for this many in one class; 0 shows all. */
  readonly seatCount: number
  readonly sort: RunSort
}

export const sorts: readonly RunSort[] = ['departure', 'arrival', 'duration', 'price']
export const dayParts: readonly DayPart[] = ['any', 'night', 'morning', 'afternoon', 'evening']

export const noFilter: RunFilter = { travelClass: '', dayPart: 'any', seatCount: 0, sort: 'departure' }

/** The filter in an address; a member that it does not have, or that says nothing, is as without a filter. */
export function filterOf(query: URLSearchParams, party: number): RunFilter {
  return {
    travelClass: query.get('class') ?? '',
    dayPart: dayParts.find((one) => one === query.get('time')) ?? noFilter.dayPart,
    seatCount: query.has('room') ? party : 0,
    sort: sorts.find((one) => one === query.get('sort')) ?? noFilter.sort,
  }
}

/** What the address says of a filter: only what differs from none. */
export function filterQuery({ travelClass, dayPart, seatCount, sort }: RunFilter): URLSearchParams {
  return new URLSearchParams({
    ...(travelClass !== '' && { class: travelClass }),
    ...(dayPart !== noFilter.dayPart && { time: dayPart }),
    ...(seatCount > 0 && { room: '1' }),
    ...(sort !== noFilter.sort && { sort }),
  })
}

/** Hours of the day, half-open. */
const hoursOf: Readonly<Record<DayPart, readonly [from: number, to: number]>> = {
  any: [0, 24],
  night: [0, 6],
  morning: [6, 12],
  afternoon: [12, 18],
  evening: [18, 24],
}

/** Spaces for wheelchairs and bicycles do not count for the lowest price. */
export const spaces: ReadonlySet<string> = new Set(['WHEELCHAIR', 'BICYCLE'])

/** The lowest price among the classes with room; Infinity if none has room. */
function cheapestCents(run: FoundRun, { travelClass, seatCount }: RunFilter): number {
  const classes = run.classes.filter(
    (one) =>
      (travelClass === '' ? !spaces.has(one.travel_class) : one.travel_class === travelClass) &&
      one.seats_available >= Math.max(1, seatCount),
  )
  return Math.min(...classes.map((one) => one.price_cents))
}

/** The runs that match, in the requested order; ties stay in order of departure. */
export function selectRuns(runs: readonly FoundRun[], filter: RunFilter): readonly FoundRun[] {
  const [fromHour, toHour] = hoursOf[filter.dayPart]
  const fits = runs.filter((run) => {
    const hour = Number(run.departure_time.slice(11, 13))
    if (hour < fromHour || hour >= toHour) return false
    if (filter.travelClass !== '' && !run.classes.some((one) => one.travel_class === filter.travelClass))
      return false
    return filter.seatCount === 0 || cheapestCents(run, filter) < Infinity
  })
  const rank: Readonly<Record<RunSort, (run: FoundRun) => number>> = {
    departure: (run) => Date.parse(run.departure_time),
    arrival: (run) => Date.parse(run.arrival_time),
    duration: (run) => run.duration_ms,
    price: (run) => cheapestCents(run, filter),
  }
  const rankOf = rank[filter.sort]
  return fits.toSorted((a, b) => compare(rankOf(a), rankOf(b)) || rank.departure(a) - rank.departure(b))
}

/** Compares by `<`: two infinite prices are equal, but their difference is not a number. */
function compare(a: number, b: number): number {
  return a < b ? -1 : a > b ? 1 : 0
}

/** The classes of these runs, in the order in which they are offered. */
export function classesOf(runs: readonly FoundRun[]): readonly string[] {
  return [...new Set(runs.flatMap((run) => run.classes.map((one) => one.travel_class)))]
}
