/** A line of the table: what is measured, and what it should be. */
export interface Measure {
  readonly name: string
  readonly against: string
  /** Before the work on speed began. */
  readonly before: number | null
  readonly must: number
  readonly aim: number
  readonly isLowerBetter?: true
  readonly unit: Unit
}

type Unit = 'ratio' | 'per second' | 'percent' | 'ms' | 's' | 'count'

const emptyRoute = 'the empty route of the same server'
const staticAnswer = 'a static answer of the same bytes'
const recipe = 'the recipe'
const forUpdate = '`SELECT ... FOR UPDATE`'

function ratio(
  name: string,
  against: string,
  [before, must, aim]: readonly [number, number, number],
): Measure {
  return { name, against, before, must, aim, unit: 'ratio' }
}

function lower(measure: Measure): Measure {
  return { ...measure, isLowerBetter: true }
}

function cost(name: string, against: string, of: readonly [number, number, number]): Measure {
  return lower(ratio(name, against, of))
}

function plain(name: string, unit: Unit, goals: readonly [number | null, number, number]): Measure {
  const [before, must, aim] = goals
  return { name, against: '(as it is)', before, must, aim, unit }
}

/** Every measure by its id, in the order of the table. */
const measures = {
  search: ratio('search', emptyRoute, [0.27, 0.65, 0.8]),
  run: ratio('run with stops', emptyRoute, [0.4, 0.65, 0.8]),
  'seat map': ratio('seat map', staticAnswer, [0.5, 0.75, 0.9]),
  'calendar kept': ratio('fare calendar of 30 days, kept', emptyRoute, [0.02, 0.65, 0.8]),
  'calendar cold': plain('fare calendar of 30 days, cold, a second', 'per second', [500, 2_000, 5_000]),
  mix: plain(
    '27 searches to a sale, with the generator: enquiries a second',
    'per second',
    [5_000, 14_000, 20_000],
  ),
  'cost at 64': cost("server's processor time of a sale, 64 connections", recipe, [0.9, 0.6, 0.4]),
  'cost at 256': cost("server's processor time of a sale, 256 connections", recipe, [0.75, 0.5, 0.35]),
  'flow at 64': ratio('flow, 64 connections', recipe, [2.7, 4, 7]),
  'flow at 64, payments': ratio('flow, 64 connections, paying', 'the recipe with payments', [3, 6, 10]),
  'flow at 256': ratio('flow, 256 connections', recipe, [3.1, 5, 8]),
  'p99 at 64': cost('flow p99 (hold and book), 64 connections', recipe, [0.5, 0.35, 0.2]),
  'p50 alone': cost('one client alone: flow p50', recipe, [4.2, 1.6, 1]),
  'cost alone': cost('one client alone: processor time of a sale', recipe, [6, 1.5, 1]),
  'postgres many': ratio('PostgreSQL, one node, 64 clients over many runs', forUpdate, [1, 3, 7]),
  'postgres one run': ratio('PostgreSQL, one node, 200 clients on one run', forUpdate, [1.6, 4, 8]),
  'postgres three': ratio(
    'PostgreSQL, three nodes, many runs',
    'one node on the same two cores',
    [0.2, 0.8, 0.95],
  ),
  goodput: { ...plain('goodput at ten times capacity, %', 'percent', [null, 90, 97]), against: 'the peak' },
  'overload accepted p99': lower(
    plain('ten times capacity: p99 of what is accepted, ms', 'ms', [null, 500, 500]),
  ),
  'overload refused p99': lower(plain('ten times capacity: p99 of refusals, ms', 'ms', [null, 20, 20])),
  'overload paying refused': lower(
    plain('ten times capacity: confirmations and cancellations refused', 'count', [null, 0, 0]),
  ),
  'overload recovery': lower(plain('after ten times capacity: normal again within, s', 's', [null, 5, 5])),
} satisfies Readonly<Record<string, Measure>>

export type MeasureId = keyof typeof measures

export const measureIds = Object.keys(measures) as readonly MeasureId[]

export function measureOf(id: MeasureId): Measure {
  return measures[id]
}

/** How a value of this measure is written. */
export function shown({ unit }: Measure, value: number): string {
  if (!Number.isFinite(value)) return 'not measured'
  if (unit === 'ratio') return value.toFixed(2)
  if (unit === 'per second') return Math.round(value).toLocaleString('en')
  if (unit === 'count') return String(value)
  return value.toFixed(unit === 'percent' ? 0 : 1)
}

/** Whether the value is at least as good as the wanted one. */
export function reaches({ isLowerBetter }: Measure, value: number, wanted: number): boolean {
  return isLowerBetter ? value <= wanted : value >= wanted
}
