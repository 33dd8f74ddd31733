import type { Day } from './dates.ts'
import { type Service, serviceDays, serviceSpan } from './services.ts'

/** A calendar may extend to the year 9999; two timetable years of it say everything. */
const longestLookDays = 800

/** A week is busy if it has this share of the runs of the busiest week, because holidays vary. */
const busyShare = 0.9

/**
 * The first day of a week that is nearly as busy as any in the feed: the actual timetable begins there.
 * A service forgotten years ago, or a few trains ahead of the others, do not change it.
 */
export function firstBusyDay(trips: Iterable<{ readonly service: Service }>): Day | undefined {
  const counts = new Map<Service, number>()
  for (const { service } of trips) counts.set(service, (counts.get(service) ?? 0) + 1)
  const runs = new Map<Day, number>()
  for (const [service, count] of counts)
    for (const day of daysToLookAt(service)) runs.set(day, (runs.get(day) ?? 0) + count)
  const days = [...runs.keys()].sort((a, b) => a - b)
  const weeks = days.map((day) => {
    let sum = 0
    for (let at = day; at < day + 7; at++) sum += runs.get(at) ?? 0
    return { day, sum }
  })
  const most = weeks.reduce((best, { sum }) => Math.max(best, sum), 0)
  return weeks.find(({ sum }) => sum >= most * busyShare)?.day
}

function daysToLookAt(service: Service): readonly Day[] {
  const span = serviceSpan(service)
  return span ? serviceDays(service, span.first, Math.min(span.last, span.first + longestLookDays)) : []
}
