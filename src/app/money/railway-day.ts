import type { Instant } from '../../domain/instant.ts'
import { datesFrom, localDay } from '../../domain/railway/service-day.ts'
import type { Deps } from '../deps.ts'

type DayDeps = Pick<Deps, 'store' | 'settings'>

/** The time zone of the railway's days: as the operator has set it, and else that of most of its stations. */
export function railwayZone({ store, settings }: DayDeps): string {
  if (settings.timeZone !== null) return settings.timeZone
  const { version, stations } = store.network()
  if (known?.version !== version || known.stations !== stations) {
    const counts = Map.groupBy(stations.values(), ({ timeZone }) => timeZone)
    const [most] = [...counts].sort(([a, at], [b, bt]) => bt.length - at.length || (a < b ? -1 : 1))
    known = { version, stations, zone: most?.[0] ?? 'UTC' }
  }
  return known.zone
}

/** Counting stations takes a moment, and they change with an import only. */
let known: { readonly version: number; readonly stations: object; readonly zone: string } | undefined

/** A date of the railway, half-open in time. */
export interface RailwayDay {
  readonly day: string
  readonly fromAt: Instant
  readonly toAt: Instant
}

/** A date, `YYYY-MM-DD`, as the railway's clocks have it. */
export function railwayDay(deps: DayDeps, day: string): RailwayDay {
  const { from, to } = localDay(day, railwayZone(deps))
  return { day, fromAt: from, toAt: to }
}

/** The railway's date at a moment. */
export function dayAt(deps: DayDeps, at: Instant): string {
  return Temporal.Instant.fromEpochMilliseconds(at)
    .toZonedDateTimeISO(railwayZone(deps))
    .toPlainDate()
    .toString()
}

/** The days from one to another, both inclusive, in order. */
export function railwayDays(deps: DayDeps, from: string, to: string): readonly RailwayDay[] {
  const { days } = Temporal.PlainDate.from(from).until(to)
  return days < 0 ? [] : datesFrom(from, days + 1).map((day) => railwayDay(deps, day))
}
