import { Link } from 'wouter'
import { useI18n } from '../../shared/i18n/i18n.tsx'
import { addDays } from '../../shared/lib/format.ts'
import { Skeleton } from '../../shared/parts/skeleton.tsx'
import { dayWithRunFrom, emptyDay, nearestDayWithRun } from '../lib/empty-day.ts'
import { paths, type Trip } from '../lib/paths.ts'
import { useFareCalendar } from './fare-calendar-strip.tsx'

/** The longest calendar that the server sends. */
const calendarDays = 62

interface NoTrainProps {
  readonly trip: Trip
  /** Today's date at the station of departure. */
  readonly today: string
  readonly departedRuns: number
}

/** There is no train on the requested day. Says why, and offers what there is. */
export function NoTrain({ trip, today, departedRuns }: NoTrainProps) {
  const { t, f } = useI18n()
  const back = { ...trip, from: trip.to, to: trip.from }
  const { data, isPending } = useFareCalendar(trip, today, calendarDays)
  const { data: backData } = useFareCalendar(back, today, calendarDays)
  if (isPending) return <Skeleton rows={2} />
  const saleDaysAhead = data?.sale_days_ahead ?? Infinity
  const empty = emptyDay({ ...{ date: trip.date, today, departedRuns }, saleDaysAhead })
  const nearest = data && nearestDayWithRun(data, trip.date)
  const backOn = backData && dayWithRunFrom(backData, trip.date)
  const lastKnown = addDays(today, Math.min(saleDaysAhead, calendarDays - 1))
  return (
    <div className="card empty">
      <svg className="empty-drawing" viewBox="0 0 120 40" aria-hidden="true">
        <path d="M4 32h112M14 32v-6M34 32v-6M54 32v-6M74 32v-6M94 32v-6M108 32V10h-6" />
        <circle cx="100" cy="10" r="4" />
      </svg>
      <h2>{t.results.empty[empty.why]}</h2>
      {empty.why === 'not_yet' && <p>{t.results.onSaleFrom(f.longDay(empty.onSaleFrom))}</p>}
      {nearest && (
        <p>{(nearest > trip.date ? t.results.noneNext : t.results.noneAfter)(f.longDay(nearest))}</p>
      )}
      {data && !nearest && <p>{t.results.noneFar(f.longDay(lastKnown))}</p>}
      <div className="actions">
        {nearest && (
          <Link className="button primary" href={paths.trains({ ...trip, date: nearest })}>
            {t.results.goTo(f.day(nearest))}
          </Link>
        )}
        {backOn && (
          <Link className="button" href={paths.trains({ ...back, date: backOn })}>
            {t.results.turnRound(f.day(backOn))}
          </Link>
        )}
        <Link className="button" href={paths.searchAgain(trip)}>
          {t.results.change}
        </Link>
      </div>
    </div>
  )
}
