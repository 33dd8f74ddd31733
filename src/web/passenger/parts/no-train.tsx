import { Link } from 'wouter'
import { useI18n } from '../../shared/i18n/i18n.tsx'
import { addDays, todayHere } from '../../shared/lib/format.ts'
import { Skeleton } from '../../shared/parts/skeleton.tsx'
import { paths, type Trip } from '../lib/paths.ts'
import { nextDayWithRun } from '../lib/runs.ts'
import { useFareCalendar } from './fare-calendar-strip.tsx'

/** The longest calendar that the server sends. */
const calendarDays = 62

/** There is no train on the requested day. Says when the next one runs, and what else to try. */
export function NoTrain({ trip }: { readonly trip: Trip }) {
  const { t, f } = useI18n()
  const today = todayHere()
  const isPast = trip.date < today
  const start = isPast ? today : addDays(trip.date, 1)
  const { data, isPending } = useFareCalendar(trip, start, calendarDays)
  if (isPending) return <Skeleton rows={2} />
  const next = data && nextDayWithRun(data, addDays(start, -1))
  // If no later day is on sale, offer the first day on sale, which is today.
  const offered = next ?? (isPast || trip.date === today ? undefined : today)
  return (
    <div className="card empty">
      <svg className="empty-drawing" viewBox="0 0 120 40" aria-hidden="true">
        <path d="M4 32h112M14 32v-6M34 32v-6M54 32v-6M74 32v-6M94 32v-6M108 32V10h-6" />
        <circle cx="100" cy="10" r="4" />
      </svg>
      <h2>{t.results.none}</h2>
      {isPast && <p>{t.results.past}</p>}
      <p>{next ? t.results.noneNext(f.longDay(next)) : t.results.noneFar}</p>
      <div className="actions">
        {offered && (
          <Link className="button primary" href={paths.trains({ ...trip, date: offered })}>
            {t.results.goTo(f.day(offered))}
          </Link>
        )}
        <Link className="button" href={paths.trains({ ...trip, from: trip.to, to: trip.from })}>
          {t.results.turnRound}
        </Link>
        <Link className="button" href={paths.searchAgain(trip)}>
          {t.results.change}
        </Link>
      </div>
    </div>
  )
}
