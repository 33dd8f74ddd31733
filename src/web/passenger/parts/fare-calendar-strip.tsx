import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { type KeyboardEvent, useEffect, useId, useRef } from 'react'
import { Link } from 'wouter'
import { showFareCalendar } from '../../shared/api/operations.ts'
import type { FareCalendar } from '../../shared/api-types.ts'
import { useI18n } from '../../shared/i18n/i18n.tsx'
import { addDays } from '../../shared/lib/format.ts'
import { unwrap } from '../../shared/lib/refused.ts'
import { onSaleFrom } from '../lib/empty-day.ts'
import { paths, type Trip } from '../lib/paths.ts'

/** Five weeks. The first one ends with the requested day. */
const calendarDays = 35
const daysBefore = 7

/** The first day of the calendar that shows this date. */
function calendarStart(date: string, today: string): string {
  const start = addDays(date, -daysBefore)
  return start < today ? today : start
}

/** Lowest price and seats left on the days around. */
export function useFareCalendar(trip: Trip, fromDate: string, days: number, isWanted = true) {
  return useQuery({
    queryKey: ['calendar', trip.from, trip.to, fromDate, days],
    queryFn: () => unwrap(showFareCalendar(trip, fromDate, days)),
    staleTime: 60_000,
    placeholderData: keepPreviousData,
    enabled: isWanted,
  })
}

interface FareCalendarStripProps {
  readonly trip: Trip
  readonly today: string
  /** What the address says of sorting and filters, which another day keeps. */
  readonly filter: URLSearchParams
}

/** The days around as a strip, one tab stop with arrow keys. The higher the price, the taller the bar. */
export function FareCalendarStrip({ trip, today, filter }: FareCalendarStripProps) {
  const { t } = useI18n()
  const id = useId()
  const { data, isError } = useFareCalendar(trip, calendarStart(trip.date, today), calendarDays)
  const stripRef = useRef<HTMLOListElement>(null)
  const isThere = data !== undefined
  // biome-ignore lint/correctness/useExhaustiveDependencies: scrolls when the day or the data is new
  useEffect(() => {
    const strip = stripRef.current
    const day = strip?.querySelector<HTMLElement>('[aria-current]')
    if (!strip || !day) return
    const [inner, outer] = [day.getBoundingClientRect(), strip.getBoundingClientRect()]
    strip.scrollLeft += inner.left - outer.left - (outer.width - inner.width) / 2
  }, [trip.date, isThere])
  if (isError && !data) return null
  return (
    <section className="calendar" aria-labelledby={id}>
      <h2 id={id}>{t.results.calendar}</h2>
      <ol className="calendar-strip" ref={stripRef} onKeyDown={moveByKey}>
        {data ? (
          data.days.map((day) => (
            <li key={day.journey_date}>
              <CalendarDay
                day={day}
                trip={trip}
                filter={filter}
                scale={scaleOf(data)}
                onSaleFrom={onSaleFrom(day.journey_date, today, data.sale_days_ahead)}
              />
            </li>
          ))
        ) : (
          <li className="calendar-wait" aria-hidden="true" />
        )}
      </ol>
    </section>
  )
}

/** The arrow keys go to the day before and after, Home and End to the first and the last. */
function moveByKey(event: KeyboardEvent<HTMLElement>): void {
  const days = [...event.currentTarget.querySelectorAll<HTMLElement>('.calendar-day')]
  const at = days.findIndex((day) => day.matches(':focus'))
  const onward = getComputedStyle(event.currentTarget).direction === 'rtl' ? 'ArrowLeft' : 'ArrowRight'
  const back = onward === 'ArrowRight' ? 'ArrowLeft' : 'ArrowRight'
  const steps = { [onward]: at + 1, [back]: at - 1, Home: 0, End: days.length - 1 }
  const next = days[steps[event.key] ?? -1]
  if (at < 0 || !next) return
  event.preventDefault()
  next.focus()
}

interface Scale {
  readonly low: number
  /** The low price stands out only where it is the exception. */
  readonly isLowRare: boolean
  readonly high: number
}

function scaleOf({ days }: FareCalendar): Scale {
  const prices = days.flatMap((day) => (day.price_cents === null ? [] : [day.price_cents]))
  const low = Math.min(...prices)
  const isLowRare = prices.filter((price) => price === low).length * 2 < prices.length
  return { low, isLowRare, high: Math.max(...prices) }
}

interface CalendarDayProps {
  readonly day: FareCalendar['days'][number]
  readonly trip: Trip
  readonly filter: URLSearchParams
  readonly scale: Scale
  /** The date on which this day comes on sale, if it is not on sale yet. */
  readonly onSaleFrom: string | undefined
}

/** Height of the bar by price, out of ten. */
function barLevel(price: number, { low, high }: Scale): number {
  return high === low ? 5 : 3 + Math.round((7 * (price - low)) / (high - low))
}

function CalendarDay({ day, trip, filter, scale, onSaleFrom }: CalendarDayProps) {
  const { f } = useI18n()
  const { journey_date: date, price_cents: price, currency } = day
  const hasPrice = price !== null && currency !== null
  const isRare = price === scale.low && scale.isLowRare
  return (
    <Link
      className={['calendar-day', hasPrice ? '' : 'calendar-empty', isRare ? 'calendar-low' : ''].join(' ')}
      href={paths.trains({ ...trip, date }, filter)}
      tabIndex={date === trip.date ? 0 : -1}
      replace
      // Scrolls a day that is half hidden into view.
      onFocus={(event) => event.currentTarget.scrollIntoView({ block: 'nearest', inline: 'nearest' })}
      aria-current={date === trip.date ? 'date' : undefined}
    >
      <span className="sr-only">
        <DayLabel day={day} onSaleFrom={onSaleFrom} />
      </span>
      <span className="calendar-weekday" aria-hidden="true">
        {f.weekday(date)}
      </span>
      <span className="calendar-date" aria-hidden="true">
        {f.dayOfMonth(date)}
      </span>
      <span className="calendar-month" aria-hidden="true">
        {f.month(date)}
      </span>
      <svg className="calendar-bar" viewBox="0 0 4 10" preserveAspectRatio="none" aria-hidden="true">
        {hasPrice && (
          <rect x="0" width="4" y={10 - barLevel(price, scale)} height={barLevel(price, scale)} rx="0.6" />
        )}
      </svg>
      <span className="calendar-price" aria-hidden="true">
        {hasPrice ? f.shortMoney(price, currency) : '–'}
      </span>
      {hasPrice && <SeatsLeft count={day.seats_available} />}
    </Link>
  )
}

function SeatsLeft({ count }: { readonly count: number }) {
  const { t } = useI18n()
  return (
    <span className="calendar-seats" aria-hidden="true">
      {t.common.seats(count)}
    </span>
  )
}

/** What a screen reader says about a day. */
function DayLabel({ day, onSaleFrom }: Pick<CalendarDayProps, 'day' | 'onSaleFrom'>) {
  const { t, f } = useI18n()
  const { price_cents: price, currency } = day
  const date = f.longDay(day.journey_date)
  if (price !== null && currency !== null)
    return t.results.calendarDay(date, f.money(price, currency), day.seats_available)
  if (onSaleFrom !== undefined) return t.results.calendarNotYet(date, f.longDay(onSaleFrom))
  return (day.train_runs > 0 ? t.results.calendarFull : t.results.calendarNone)(date)
}
